import { randomUUID } from 'node:crypto';
import { type EvidenceKind, GapModel, type GapRecord, type GapTrace } from '../../../../models/Gap.ts';
import { GapChangeModel } from '../../../../models/GapChange.ts';
import { GapContributionModel } from '../../../../models/GapContribution.ts';
import { emptyGap, type GapField, type GapValues } from '../../../../models/gapFields.ts';
import { PlatformModel } from '../../../../models/Platform.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { keptOn, type PicturedCell } from './pictures.ts';
import { rightsOn } from './policy.ts';
import { admissionsOf, requireGap, type SeenGap } from './queries.ts';
import { checkReferences } from './references.ts';
import { textsOfGap, valueOfText } from './values.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

/** Most pieces of evidence and contributions of one gap: more is a study, with an address of its own. */
const most = { evidence: 100, contributions: 1000 };

export const traceOf = ({ now }: Unit, { id }: Writer, body: string): GapTrace => ({ at: now, by: id, body });

/** @throws NotFound, or Forbidden for who may read and not write */
export async function requireWritable(unit: Unit, person: Writer, id: string): Promise<SeenGap> {
  const seen = await requireGap(person, id, unit.session);
  if (!seen.rights.write) throw new Forbidden();
  return seen;
}

export interface Report {
  values: Pick<GapValues, 'kind' | 'title' | 'platforms'> & Partial<GapValues>;
  evidence: { kind: EvidenceKind; source: string; says: string }[];
  /** What the inventory says now, when it is reported from there. */
  pictures?: PicturedCell[];
  /** Key of the candidate it is made of, where that is about no cell. */
  candidate?: string | null;
  /** Id of the recommendation it is made of. */
  recommendation?: string | null;
}

/** Puts a gap or an overlap in the register. @throws NotFound where this person does not report, Invalid */
export async function reportGap(
  unit: Unit,
  person: Writer,
  id: string,
  report: Report,
): Promise<{ gap: string }> {
  const { session } = unit;
  const values: GapValues = { ...emptyGap, ...report.values };
  const rights = rightsOn(person, await admissionsOf(person, session), values.platforms);
  if (!rights.contribute) throw new NotFound();
  await checkReferences(values, Object.keys(report.values) as GapField[], session);
  const trace = traceOf(unit, person, rights.body);
  const gap: GapRecord = {
    _id: id,
    values,
    fields: {},
    status: 'reported',
    steps: [{ status: 'reported', why: '', solvedBy: '', modules: [], ...trace }],
    evidence: report.evidence.map((one) => ({ id: randomUUID(), ...one, ...trace })),
    pictures: keptOn(report.pictures ?? [], 'reported', unit.now),
    reportedAt: unit.now,
    ...(report.candidate ? { candidate: report.candidate } : {}),
    ...(report.recommendation ? { recommendation: report.recommendation } : {}),
  };
  await GapModel.create([gap], { session });
  return { gap: id };
}

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound
 */
export async function changeGap(
  unit: Unit,
  person: Writer,
  id: string,
  commands: FieldCommand<GapField>[],
): Promise<{ changed: GapField[] }> {
  const { gap, rights } = await requireWritable(unit, person, id);
  const { fields, steps } = gap;
  const first = { version: 0, by: steps[0]?.by ?? '', at: gap.reportedAt };
  const states = Object.fromEntries(commands.map(({ field }) => [field, fields[field] ?? first]));
  const texts = textsOfGap(gap.values);
  const { changes, conflicts } = decideFields(
    commands,
    { values: texts, fields: states as Required<typeof fields> },
    { personId: person.id, at: unit.now },
  );
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  const changed = changes.map((one) => one.field);
  if (changed.length === 0) return { changed };
  const said = Object.fromEntries(changes.map(({ field, value }) => [field, valueOfText(field, value)]));
  const values = { ...gap.values, ...said } as GapValues;
  // Who writes a gap away from their own platform could not mend it.
  if (!rightsOn(person, await admissionsOf(person, unit.session), values.platforms).write)
    throw new Invalid({ platforms: 'gaps.errors.ownPlatform' });
  await checkReferences(values, changed, unit.session);
  const set = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  await GapModel.updateOne({ _id: id }, { $set: { ...set, values } }, { session: unit.session });
  const written = changes.map(({ field, value }) => ({ field, from: texts[field], to: value }));
  const trace = { at: unit.now, by: person.id, body: rights.body };
  await GapChangeModel.create([{ _id: randomUUID(), gap: id, changes: written, ...trace }], {
    session: unit.session,
  });
  unit.note({ fields: changed });
  return { changed };
}

export async function addEvidence(
  unit: Unit,
  person: Writer,
  id: string,
  said: { kind: EvidenceKind; says: string; source: string },
): Promise<void> {
  const { gap, rights } = await requireWritable(unit, person, id);
  if (gap.evidence.length >= most.evidence) throw new Conflict('gaps.errors.full');
  const evidence = { id: randomUUID(), ...said, ...traceOf(unit, person, rights.body) };
  await GapModel.updateOne({ _id: id }, { $push: { evidence } }, { session: unit.session });
  unit.note({ kind: said.kind });
}

/** Says something in the discussion. @throws NotFound, Forbidden for who only reads, Conflict when it is full */
export async function contribute(unit: Unit, person: Writer, id: string, words: string): Promise<void> {
  const { session, now: at } = unit;
  const { rights } = await requireGap(person, id, session);
  if (!rights.contribute) throw new Forbidden();
  if ((await GapContributionModel.countDocuments({ gap: id }).session(session)) >= most.contributions)
    throw new Conflict('gaps.errors.full');
  const said = { _id: randomUUID(), gap: id, words, at, by: person.id, body: rights.body };
  await GapContributionModel.create([said], { session });
}

/** Shows the platform's recognised gaps to everyone, or no longer. @throws NotFound for another's platform */
export async function setPublication(
  unit: Unit,
  person: Writer,
  platform: string,
  publishesGaps: boolean,
): Promise<void> {
  if (!rightsOn(person, new Map(), [platform]).write) throw new NotFound();
  await PlatformModel.updateOne({ _id: platform }, { $set: { publishesGaps } }, { session: unit.session });
}
