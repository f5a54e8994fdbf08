import type { OrganisationRecord } from '../../../../models/Organisation.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import type { WaitingTrend } from '../../offer/board/queries.ts';
import type { Named, NamedModule } from '../entries/queries.ts';
import type { LineClass } from '../flags.ts';
import type { AskedLook, CellAnswer } from '../service/asked.ts';
import { kilometresFrom, membersOf } from '../territories.ts';
import { nameOfCode } from './axes.ts';
import type { kindAt } from './question.ts';
import type { Reader } from './reader.ts';
import { sentencesOf } from './reasonWords.ts';

/** Of the line of a year beside an entry. */
export const trendSize = { width: 160, height: 32 };

/** What hangs on an entry in its cell: an icon and a tone beside the word. */
const marks: Readonly<Record<LineClass, { icon: string; tone: string }>> = {
  covers: { icon: 'cover-3', tone: 'is-ok' },
  general: { icon: 'cover-2', tone: 'is-info' },
  outOfReach: { icon: 'map', tone: 'is-wait' },
  waiting: { icon: 'cover-waiting', tone: 'is-wait' },
  acrossBorder: { icon: 'cover-across', tone: 'is-info' },
  unknown: { icon: 'cover-unknown', tone: 'is-none' },
  excluded: { icon: 'cover-excluded', tone: 'is-stop' },
  planned: { icon: 'cover-plan', tone: 'is-none' },
  stopped: { icon: 'minus', tone: 'is-none' },
};

/** What a module is called: its own name, else its kinds of help, else how it is given. */
export function moduleName({ module }: NamedModule, reader: Reader): string {
  const { t, language } = reader;
  if (module.name) return inLanguage(module.name, language).text;
  const codes = module.types ?? [];
  if (codes.length > 0) return codes.map((code) => nameOfCode('type', code, reader)).join(', ');
  const [only, ...others] = module.settings ?? [];
  return t(only && others.length === 0 ? `offer.help.${only}` : 'offer.help.unknown');
}

/** Kilometres from the nearest place of an entry to the nearest municipality of the area; null when that is not known. */
export function kilometresTo(places: readonly string[], area: readonly string[]): number | null {
  const members = area.flatMap(membersOf);
  const from = places.flatMap((nis) => {
    const [only, ...others] = membersOf(nis);
    return only !== undefined && others.length === 0 ? [only] : [];
  });
  const all = from.flatMap((one) => members.map((member) => kilometresFrom(one)[member]!));
  return all.length > 0 ? Math.min(...all) : null;
}

function numbersOf({ module }: NamedModule, { t, number, day }: Reader): string[] {
  const { capacity } = module;
  if (!capacity || capacity.available === null) return [];
  const counted = capacity.updated ? day(capacity.updated) : null;
  const told = { count: capacity.available, number: number(capacity.available) };
  return [counted ? t('coverage.entry.freeOn', { ...told, day: counted }) : t('coverage.entry.free', told)];
}

function trendOf(trend: WaitingTrend | undefined, { t, day, number }: Reader) {
  if (!trend) return null;
  const { first, last, lowest, highest } = trend.facts;
  const at = (one: { day: string; value: number }): string =>
    t('board.trend.at', { number: number(one.value), day: day(one.day) });
  const words = { first: at(first), last: at(last), lowest: at(lowest), highest: at(highest) };
  return { path: trend.path, text: t('board.trend.text', words) };
}

const organisationName = (organisation: OrganisationRecord | null, today: string): string | null =>
  organisation && nameOn(organisation, new Date(`${today}T12:00:00Z`));

export interface Shown {
  answer: CellAnswer;
  asked: ReturnType<typeof kindAt>;
  look: AskedLook;
  named: Named<NamedModule>;
  trends: ReadonlyMap<string, WaitingTrend>;
  /** The same cell under the other look; null where nothing is compared. */
  before: CellAnswer | null;
}

/** Which entry it is, where, and the way to it. Of one that may not be named to this reader, only that it counts. */
function whoView(found: NamedModule | null, trend: WaitingTrend | undefined, reader: Reader) {
  if (found === null)
    return {
      ...{ name: reader.t('coverage.entry.withheld'), isWithheld: true, unit: null, organisation: null },
      ...{ href: null, upkeep: null, places: '', numbers: [], trend: null },
    };
  const { module, unit, organisation, keptFor } = found;
  return {
    ...{ name: moduleName(found, reader), isWithheld: false, unit: unit.name },
    organisation: organisationName(organisation, reader.today),
    href: unit.listed ? paths.offerEntry({ id: unit._id }) : null,
    upkeep: keptFor ? paths.upkeepEntry({ kind: 'modules', id: module._id }) : null,
    places: found.places.map((nis) => areaName(nis, reader.language)).join(', '),
    numbers: numbersOf(found, reader),
    trend: trendOf(trend, reader),
  };
}

/** Why a cell is what it is, entry by entry; of an entry that went since, its class on the other day stays unsaid. */
export function entriesView({ answer, asked, look, named, trends, before }: Shown, reader: Reader) {
  const { t } = reader;
  return answer.entries.flatMap(({ id, lineClass, reasons }) => {
    const found = named.get(id);
    if (found === undefined) return [];
    // How far it is would tell where it is.
    const kilometres = found && kilometresTo(found.places, asked.area.parts ?? [asked.area.code]);
    const earlier = before?.entries.find((one) => one.id === id);
    return {
      ...whoView(found, trends.get(id), reader),
      word: t(`coverage.lineClass.${lineClass}`),
      ...marks[lineClass],
      other: earlier && earlier.lineClass !== lineClass ? t(`coverage.lineClass.${earlier.lineClass}`) : null,
      isNew: before !== null && !earlier && before.more === 0,
      reasons: sentencesOf(
        reasons,
        { area: asked.area, type: asked.kind.type, frame: look.frame, kilometres },
        reader,
      ),
    };
  });
}
