import { classOf, type LineClass, lineClasses } from './flags.ts';
import { type Cell, type Frame, standardFor } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { inhabitantsOf, kilometresFrom, membersOf, type Territory } from './territories.ts';
import { aboutKind, apart, freshFrom, standardType, stateOf, waitOf } from './weighing.ts';

/** A place outside an area where a kind of help is to be had. */
export interface Nearest {
  /** Id of the entry. */
  id: string;
  /** NIS code of the municipality. */
  municipality: string;
  /** On average for who lives in the area, as the crow flies. */
  kilometres: number;
  lineClass: LineClass;
}

const there: readonly LineClass[] = ['covers', 'general', 'waiting'];

/** Kilometres to a municipality for the average inhabitant; Infinity from inside the area. */
function distances(where: Territory): (nis: string) => number {
  const known = new Map<string, number>();
  const measure = (nis: string): number => {
    const [municipality, ...others] = membersOf(nis);
    if (municipality === undefined || others.length > 0 || where.holds[municipality]) return Infinity;
    const row = kilometresFrom(municipality);
    const sum = where.members.reduce((total, one) => total + row[one]! * inhabitantsOf([one]), 0);
    return where.population === 0 ? Infinity : sum / where.population;
  };
  return (nis) => {
    const found = known.get(nis) ?? measure(nis);
    known.set(nis, found);
    return found;
  };
}

/**
 * The nearest building outside an area that gives what a cell asks, whoever it works for: people look there when
 * there is nothing at home. What is not known well enough, planned or stopped is none; a list that is too long is
 * told by its class; nobody is sent to who asked not to be in the public directory. Of equally near ones the first by
 * id. Null when there is none.
 * @param day YYYY-MM-DD
 */
export function nearestOutside(
  cell: Cell,
  lines: Iterable<OfferLine>,
  frame: Frame,
  day: string,
  where: Territory,
): Nearest | null {
  const fresh = freshFrom(day, frame.months);
  const aboutCell = aboutKind(cell);
  const kilometresTo = distances(where);
  let best: Nearest | null = null;
  const classFor = (line: OfferLine): LineClass | null => {
    const about = line.listed ? aboutCell(line) : apart;
    if (about === apart) return null;
    const weeks = standardFor(frame.waiting.weeks, standardType(line, cell.type));
    const flags = about | stateOf(line, day, fresh) | waitOf(line, weeks, fresh);
    return lineClasses[classOf(flags, frame.waiting.mustBeKnown)]!;
  };
  for (const line of lines)
    for (const { area, kind } of line.places) {
      if (area === null || kind !== 'building') continue;
      const kilometres = kilometresTo(area);
      if (kilometres === Infinity) continue;
      if (best && (kilometres > best.kilometres || (kilometres === best.kilometres && line.id >= best.id)))
        continue;
      // Last: of most entries the distance says enough.
      const lineClass = classFor(line);
      if (lineClass !== null && there.includes(lineClass))
        best = { id: line.id, municipality: area, kilometres, lineClass };
    }
  return best;
}
