import { get, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyReading, platformBodies } from '../bodies/policy.ts';
import { participationForm } from './forms.ts';
import * as handle from './handlers.ts';

const ofPlatform = { form: participationForm, refused: handle.showOfPlatform };
const ofBody = { form: participationForm, refused: handle.showOfBody };

/** Who takes part in meetings, for a body and for a platform. They come before the bodies, as these have an address each. */
export const participationRoutes: RouteRow[] = [
  get(paths.platformParticipation, platformBodies, ofPlatform, handle.showOfPlatform),
  get(paths.platformParticipationFile, platformBodies, ofPlatform, handle.sendOfPlatform),
  get(paths.bodyParticipation, bodyReading, ofBody, handle.showOfBody),
  get(paths.bodyParticipationFile, bodyReading, ofBody, handle.sendOfBody),
];
