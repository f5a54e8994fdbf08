import type { OfferSuggestionRecord, Proposal } from '../../../../models/OfferSuggestion.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { entryAddress, offerAddress } from '../upkeep/addresses.ts';
import { fieldOf } from '../upkeep/catalogue.ts';
import { stateKey, versionOf } from '../upkeep/commands.ts';
import { samePlain, type Values, valuesOf } from '../upkeep/plain.ts';
import type { Maintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { type Names, namesIn, saidOf } from '../upkeep/words.ts';
import type { Reader } from '../wording.ts';
import { originsOf } from './listPage.ts';
import { addressFor, requireSuggestion } from './queries.ts';
import { hasInsz } from './refusals.ts';

interface Shown {
  kind: OfferSuggestionRecord['kind'];
  record: Maintained['record'];
  values: Values;
  reader: Reader;
  names: Names;
  people: ReadonlyMap<string, string>;
  visit: SignedInVisit<unknown>;
}

/** One field: what it says now, what is suggested, and what it said when that was written, where it differs. */
function proposalView(one: Proposal, shown: Shown) {
  const { kind, record, values, reader, names, people, visit } = shown;
  const { field } = one;
  const known = fieldOf(kind, field)!;
  const now = values[field] ?? null;
  const changed = versionOf(record, field) !== one.base && !samePlain(now, one.seen);
  const last = record.fields?.[stateKey(field)];
  const typed = (input: string): string => {
    const value = visit.refused?.values[`${input}_${field}`];
    return typeof value === 'string' ? value : '';
  };
  return {
    field,
    label: reader.t(`upkeep.fields.${field}`),
    now: saidOf(known, now, reader, names),
    proposed: saidOf(known, one.value ?? null, reader, names),
    earlier: changed ? saidOf(known, one.seen ?? null, reader, names) : null,
    changed: changed
      ? reader.t('suggestions.decide.changedSince', {
          name: people.get(last?.by ?? '') ?? reader.t('upkeep.someone'),
          day: reader.day(last?.at ?? visit.now),
        })
      : null,
    isSame: samePlain(now, one.value ?? null),
    base: versionOf(record, field),
    state: one.state,
    reason: one.reason,
    typedState: typed('state'),
    typedReason: typed('reason'),
    wrong: visit.refused?.errors[`reason_${field}`] ?? visit.refused?.errors[field] ?? null,
  };
}

/** One suggestion beside what the entry says now, to decide about. @throws NotFound */
export async function suggestionPage(visit: SignedInVisit<unknown>, status = 200): Promise<Answer> {
  const { suggestion, maintained } = await requireSuggestion(visit.person, visit.params.id);
  const { kind, proposals } = suggestion;
  const { record, organisation } = maintained;
  const reader = readerOf(visit);
  const values = valuesOf(kind, record);
  const asked = proposals.map((one) => one.field);
  const [people, names, origins, email] = await Promise.all([
    personNames([
      suggestion.decidedBy ?? '',
      ...asked.map((one) => record.fields?.[stateKey(one)]?.by ?? ''),
    ]),
    namesIn(
      proposals.flatMap((one) => [one.seen ?? null, one.value ?? null, values[one.field] ?? null]),
      reader,
      visit.now,
    ),
    originsOf([suggestion], visit),
    addressFor(suggestion._id, visit.now),
  ]);
  const shown = { kind, record, values, reader, names, people, visit };
  const answer = page('offer/suggestions/decide', {
    title: visit.t('suggestions.decide.title'),
    space: 'network',
    styles: ['/styles/offer.css'],
    narrow: true,
    refused: visit.refused,
    insz: hasInsz(visit),
    entry: await titleOf(kind, record, reader, visit.now),
    part: visit.t(`suggestions.part.${kind}`),
    origin: origins.get(suggestion._id),
    organisation: organisation ? nameOn(organisation, visit.now) : visit.t('upkeep.nobody.title'),
    home: offerAddress(organisation?._id ?? null),
    editHref: entryAddress(kind, record._id),
    action: paths.upkeepSuggestion({ id: suggestion._id }),
    suggestion,
    email,
    decider: people.get(suggestion.decidedBy ?? '') ?? visit.t('upkeep.someone'),
    proposals: proposals.map((one) => proposalView(one, shown)),
    openFields: proposals.filter((one) => one.state === 'open').length,
  });
  return status === 200 ? answer : { ...answer, status };
}
