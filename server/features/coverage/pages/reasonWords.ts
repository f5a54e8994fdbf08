import { type Frame, standardFor } from '../frame.ts';
import type { Reason } from '../reasons.ts';
import type { AskedArea } from '../service/asked.ts';
import { membersOf, membersOfAll } from '../territories.ts';
import { nameOfCode } from './axes.ts';
import type { Reader } from './reader.ts';

/** Where and by what standard a reason was weighed, and how far the entry is from there at the least (null: not known). */
export interface Weighing {
  area: AskedArea;
  type: string | undefined;
  frame: Frame;
  kilometres: number | null;
}

/** Kilometres people travel for a type, as the frame has it for who lives in an area. */
export function kilometresAllowed(
  { travel }: Frame,
  { area: { code, parts = [code] }, type }: Pick<Weighing, 'area' | 'type'>,
): number {
  const members = new Set(membersOfAll(parts));
  const obstacles = travel.obstacles.filter((one) => membersOf(one.area).some((at) => members.has(at)));
  return Math.min(standardFor(travel.kilometres, type), ...obstacles.map((one) => one.kilometres));
}

const text = (value: string | number | null | undefined): string => (typeof value === 'string' ? value : '');

/** Values as a reader sees them: days written out, codes in words, shares as percentages. */
function valuesOf({ code, values }: Reason, { frame, kilometres, ...about }: Weighing, reader: Reader) {
  const day = (value: string | number | null | undefined): string =>
    text(value) === '' ? reader.t('coverage.reason.dayUnknown') : reader.day(text(value));
  return {
    ...values,
    months: frame.months,
    until: day(values.until),
    from: day(values.from),
    asOf: day(values.asOf),
    countedOn: day(values.countedOn),
    target: values.target
      ? nameOfCode('target', text(values.target), reader).toLocaleLowerCase(reader.language)
      : '',
    share: reader.percent(Number(values.share ?? 0)),
    allowed: kilometresAllowed(frame, about),
    kilometres: reader.number(Math.round(kilometres ?? 0)),
    count: Number((code === 'waiting' ? values.weeks : (values.places ?? values.persons)) ?? 0),
  };
}

/** Which words a reason takes where one of its values is not known. */
function keyOf({ code, values }: Reason, { kilometres }: Weighing): string {
  if (code === 'stopped' && !values.until) return 'stoppedSomeDay';
  if (code === 'planned' && !values.from) return 'plannedSomeDay';
  if (code === 'waitingUnknown' && values.persons !== null) return 'waitingPersons';
  if (code === 'waitingOld' && values.countedOn === null) return 'waitingUndated';
  if (code === 'outOfReach' && kilometres === null) return 'outOfReachUnknown';
  if (code === 'places' && values.places === null) return 'placesUnknown';
  return code;
}

/** One reason in a sentence. */
export const sentenceOf = (reason: Reason, weighing: Weighing, reader: Reader): string =>
  reader.t(`coverage.reason.${keyOf(reason, weighing)}`, valuesOf(reason, weighing, reader));

/** What hinders, then what speaks for it. Who reaches what lies nobody knows where, or too far, cannot be said. */
export function sentencesOf(reasons: readonly Reason[], weighing: Weighing, reader: Reader): string[] {
  const isSomewhere = reasons.some(({ code }) => code === 'placeUnknown');
  const isSaid = ({ code, values }: Reason): boolean =>
    code !== 'reached' || (Number(values.share) > 0 && !isSomewhere);
  return reasons.filter(isSaid).map((one) => sentenceOf(one, weighing, reader));
}
