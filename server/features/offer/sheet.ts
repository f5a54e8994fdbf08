import { nameOn } from '../../../models/Organisation.ts';
import { areaName } from '../../geography/geography.ts';
import type { Entry } from './entries.ts';
import { entryFacts } from './entryFacts.ts';
import { moduleView } from './moduleView.ts';
import { placesOf, settingsOf } from './resultView.ts';
import { sourceWithId } from './sources.ts';
import { type Confirmers, publicTrust } from './trust.ts';
import { type Catalogue, plain, type Reader, shownText } from './wording.ts';

/** What is known of an entry and what is not, as its page and its sheet in a brochure show it. */
export function sheetOf(catalogue: Catalogue, entry: Entry, confirmers: Confirmers, reader: Reader) {
  const { unit, organisation } = entry;
  const facts = entryFacts(entry, catalogue, reader).map((fact) => ({
    ...fact,
    isKnown: fact.values.some(({ value }) => !value.unknown),
  }));
  const organisationName = organisation && nameOn(organisation, new Date(reader.today));
  return {
    name: unit.name,
    kind: kindOf(entry, reader),
    organisation: organisationName !== unit.name ? organisationName : null,
    place: placesOf(entry, reader),
    setting: settingsOf(entry, reader),
    description: unit.description ? shownText(unit.description, reader) : null,
    isFictional: entry.organisation?.fictional === true,
    statusNote: statusNoteOf(entry, reader),
    trust: trustOf(entry, confirmers, reader),
    modules: entry.modules.map((module) => moduleView(module, entry, catalogue, reader)),
    facts,
    /** For paper, where what is not known is one line, so that what is known has the sheet. */
    notKnown: facts.filter((fact) => !fact.isKnown).map((fact) => fact.name),
    contact: contactOf(entry, reader),
  };
}

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

/** How to reach it, as its unit or else one of its sites says; null where nobody said. */
export function contactOf({ unit, sites }: Entry, reader: Reader) {
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
