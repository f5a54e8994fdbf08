import { nameOn } from '../../../models/Organisation.ts';
import type { PageData } from '../../core/answers.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import { areaName, provinceWithCode } from '../../geography/geography.ts';
import { paths } from '../../paths.ts';
import { readerOf } from './directoryPage.ts';
import { type Entry, rowsOf } from './entries.ts';
import { entryFacts } from './entryFacts.ts';
import { everywhere, unknown } from './facets.ts';
import { moduleView } from './moduleView.ts';
import { placesOf, settingsOf } from './resultView.ts';
import { sourceWithId } from './sources.ts';
import { type Confirmers, publicTrust } from './trust.ts';
import { type Catalogue, plain, type Reader, shownText } from './wording.ts';

/** Everything the page of one entry shows, worked out: the view only loops over it. */
export function entryPage(
  catalogue: Catalogue,
  { entry, confirmers, nearby }: { entry: Entry; confirmers: Confirmers; nearby: Entry[] },
  visit: Visit,
): PageData {
  const reader = readerOf(visit);
  const { t } = reader;
  const { unit, organisation } = entry;
  const provinces = provincesOf(entry, reader.today);
  const [only, ...others] = provinces;
  return {
    title: unit.name,
    reportHref: paths.offerReport({ id: unit._id }),
    publicPage: true,
    styles: ['/styles/offer.css'],
    kind: kindOf(entry, reader),
    organisation:
      organisation && nameOn(organisation, visit.now) !== unit.name ? nameOn(organisation, visit.now) : null,
    place: placesOf(entry, reader),
    setting: settingsOf(entry, reader),
    crumb:
      only && others.length === 0
        ? { text: provinceName(only, reader), href: paths.offer({ province: [only] }) }
        : null,
    description: unit.description ? shownText(unit.description, reader) : null,
    isFictional: entry.organisation?.fictional === true,
    statusNote: statusNoteOf(entry, reader),
    trust: trustOf(entry, confirmers, reader),
    modules: entry.modules.map((module) => moduleView(module, entry, catalogue, reader)),
    facts: entryFacts(entry, catalogue, reader),
    contact: contactOf(entry, reader),
    nearby: nearby.map((other) => ({
      href: paths.offerEntry({ id: other.unit._id }),
      name: other.unit.name,
      setting: settingsOf(other, reader).text,
    })),
    nearbyTitle: t(provinces.includes(everywhere) ? 'offer.nearby.everywhere' : 'offer.nearby.province'),
  };
}

function provincesOf(entry: Entry, today: string): string[] {
  const codes = rowsOf(entry, today).flatMap((row) => row.province);
  return [...new Set(codes)].filter((code) => code !== unknown);
}

/** Where other help is looked for: in the same provinces, nearest to the one municipality that is known. */
export function surroundingsOf(entry: Entry, now: Date) {
  const today = brusselsDay(now);
  const municipalities = rowsOf(entry, today).flatMap((row) => row.municipality);
  const known = municipalities.find((nis) => nis !== unknown) ?? null;
  const provinces = provincesOf(entry, today);
  return { provinces, municipality: provinces.includes(everywhere) ? null : known };
}

const provinceName = (code: string, reader: Reader): string =>
  code === everywhere
    ? reader.t('offer.place.everywhere')
    : areaName(provinceWithCode(code)?.nis ?? code, reader.language);

function kindOf({ unit }: Entry, { t }: Reader): string {
  const kind = t(`offer.kind.${unit.kind}`);
  return unit.centreType
    ? t('offer.kindAndType', { kind, type: t(`offer.centre.${unit.centreType}`) })
    : kind;
}

/** When it opens, until when it runs: in the words of the source, as old as the source. */
function statusNoteOf({ unit }: Entry, reader: Reader) {
  if (unit.status === 'active' && unit.statusNote === null) return null;
  const said = unit.statusNote
    ? shownText(unit.statusNote, reader)
    : plain(reader.t(`offer.status.${unit.status}`));
  const old = unit.verified === null && unit.provenance ? reader.day(unit.provenance.on) : null;
  return {
    said,
    since: old ? reader.t('offer.statusAsOf', { day: old }) : null,
    planned: unit.status === 'planned',
  };
}

/** Who says so, and when: a body by its name, or only the document it was taken from. */
function trustOf(entry: Entry, confirmers: Confirmers, reader: Reader) {
  const { t } = reader;
  const { unit } = entry;
  const trust = publicTrust(entry, confirmers, reader);
  if (trust) {
    const icon = trust.isDue ? 'hourglass' : 'check-circle';
    return { tone: trust.isDue ? 'is-wait' : 'is-ok', icon, head: trust.head, text: trust.text };
  }
  const source = unit.provenance ? sourceWithId(unit.provenance.sourceId) : null;
  const from = source
    ? t('offer.trust.from', { source: shownText(source.title, reader).text })
    : t('offer.trust.noSource');
  return {
    tone: 'is-wait',
    icon: 'help',
    head: t('offer.trust.unconfirmed'),
    text: `${from} ${t('offer.trust.silence')}`,
  };
}

function contactOf({ unit, sites }: Entry, reader: Reader) {
  const pick = (field: 'phone' | 'email' | 'website'): string | null =>
    unit.contact?.[field] ?? sites.find((site) => site.contact?.[field])?.contact?.[field] ?? null;
  const address = sites.find((site) => site.street !== null);
  const place = address?.area ? areaName(address.area, reader.language) : '';
  return {
    phone: pick('phone'),
    email: pick('email'),
    website: pick('website'),
    websiteName: pick('website')?.replace(/^https?:\/\//, '') ?? null,
    address: address ? `${address.street}, ${address.postcode ?? ''} ${place}`.trim() : null,
    /** A website or a worker who comes along has no address to miss. */
    hasBuilding: sites.some((site) => site.kind === 'building'),
  };
}
