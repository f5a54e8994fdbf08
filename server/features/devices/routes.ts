import { open } from '../../core/policy.ts';
import { post, publicGet, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { caseSpace } from '../cases/policy.ts';
import { markForm, stateQuery } from './forms.ts';
import * as handle from './handlers.ts';

/** Devices that keep an encrypted copy, and what shows it without a network. */
export const deviceRoutes: RouteRow[] = [
  post(paths.ownDevices, caseSpace, { act: 'device.marked', form: markForm }, handle.mark),
  post(paths.ownDeviceEnd, caseSpace, { act: 'device.unmarked' }, handle.unmark),
  post(paths.ownDeviceLease, caseSpace, { act: 'device.leased' }, handle.lease),
  publicGet(paths.ownDeviceState, open, { form: stateQuery }, handle.state),
  publicGet(paths.offlineShell, open, {}, handle.shell),
];
