import type { House } from '../../core/house.ts';
import { formats, type Language, type Translate } from '../../core/i18n.ts';
import type { Stretch } from '../../live/history/entries.ts';
import type { Mention, Passage, ShownLine, ShownShape } from '../../live/history/questions.ts';
import type { Hand, Step } from '../../live/history/steps.ts';
import { type NameOf, withNames } from '../../live/plainText.ts';
import { blot } from '../../live/remarks/blotting.ts';
import { bodyNames, personNames } from '../network/queries.ts';

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

/** Everybody a set of lines, and what was done to tables, names. */
export const handsIn = ({ lines, shapes }: { lines: ShownLine[]; shapes: ShownShape[] }): Hand[] => [
  ...shapes,
  ...lines
    .flatMap(({ passages, tick }) => [
      ...passages.flatMap(({ writer, restorer, deleter, relinked, redactor }) => [
        ...[writer, restorer, deleter, relinked, redactor],
      ]),
      tick,
    ])
    .filter((one) => one !== null),
];

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
  spans: Omit<Passage['spans'][0], 'mention'>[];
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

/** A cell as the page shows it; one that is gone stands where it stood. */
export interface PageCell extends Omit<PageLine, 'style' | 'notes'> {
  isHead: boolean;
  isGone: boolean;
  isNew: boolean;
}

/** A table with the notes of all its cells below it. */
export interface PageTable {
  rows: PageCell[][];
  notes: Note[];
}

/** Lines that did not change between two moments, told by their number. */
export interface PageGap {
  unchanged: number;
}

export const encodeStretches = (stretches: readonly Stretch[]): string =>
  stretches.map(({ client, clock, length }) => `${client}.${clock}.${length}`).join('_');

/** How lines are told. */
interface Telling {
  t: Translate;
  namer: Namer;
  /** Names of who is mentioned in the text. */
  nameOf: NameOf;
  isNow: boolean;
  /** With buttons that put words back. */
  mayRestore: boolean;
  /** With a button at every line to choose words from it that are to go. */
  isRedacting: boolean;
}

const spansOf = (passage: Passage, nameOf: NameOf): ShownPassage['spans'] =>
  passage.redactor
    ? [{ text: blot, strong: false, em: false, link: null }]
    : passage.spans.map(({ mention, ...span }) => ({ ...span, text: withNames(span.text, mention, nameOf) }));

const textOf = (spans: ShownPassage['spans']): string => spans.map((span) => span.text).join('');

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

const shapeIcon = (kind: ShownShape['kind']) => (kind.endsWith('Added') ? 'plus' : 'trash');

/** The words of a line or a cell, and in `notes` what is told of them. In a comparison only what changed has a note. */
function pagePassages(
  line: ShownLine,
  { t, namer, nameOf, isComparison, mayRestore }: Options,
  notes: Note[],
): ShownPassage[] {
  const isCompared = isComparison || line.passages.some(({ change }) => change !== 'same');
  return line.passages.map((passage): ShownPassage => {
    const kind = kindOf(passage);
    const anchor = passage.restorer ? `restored-${passage.restorer.sequence}` : '';
    const spans = spansOf(passage, nameOf);
    const { relinked } = passage;
    if (relinked && !passage.redactor) {
      const told = {
        who: namer.who(relinked),
        at: namer.moment(relinked.at),
        words: shortened(textOf(spans)),
      };
      const addresses = { from: relinked.from ?? '', to: relinked.to ?? '' };
      const key = relinked.to === null ? 'unlinked' : relinked.from === null ? 'linked' : 'relinked';
      const text = t(`plans.history.note.${key}`, { ...told, ...addresses });
      notes.push({ number: 0, icon: 'link', text, restore: null, words: '' });
    }
    const isSame = kind === 'standing' || (kind === 'redacted' && passage.change === 'same');
    if (isCompared && isSame) return { spans, kind, number: 0, anchor };
    const text = noteText(t, namer, passage);
    const restore =
      mayRestore && passage.isGone && !passage.redactor ? encodeStretches(passage.stretches) : null;
    // People who wrote in turns have one note for all of theirs; what is gone has one each, with its button.
    const known = restore ? undefined : notes.find((note) => note.text === text && !note.restore);
    const number = known?.number ?? notes.filter((note) => note.number > 0).length + 1;
    if (!known) notes.push({ number, icon: icons[kind], text, restore, words: shortened(textOf(spans)) });
    return { spans, kind, number, anchor };
  });
}

const stretchesOf = (list: Passage[]): string => encodeStretches(list.flatMap(({ stretches }) => stretches));

