import type { House } from '../../../core/house.ts';
import { formats, type Language, type Translate } from '../../../core/i18n.ts';
import type { Stretch } from '../../../live/history/entries.ts';
import type { Mention, Passage, ShownLine } from '../../../live/history/questions.ts';
import type { Hand, Step } from '../../../live/history/steps.ts';
import { bodyNames, personNames } from '../../network/queries.ts';

/** The words for people and moments in one language. */
export interface Namer {
  /** Somebody and the organisation they wrote for. */
  who(hand: Hand): string;
  all(hands: Hand[]): string;
  moment(at: Date): string;
}

/** @param hands everyone who may be named */
export async function namerFor(
  house: House,
  language: Language,
  t: Translate,
  hands: Hand[],
): Promise<Namer> {
  const [names, bodies] = await Promise.all([
    personNames([...new Set(hands.map((hand) => hand.personId))]),
    bodyNames(house, [...new Set(hands.map((hand) => hand.organisationId))], language),
  ]);
  const { day, time } = formats(language);
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const who = ({ personId, organisationId }: Hand): string =>
    t('plans.history.who', {
      name: names.get(personId) ?? t('plans.someoneLeft'),
      organisation: bodies.get(organisationId) ?? '',
    });
  return {
    who,
    all: (hands) => list.format(hands.map(who)),
    moment: (at) => t('plans.history.moment', { day: day(at), time: time(at) }),
  };
}

/** Everybody a set of lines names. */
export const handsIn = (lines: ShownLine[]): Hand[] =>
  lines.flatMap(({ passages }) =>
    passages.flatMap(({ writer, restorer, deleter, redactor }) => [
      writer,
      ...[restorer, deleter, redactor].filter((one) => one !== null),
    ]),
  );

/** A sentence about a passage, below its line. */
interface Note {
  /** What ties it to the passage; 0 when the line has only one. */
  number: number;
  icon: string;
  text: string;
  /** The passage, as its button sends it, when it can be put back. */
  restore: string | null;
  /** What the button says after "put back", for who does not see the line. */
  words: string;
}

/** A passage as the page shows it. */
interface ShownPassage {
  spans: Passage['spans'];
  kind: 'standing' | 'gone' | 'added' | 'deleted' | 'redacted';
  number: number;
  /** The element's id, for a passage that was put back: the page comes back to it. */
  anchor: string;
}

export interface PageLine {
  style: ShownLine['style'];
  passages: ShownPassage[];
  notes: Note[];
  /** The whole line as it was, when it is otherwise now. */
  restoreLine: string | null;
  /** Everything of the line that is shown, for who may choose words from it that are to go. */
  redactLine: string | null;
  /** What that button says of the line, for who does not see it. */
  words: string;
}

/** Lines that did not change between two moments, told by their number. */
export interface PageGap {
  unchanged: number;
}

export const encodeStretches = (stretches: readonly Stretch[]): string =>
  stretches.map(({ client, clock, length }) => `${client}.${clock}.${length}`).join('_');

const textOf = (passage: Passage): string => passage.spans.map((span) => span.text).join('');

function kindOf({ change, deleter, redactor }: Passage): ShownPassage['kind'] {
  if (redactor) return 'redacted';
  if (change !== 'same') return change;
  return deleter ? 'gone' : 'standing';
}

function noteText(t: Translate, namer: Namer, { writer, restorer, deleter, redactor }: Passage): string {
  const told = (who: string, one: Mention) => ({ [who]: namer.who(one), [`${who}At`]: namer.moment(one.at) });
  const values = {
    ...told('writer', writer),
    ...(restorer ? told('restorer', restorer) : {}),
    ...(deleter ? told('deleter', deleter) : {}),
  };
  if (redactor) return t('plans.history.note.redacted', { ...values, ...told('redactor', redactor) });
  const key = `${restorer ? 'restored' : 'wrote'}${deleter ? 'Deleted' : ''}`;
  return t(`plans.history.note.${key}`, values);
}

const icons = {
  standing: 'person',
  gone: 'trash',
  added: 'plus',
  deleted: 'trash',
  redacted: 'eye-off',
} as const;

