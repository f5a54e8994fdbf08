import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { platformBodies } from '../bodies/policy.ts';
import { pictureForm } from './forms.ts';
import * as handle from './handlers.ts';

/** The network of platforms, drawn and as tables. */
export const networkRoutes: RouteRow[] = [
  get(paths.networks, platformBodies, {}, handle.showNetworks),
  get(
    paths.platformNetwork,
    platformBodies,
    { form: pictureForm, refused: handle.showPicture },
    handle.showPicture,
  ),
  get(paths.networkFile, platformBodies, { form: pictureForm }, handle.sendFile),
];
