import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapReading, gapWriting } from '../register/policy.ts';
import { zoneForm } from './forms.ts';
import * as handle from './handlers.ts';

/** Parts of the country a platform puts together by itself. To add one comes first: its address is a word. */
export const zoneRoutes: RouteRow[] = [
  get(paths.zones, gapReading, {}, handle.showZones),
  get(paths.newZone, gapWriting, {}, handle.showNew),
  post(paths.zones, gapWriting, { act: 'zone.added', form: zoneForm, refused: handle.showNew }, handle.add),
  get(paths.zone, gapWriting, {}, handle.showChange),
  post(
    paths.zone,
    gapWriting,
    { act: 'zone.changed', form: zoneForm, refused: handle.showChange },
    handle.change,
  ),
  get(paths.zoneEnd, signedIn, {}, handle.toZones),
  post(paths.zoneEnd, gapWriting, { act: 'zone.ended' }, handle.end),
];
