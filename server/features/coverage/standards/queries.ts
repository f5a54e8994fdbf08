import type { ClientSession } from 'mongodb';
import { StandardModel, type StandardRecord } from '../../../../models/Standard.ts';
import {
  type StandardContent,
  StandardVersionModel,
  type StandardVersionRecord,
} from '../../../../models/StandardVersion.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage, type Language, type LocalisedText } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Frame } from '../frame.ts';
import { registersOf } from '../register/policy.ts';
import { admissionsOf, allPlatforms } from '../register/queries.ts';
import type { Draft } from './draft.ts';
import type { NamedFrame } from './namedFrame.ts';
import { referenceFrames } from './referenceFrames.ts';

type Session = ClientSession | null;

export type { NamedFrame };

/** The reference frame for whoever has no standard of their own. */
const proposal = 'own';

export const versionId = (standard: string, version: number): string => `${standard}:${version}`;

function namedOf(record: StandardRecord, said: StandardVersionRecord): NamedFrame {
  const { content, language, names, version } = said;
  const obstacles = content.travel.obstacles.map((one) => [one.area, { [language]: one.source }]);
  return {
    frame: { id: record._id, version, ...content },
    names,
    source: { [language]: content.source },
    obstacles: Object.fromEntries(obstacles),
    platform: record.platform,
    isDefault: record.isDefault,
    isRetired: record.retiredAt !== null,
  };
}

async function newestOf(records: StandardRecord[]): Promise<NamedFrame[]> {
  const ids = records.map((one) => versionId(one._id, one.version));
  const found = await StandardVersionModel.find({ _id: { $in: ids } }).lean<StandardVersionRecord[]>();
  const byStandard = new Map(found.map((one) => [one.standard, one]));
  return records.map((one) => namedOf(one, byStandard.get(one._id)!));
}

/**
 * Every frame this person may choose, in its newest version: those of their platforms (what a platform looks by
 * first, then the newest), the reference frames, those of other platforms in the order of lists. Retired ones are not
 * among them.
 */
export async function framesFor(person: Pick<Person, 'affiliations'>): Promise<NamedFrame[]> {
  const [records, admissions, platforms] = await Promise.all([
    StandardModel.find({ retiredAt: null })
      .sort({ isDefault: -1, madeAt: -1, _id: 1 })
      .lean<StandardRecord[]>(),
    admissionsOf(person),
    allPlatforms(),
  ]);
  const order = new Map(platforms.map((one, at) => [one._id, at]));
  const place = ({ platform }: StandardRecord): number => order.get(platform) ?? order.size;
  records.sort((a, b) => place(a) - place(b));
  const own = new Set(registersOf(person, admissions).map((one) => one.platform));
  const named = await newestOf(records);
  const isOwn = ({ platform }: NamedFrame): boolean => platform !== null && own.has(platform);
  return [...named.filter(isOwn), ...referenceFrames.values(), ...named.filter((one) => !isOwn(one))];
}

/** Standards no longer to be chosen, in the order they were made. */
export const retiredFrames = async (): Promise<NamedFrame[]> =>
  newestOf(
    await StandardModel.find({ retiredAt: { $ne: null } })
      .sort({ madeAt: 1, _id: 1 })
      .lean<StandardRecord[]>(),
  );

/** What a frame says, to begin another or the next version from, with its sources in the reader's language. */
export function draftFrom({ frame, names, source, obstacles }: NamedFrame, language: Language): Draft {
  const { id: _id, version: _version, ...content } = structuredClone(frame) as Frame & StandardContent;
  const said = (text: LocalisedText | undefined): string => inLanguage(text ?? {}, language).text;
  content.source = said(source);
  for (const one of content.travel.obstacles) one.source = said(obstacles[one.area]);
  return { names, content };
}

/** What a platform looks by as long as nobody chooses another: its own standard marked so, else the proposal. */
export async function defaultFrameOf(platform: string | null): Promise<NamedFrame> {
  const marked = await StandardModel.find({ platform, isDefault: true, retiredAt: null })
    .sort({ madeAt: -1 })
    .limit(1)
    .lean<StandardRecord[]>();
  const [own] = await newestOf(marked);
  return own ?? referenceFrames.get(proposal)!;
}

/**
 * A frame by its id, in its newest version or an older one; a retired one too.
 * @throws NotFound when there is none, or not that version
 */
export async function frameNamed(id: string, version?: number): Promise<NamedFrame> {
  const reference = referenceFrames.get(id);
  if (reference) {
    if (version !== undefined && version !== reference.frame.version) throw new NotFound();
    return reference;
  }
  const record = await requireStandard(id);
  const said = await StandardVersionModel.findById(
    versionId(id, version ?? record.version),
  ).lean<StandardVersionRecord | null>();
  if (!said) throw new NotFound();
  return namedOf(record, said);
}

/** What standards are called in their newest version, by id; of those there are not, nothing. */
export async function standardNames(ids: readonly string[]): Promise<Map<string, LocalisedText>> {
  const own = await newestOf(await StandardModel.find({ _id: { $in: ids } }).lean<StandardRecord[]>());
  const reference = ids.flatMap((id) => referenceFrames.get(id) ?? []);
  return new Map([...own, ...reference].map(({ frame, names }) => [frame.id, names]));
}

/** @throws NotFound */
export async function requireStandard(id = '', session: Session = null): Promise<StandardRecord> {
  const record = await StandardModel.findById(id).session(session).lean<StandardRecord | null>();
  if (!record) throw new NotFound();
  return record;
}

/** All versions of a standard, the newest first. */
export const versionsOf = (standard: string): Promise<StandardVersionRecord[]> =>
  StandardVersionModel.find({ standard }).sort({ version: -1 }).lean<StandardVersionRecord[]>().exec();
