import type { OfferKind } from '../../../../models/OfferChange.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import type { Verification } from '../../../../models/provenance.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { readerOf } from '../directoryPage.ts';
import { offerAddress, pluralOf } from '../upkeep/addresses.ts';
import { fieldOf } from '../upkeep/catalogue.ts';
import { versionOf } from '../upkeep/commands.ts';
import { choicesFor } from '../upkeep/entryPages.ts';
import { type FieldView, type SectionView, sectionViews } from '../upkeep/fieldViews.ts';
import { type Values, valuesOf } from '../upkeep/plain.ts';
import { changesOf, type Maintained, requireMaintained } from '../upkeep/queries.ts';
import { titleOf } from '../upkeep/titles.ts';
import { trustView } from '../upkeep/trust.ts';
import { type Names, namesIn, type Said, saidOf } from '../upkeep/words.ts';
import type { Reader } from '../wording.ts';
import type { EntryKind } from './queries.ts';
import { changedSinceConfirmation, reviewedFields, saysSomething } from './review.ts';

/** One field under review: what it says, what it said when the entry was last confirmed, and the input to change it. */
interface ReviewedField {
  field: FieldView;
  said: Said[];
  /** Null when it still says what it said then. */
  before: Said[] | null;
  isTicked: boolean;
  wrong: string | null;
  /** The input is in sight: something in it is wrong, or was typed. */
  isOpen: boolean;
}

interface Asked {
  kind: OfferKind;
  values: Values;
  before: Map<string, Said[]>;
  names: Names;
  reader: Reader;
  refused: SignedInVisit<unknown>['refused'];
}

function reviewed(field: FieldView, { kind, values, before, names, reader, refused }: Asked): ReviewedField {
  const known = fieldOf(kind, field.name)!;
  const now = values[field.name] ?? null;
  const stands = known.kind.inputs(now, field.name, reader.language);
  const isTyped = Object.entries(field.values).some(
    ([input, typed]) => [typed].flat().join('\n') !== [stands[input] ?? ''].flat().join('\n'),
  );
  return {
    field,
    said: saidOf(known, now, reader, names),
    before: before.get(field.name) ?? null,
    isTicked: refused?.values[`ok_${field.name}`] === 'on',
    wrong: refused?.errors[`ok_${field.name}`] ?? null,
    isOpen: Object.keys(field.errors).length > 0 || (refused !== null && isTyped),
  };
}

/** Fields with a value are asked about one by one; what is not known waits behind a fold, to be filled in by who knows. */
function partsOf(section: SectionView, asked: Asked) {
  const fields = section.fields.map((field) => reviewed(field, asked));
  const says = ({ field }: ReviewedField): boolean => saysSomething(asked.values, field.name);
  const unknown = fields.filter((one) => !says(one));
  return {
    ...section,
    fields: fields.filter(says),
    unknown: unknown.map((one) => one.field),
    unknownNames: unknown.map((one) => one.field.label).join(', '),
    isUnknownOpen: unknown.some((one) => one.isOpen),
  };
}

async function changesIn(maintained: Maintained, values: Values, reader: Reader, now: Date) {
  const { kind, record } = maintained;
  const verified = record.verified as Verification | null;
  const steps = await changesOf(record._id);
  const changes = changedSinceConfirmation(kind, values, verified, steps);
  const pointed = [...Object.values(values), ...(changes ?? []).map((one) => one.from)];
  const names = await namesIn(pointed, reader, now);
  const before = new Map(
    (changes ?? []).map((one) => [
      one.field,
      saidOf(fieldOf(kind, one.field)!, one.from ?? null, reader, names),
    ]),
  );
  return { verified, names, before };
}

/** One entry, to be confirmed field by field, with what changed since it was confirmed last. @throws NotFound */
export async function fieldsPage(
  visit: SignedInVisit<unknown>,
  kind: EntryKind,
  id: string | undefined,
): Promise<Answer> {
  const maintained = await requireMaintained(visit.person, kind, id);
  const { record, organisation } = maintained;
  const reader = readerOf(visit);
  const { refused, now, t } = visit;
  const values = valuesOf(kind, record);
  const { verified, names, before } = await changesIn(maintained, values, reader, now);
  const people = await personNames(verified ? [verified.by] : []);
  const sections = sectionViews({
    fields: reviewedFields(kind),
    values,
    version: (field) => versionOf(record, field),
    choices: await choicesFor(visit, maintained, reader),
    reader,
    refused,
  });
  const asked: Asked = { kind, values, before, names, reader, refused };
  const key = verified === null ? 'never' : before.size > 0 ? 'changed' : 'same';
  return page('offer/verification/review', {
    title: await titleOf(kind, record, reader, now),
    space: 'network',
    styles: ['/styles/offer.css'],
    refused,
    home: {
      href: offerAddress(organisation?._id ?? null),
      text: organisation ? nameOn(organisation, now) : t('upkeep.nobody.title'),
    },
    back: offerAddress(organisation?._id ?? null, `${kind}-${record._id}`),
    target: paths.upkeepReview({ kind: pluralOf(kind), id: record._id }),
    trust: trustView({ verified }, reader, people),
    since: t(`verification.review.${key}`, { count: before.size }),
    sections: sections.map((section) => partsOf(section, asked)),
  });
}
