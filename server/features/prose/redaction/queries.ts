import { type LiveRedactionRecord, liveRedactionsOf } from '../../../../models/LiveRedaction.ts';
import type { House } from '../../../core/house.ts';
import { formats } from '../../../core/i18n.ts';
import type { Cipher } from '../../../core/keys.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { openText, sealText } from '../../../core/sealing.ts';
import type { Stretch } from '../../../live/history/entries.ts';
import type { FoundWords, WordsPlace } from '../../../live/history/questions.ts';
import { bytesOf } from '../../../live/log.ts';
import { type SearchInput, searchForm } from '../../../live/redaction/forms.ts';
import { blot } from '../../../live/remarks/blotting.ts';
import type { ProsePast } from '../queries.ts';
import { encodeStretches, namerFor } from '../shown.ts';

/** That something was redacted, for everyone who reads the text. */
export interface ProseRedaction {
  id: string;
  at: Date;
  personId: string;
  organisationId: string;
  reason: string;
}

const placeOf = (id: string): string => `liveRedactions:${id}:reason`;

export const sealReason = (cipher: Cipher, id: string, reason: string): Buffer =>
  sealText(cipher, reason, placeOf(id));

/** What was redacted in a document, the newest first. Checks no access: the caller has. */
export async function redactionsIn(
  { connection }: Pick<House, 'connection'>,
  cipher: Cipher,
  document: string,
): Promise<ProseRedaction[]> {
  const records = await liveRedactionsOf(connection)
    .find({ document }, { stretches: 0 })
    .sort({ at: -1 })
    .lean<LiveRedactionRecord[]>();
  return records.map(({ _id, at, personId, organisationId, reason }) => ({
    ...{ id: _id, at, personId, organisationId },
    reason: openText(cipher, Buffer.from(bytesOf(reason)), placeOf(_id)),
  }));
}

/** The same in words: who, when and why. */
export async function redactionsTold(visit: SignedInVisit<unknown>, redactions: readonly ProseRedaction[]) {
  const { house, language, t } = visit;
  const namer = await namerFor(house, language, t, [...redactions]);
  return redactions.map((one) => ({
    id: one.id,
    reason: one.reason,
    by: t('plans.redaction.by', { who: namer.who(one), moment: namer.moment(one.at) }),
  }));
}

/** Fillers of words that were redacted before, as a reader sees them. */
const readable = (text: string): string => text.replaceAll(/[\ue000-\uf8ff]+/gu, blot);

/** Every place where words were found, in words. */
async function placesTold({ house, language, t }: SignedInVisit<unknown>, places: readonly WordsPlace[]) {
  const namer = await namerFor(
    house,
    language,
    t,
    places.map((place) => place.writer),
  );
  const { day, time } = formats(language);
  return places.map((place) => ({
    before: readable(place.before),
    words: place.words,
    after: readable(place.after),
    note: t(`plans.redaction.place.${place.isStanding ? 'standing' : 'gone'}`, {
      who: namer.who(place.writer),
      moment: t('plans.history.moment', { day: day(place.writer.at), time: time(place.writer.at) }),
    }),
  }));
}

/** Whether the words of a place stood there at a moment. */
export const stoodIn = ({ from, to }: WordsPlace, sequence: number): boolean =>
  from <= sequence && (to === null || sequence < to);

/** Words that were looked for, and where they are. */
export interface FoundPlaces extends FoundWords {
  shown: Awaited<ReturnType<typeof placesTold>>;
}

/**
 * What was asked about words that are to go, and where they are. A reason that is refused is typed again below what was
 * found, so that is looked for once more.
 */
export async function searchData(visit: SignedInVisit<unknown>, past: ProsePast, input: SearchInput | null) {
  const { refused } = visit;
  const typed = (name: string): string => {
    const value = refused?.values[name];
    return typeof value === 'string' ? value : '';
  };
  const again = refused && Object.keys(refused.errors).every((field) => field === 'reason');
  const parsed = again ? searchForm.safeParse(refused.values) : null;
  const asked = input ?? (parsed?.success ? parsed.data : null);
  const found = asked ? await lookFor(past, asked) : null;
  const isFound = found !== null && found.count > 0;
  const places: FoundPlaces | null = isFound
    ? { ...found, shown: await placesTold(visit, found.places) }
    : null;
  return {
    words: asked ? asked.words.join('\n') || (found?.text ?? '') : typed('words'),
    asked: asked?.words ?? [],
    reason: typed('reason'),
    where: asked?.where ?? (typed('where') || 'everywhere'),
    line: asked?.line ? encodeStretches(asked.line as Stretch[]) : typed('line'),
    found: places,
    isMissing: asked !== null && asked.words.length > 0 && !isFound,
    refused,
  };
}

function lookFor(past: ProsePast, { words, where, line }: SearchInput) {
  // A line without words yet is only read, to choose them from.
  const within = line && (where === 'here' || words.length === 0) ? line : null;
  return past.ask({ kind: 'words', words, within });
}
