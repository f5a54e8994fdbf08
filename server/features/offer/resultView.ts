import { statusOn } from '../../../models/CareModule.ts';
import { paths } from '../../paths.ts';
import { type Entry, unknown } from './entries.ts';
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
  const codes = [...new Set(entry.rows.flatMap((row) => row.values.setting))].filter(
    (code) => code !== unknown,
  );
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

/** One line of the list. Names are not translated, so their language is said when it is another. */
export function resultView(entry: Entry, confirmers: Confirmers, reader: Reader) {
  return {
    href: paths.offerEntry({ id: entry.unit._id }),
    name: entry.unit.name,
    place: placesOf(entry, reader),
    setting: settingsOf(entry, reader),
    waiting: waitingInList(entry, reader),
    tag: tagOf(entry, confirmers, reader),
  };
}