/** One line with its notes. In a comparison only what changed has one. */
function pageLine(
  line: ShownLine,
  options: { t: Translate; namer: Namer; isNow: boolean; isRedacting: boolean },
): PageLine {
  const { t, namer, isNow, isRedacting } = options;
  const notes: Note[] = [];
  const isCompared = line.passages.some(({ change }) => change !== 'same');
  const passages = line.passages.map((passage): ShownPassage => {
    const kind = kindOf(passage);
    const anchor = passage.restorer ? `restored-${passage.restorer.sequence}` : '';
    const spans = passage.redactor ? [{ text: blot, strong: false, em: false }] : passage.spans;
    const isSame = kind === 'standing' || (kind === 'redacted' && passage.change === 'same');
    if (isCompared && isSame) return { spans, kind, number: 0, anchor };
    const text = noteText(t, namer, passage);
    const restore = passage.isGone && !passage.redactor ? encodeStretches(passage.stretches) : null;
    // People who wrote in turns have one note for all of theirs; what is gone has one each, with its button.
    const known = restore ? undefined : notes.find((note) => note.text === text && !note.restore);
    const number = known?.number ?? notes.length + 1;
    if (!known) notes.push({ number, icon: icons[kind], text, restore, words: shortened(textOf(passage)) });
    return { spans, kind, number, anchor };
  });
  if (notes.length === 1 && passages.length === 1) {
    for (const one of [...passages, ...notes]) one.number = 0;
  }
  const standing = line.passages.filter(({ deleter, redactor }) => !deleter && !redactor);
  const stretchesOf = (list: Passage[]) => encodeStretches(list.flatMap(({ stretches }) => stretches));
  const isOlder = !isNow && !isCompared && line.isOlder && standing.length > 0;
  const restoreLine = isOlder ? stretchesOf(standing) : null;
  const words = line.passages.filter(({ redactor }) => !redactor);
  const redactLine = isRedacting && words.length > 0 ? stretchesOf(words) : null;
  const said = shortened(words.map(textOf).join(''));
  return { style: line.style, passages, notes, restoreLine, redactLine, words: said };
}

/** Lines of one person at one time, under each other, have their note below the last. */
function tellOnce(line: PageLine, next: PageLine): void {
  const [note, same] = [line.notes[0], next.notes[0]];
  if (line.notes.length !== 1 || !note || note.restore || line.restoreLine || line.redactLine) return;
  if (next.notes.length === 1 && same?.text === note.text && !same.restore) line.notes = [];
}

/** Stands where words were; always as long, so that it does not say how long they were. */
export const blot = '▇▇▇▇▇▇';

const shortened = (text: string): string =>
  text.length > 40 ? `${text.trim().slice(0, 40).trim()}…` : text.trim();

export function pageLines(
  lines: ShownLine[],
  options: { t: Translate; namer: Namer; isNow: boolean; isComparison: boolean; isRedacting: boolean },
): (PageLine | PageGap)[] {
  const shown: (PageLine | PageGap)[] = [];
  for (const line of lines) {
    const isSame = options.isComparison && line.passages.every(({ change }) => change === 'same');
    const last = shown.at(-1);
    if (!isSame) {
      const next = pageLine(line, options);
      if (last && 'notes' in last) tellOnce(last, next);
      shown.push(next);
    } else if (last && 'unchanged' in last) last.unchanged += 1;
    else shown.push({ unchanged: 1 });
  }
  return shown;
}

/** A step as the list and the slider show it. */
export interface PageStep {
  sequence: number;
  /** The moment before it. */
  before: number;
  day: string;
  time: string;
  who: string;
  did: string;
}

export function pageSteps(
  steps: Step[],
  options: { t: Translate; namer: Namer; language: Language },
): PageStep[] {
  const { t, namer, language } = options;
  const { day, time } = formats(language);
  return steps.map((step) => {
    const [from, to] = [time(step.from), time(step.to)];
    return {
      sequence: step.last,
      before: step.first - 1,
      day: day(step.to),
      time: from === to ? to : t('plans.history.steps.between', { from, to }),
      who: namer.all(step.hands),
      did: t(`plans.history.steps.did.${didOf(step)}`),
    };
  });
}

function didOf({ restored, redacted, wrote, deleted }: Step): string {
  if (redacted) return 'redacted';
  if (restored) return 'restored';
  if (wrote > 0) return deleted > 0 ? 'both' : 'wrote';
  return deleted > 0 ? 'deleted' : 'layout';
}
