import { randomUUID } from 'node:crypto';
import type { ZoneField } from '../../../../models/Zone.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { platformsWrittenBy, writesFor } from '../standards/policy.ts';
import { addZone, changeZone, endZone } from './actions.ts';
import { formPage, reviewPage } from './formPage.ts';
import type { ZoneInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { requireZone } from './queries.ts';
import { commandsIn, zoneIn } from './values.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showZones = (visit: SignedInVisit<unknown>): Promise<Answer> => listPage(visit);

export const toZones = (): Answer => redirect(paths.zones());

export const showNew = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  formPage(visit, platformsWrittenBy(visit.person));

export async function add(visit: SignedInVisit<ZoneInput>): Promise<Answer> {
  const { input, person, language } = visit;
  const own = platformsWrittenBy(person);
  const platform = own.length === 1 ? own[0]! : input.platform;
  if (!own.includes(platform)) throw new Invalid({ platform: 'standards.errors.platform' });
  const _id = randomUUID();
  const values = zoneIn(input, language);
  await visit.act({ record: { type: 'zone', id: _id }, bodyId: platform }, (unit) =>
    addZone(unit, person, { _id, platform, language, values }),
  );
  leaveNotice(visit, 'zones.notice.added');
  return redirect(paths.zones());
}

/** The form of a zone in use; one that was ended is not changed any more. */
export async function showChange(visit: SignedInVisit<unknown>): Promise<Answer> {
  const zone = await requireZone(idOf(visit));
  if (!writesFor(visit.person, zone.platform)) throw new Forbidden();
  return zone.endedAt ? redirect(paths.zones()) : formPage(visit, [zone.platform], zone);
}

/** Runs a write on a zone for its platform. */
async function write<T>(visit: SignedInVisit<unknown>, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { platform } = await requireZone(idOf(visit));
  if (!writesFor(visit.person, platform)) throw new Forbidden();
  return visit.act({ record: { type: 'zone', id: idOf(visit) }, bodyId: platform }, work);
}

export async function change(visit: SignedInVisit<ZoneInput>): Promise<Answer> {
  const { input, person, language } = visit;
  const commands = commandsIn(input, language);
  try {
    await write(visit, (unit) => changeZone(unit, person, idOf(visit), { commands, language }));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return reviewPage(visit, idOf(visit), error.details.conflicts as FieldConflict<ZoneField>[]);
  }
  leaveNotice(visit, 'zones.notice.changed');
  return redirect(paths.zones());
}

export async function end(visit: SignedInVisit<undefined>): Promise<Answer> {
  await write(visit, (unit) => endZone(unit, visit.person, idOf(visit)));
  leaveNotice(visit, 'zones.notice.ended');
  return redirect(paths.zones());
}
