import { statusOn } from '../../../models/CareModule.ts';
import { languages } from '../../core/i18n.ts';
import { areaOf } from '../../geography/geography.ts';
import { paths } from '../../paths.ts';
import { type Entry, rowsOf } from './entries.ts';
import { unknown } from './facets.ts';
import type { Shown as Result } from './queries.ts';
import { type Confirmers, publicTrust } from './trust.ts';
import { placeOf, plain, type Reader, type Shown, shownCodes, waitingOf } from './wording.ts';

/** A state is an icon and a word, then a colour. */
export interface Tag {
  tone: 'is-ok' | 'is-info' | 'is-none' | 'is-wait';
  icon: string;
  text: string;
  /** When and by whom it was confirmed, as far as the tag does not say so. */
  note: string | null;
}

/** Sites of what goes on or is to come; all of them when everything has stopped. */
export function currentSites(entry: Entry, today: string): Entry['sites'] {
  const current = entry.modules.filter((module) => statusOn(module, today) !== 'stopped');
  const ids = new Set(current.flatMap((module) => module.siteIds));
  return ids.size === 0 ? entry.sites : entry.sites.filter((site) => ids.has(site._id));
}

/** Where people go, or null for what is only online: its setting says so. */
export function placesOf(entry: Entry, reader: Reader): string | null {
  const sites = currentSites(entry, reader.today).filter((site) => site.kind !== 'online');
  return sites.length === 0 ? null : [...new Set(sites.map((site) => placeOf(site, reader)))].join(', ');
}

/** Settings of all current modules together; not known when nothing is said of any. */
export function settingsOf(entry: Entry, reader: Reader): Shown {
  const rows = rowsOf(entry, reader.today);
  const codes = [...new Set(rows.flatMap((row) => row.setting))].filter((code) => code !== unknown);
  return shownCodes(codes.length > 0 ? codes : null, 'setting', reader);
}

/** One waiting time for the list: the same everywhere, or that it differs. */
function waitingInList(entry: Entry, reader: Reader): Shown {
  const times = entry.modules.map((module) => waitingOf(module, reader)).filter((time) => !time.unknown);
  const [first, ...others] = [...new Map(times.map((time) => [time.text, time])).values()];
  if (first === undefined) return { ...plain(reader.t('offer.waiting.unknown')), unknown: true };
  return others.length > 0
    ? plain(reader.t('offer.waiting.differs'))
    : plain(reader.t('offer.waiting.is', { text: first.text }));
}

export function tagOf(entry: Entry, confirmers: Confirmers, reader: Reader): Tag {
  const { t } = reader;
  const { status } = entry.unit;
  const trust = publicTrust(entry, confirmers, reader);
  const said = trust && `${trust.head} ${trust.text}`.trim();
  if (status === 'stopped')
    return { tone: 'is-wait', icon: 'stop', text: t('offer.tag.stopped'), note: said };
  if (status === 'planned')
    return { tone: 'is-info', icon: 'cover-plan', text: t('offer.tag.planned'), note: said };
  if (trust === null) return { tone: 'is-none', icon: 'help', text: t('offer.tag.unconfirmed'), note: null };
  return {
    tone: trust.isDue ? 'is-wait' : 'is-ok',
    icon: trust.isDue ? 'hourglass' : 'check-circle',
    text: trust.short,
    note: trust.note,
  };
}

/** How far it is from the municipality that was asked for, or that this is not known; null when none was. */
function distanceOf(
  { near, kilometres }: Result,
  places: readonly string[],
  { t, number }: Reader,
): string | null {
  if (!places.some((nis) => areaOf(nis)?.level === 'municipality')) return null;
  if (near === 0) return t('offer.distance.here');
  if (kilometres === null) return t('offer.distance.unknown');
  return t('offer.distance.about', { kilometres: number(Math.max(1, Math.round(kilometres))) });
}

/** One line of the list. Names are not translated, so their language is said when it is another. */
export function resultView(
  result: Result,
  places: readonly string[],
  confirmers: Confirmers,
  reader: Reader,
) {
  return { ...lineOf(result.entry, confirmers, reader), distance: distanceOf(result, places, reader) };
}

type Line = ReturnType<typeof makeLine>;
/** What each entry looks like in a list, by language and day: the first pages are the same for everybody. */
const lines = new WeakMap<Entry, Map<string, Line>>();

function lineOf(entry: Entry, confirmers: Confirmers, reader: Reader): Line {
  const ofEntry = lines.get(entry) ?? new Map<string, Line>();
  lines.set(entry, ofEntry);
  const by = confirmers.get(entry.unit.verified?.body ?? '') ?? '';
  const key = `${reader.language} ${reader.today} ${by}`;
  const known = ofEntry.get(key);
  if (known) return known;
  if (ofEntry.size >= languages.length) ofEntry.clear(); // those of yesterday
  const line = makeLine(entry, confirmers, reader);
  ofEntry.set(key, line);
  return line;
}

function makeLine(entry: Entry, confirmers: Confirmers, reader: Reader) {
  return {
    id: entry.unit._id,
    href: paths.offerEntry({ id: entry.unit._id }),
    name: entry.unit.name,
    isFictional: entry.organisation?.fictional === true,
    place: placesOf(entry, reader),
    setting: settingsOf(entry, reader),
    waiting: waitingInList(entry, reader),
    tag: tagOf(entry, confirmers, reader),
  };
}