/** What can be done with all that is shown of a line or a cell. */
function actsOn(
  line: ShownLine,
  { nameOf, isNow, isComparison, isRedacting, mayRestore }: Options,
): Pick<PageLine, 'restoreLine' | 'redactLine' | 'words'> {
  const isCompared = isComparison || line.passages.some(({ change }) => change !== 'same');
  const standing = line.passages.filter(({ deleter, redactor }) => !deleter && !redactor);
  const isOlder = mayRestore && !isNow && !isCompared && line.isOlder && standing.length > 0;
  const words = line.passages.filter(({ redactor }) => !redactor);
  return {
    restoreLine: isOlder ? stretchesOf(standing) : null,
    redactLine: isRedacting && words.length > 0 ? stretchesOf(words) : null,
    words: shortened(words.map((one) => textOf(spansOf(one, nameOf))).join('')),
  };
}

/** One line with its notes. */
function pageLine(line: ShownLine, options: Options): PageLine {
  const { t, namer, isComparison } = options;
  const notes: Note[] = [];
  const passages = pagePassages(line, options, notes);
  if (notes.length === 1 && passages.length === 1) {
    for (const one of [...passages, ...notes]) one.number = 0;
  }
  const { tick } = line;
  if (tick && (tick.isNew || !isComparison)) {
    const told = { who: namer.who(tick), at: namer.moment(tick.at) };
    const text = t(`plans.history.note.${tick.isDone ? 'ticked' : 'unticked'}`, told);
    notes.push({ number: 0, icon: tick.isDone ? 'check' : 'refresh', text, restore: null, words: '' });
  }
  return { style: line.style, passages, notes, ...actsOn(line, options) };
}

/** The cells of one table, and what was done to its shape. */
function pageTable(lines: ShownLine[], shapes: ShownShape[], options: Options): PageTable {
  const { t, namer, mayRestore } = options;
  const notes: Note[] = [];
  const rows = new Map<number, PageCell[]>();
  for (const line of lines) {
    const { row, isHead, isGone, isNew } = line.cell!;
    const passages = pagePassages(line, options, notes);
    const cell = { isHead, isGone, isNew, passages, ...actsOn(line, options) };
    rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  for (const shape of shapes) {
    const { kind, count, stretches } = shape;
    const text = t(`plans.history.shape.${kind}`, {
      count,
      who: namer.who(shape),
      at: namer.moment(shape.at),
    });
    const restore = mayRestore && stretches.length > 0 ? encodeStretches(stretches) : null;
    const words = restore ? t('plans.history.shape.words') : '';
    notes.push({ number: 0, icon: shapeIcon(kind), text, restore, words });
  }
  return { rows: [...rows.values()], notes };
}

/** Lines of one person at one time, under each other, have their note below the last. */
function tellOnce(line: PageLine, next: PageLine): void {
  const [note, same] = [line.notes[0], next.notes[0]];
  if (line.notes.length !== 1 || !note || note.restore || line.restoreLine || line.redactLine) return;
  if (next.notes.length === 1 && same?.text === note.text && !same.restore) line.notes = [];
}

const shortened = (text: string): string =>
  text.length > 40 ? `${text.trim().slice(0, 40).trim()}…` : text.trim();

type Options = Telling & { isComparison: boolean };

/** Lines one by one, and the cells of a table together. */
function groupsOf(lines: readonly ShownLine[]): ShownLine[][] {
  const groups: ShownLine[][] = [];
  for (const line of lines) {
    const table = line.cell?.table;
    const last = groups.at(-1);
    if (last && table !== undefined && last[0]?.cell?.table === table) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

const isUnchanged = ({ tick, cell, passages }: ShownLine): boolean =>
  !tick?.isNew &&
  !cell?.isNew &&
  !cell?.isGone &&
  passages.every(({ change, relinked }) => change === 'same' && !relinked);

export function pageLines(
  { lines, shapes }: { lines: ShownLine[]; shapes: ShownShape[] },
  options: Options,
): (PageLine | PageTable | PageGap)[] {
  const shown: (PageLine | PageTable | PageGap)[] = [];
  for (const group of groupsOf(lines)) {
    const table = group[0]?.cell?.table;
    const changes = shapes.filter((one) => one.table === table);
    const isSame = options.isComparison && changes.length === 0 && group.every(isUnchanged);
    const last = shown.at(-1);
    if (!isSame && table !== undefined) shown.push(pageTable(group, changes, options));
    else if (!isSame) {
      const next = pageLine(group[0]!, options);
      if (last && 'passages' in last) tellOnce(last, next);
      shown.push(next);
    } else {
      const unchanged = table === undefined ? 1 : new Set(group.map(({ cell }) => cell?.row)).size;
      if (last && 'unchanged' in last) last.unchanged += unchanged;
      else shown.push({ unchanged });
    }
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

function didOf({ restored, redacted, wrote, deleted, ticked, shaped }: Step): string {
  if (redacted) return 'redacted';
  if (restored) return 'restored';
  if (wrote > 0) return deleted > 0 ? 'both' : 'wrote';
  if (deleted > 0) return 'deleted';
  if (shaped) return 'shaped';
  return ticked ? 'ticked' : 'layout';
}
