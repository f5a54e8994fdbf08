import { type OfferField, sections } from '../upkeep/catalogue.ts';
import type { FieldView, SectionView } from '../upkeep/fieldViews.ts';
import { valuesOf } from '../upkeep/plain.ts';
import { namesIn, type Said, saidOf } from '../upkeep/words.ts';
import { listed, type Reader } from '../wording.ts';
import type { Asked } from './proposals.ts';

/** What changes from one month to the next: asked first, in sight, so that a phone is enough. */
const oftenChanged: readonly string[] = [
  ...['capacity.available', 'capacity.maximum', 'waitingList.persons', 'waitingList.weeks', 'hours'],
  ...['contact.phone', 'contact.email', 'contact.website'],
];

const isOften = ({ name }: { name: string }): boolean => oftenChanged.includes(name);

/** A group of fields behind a fold. It is open when something in it has to be looked at. */
interface FoldedSection extends SectionView {
  isOpen: boolean;
}

/** The fields of a form in two: what changes often, and the rest by group. */
export function foldedForm(views: readonly SectionView[]): { often: FieldView[]; folded: FoldedSection[] } {
  const folded = views.flatMap((section) => {
    const fields = section.fields.filter((one) => !isOften(one));
    const isOpen = fields.some((one) => Object.keys(one.errors).length > 0);
    return fields.length > 0 ? [{ ...section, fields, isOpen }] : [];
  });
  return { often: views.flatMap(({ fields }) => fields.filter(isOften)), folded };
}

interface Fact {
  label: string;
  said: Said[];
}

/** What the entry says now: what changes often first, the rest in the parts of the form, and of what it says nothing. */
export async function factsOf(
  { kind, record, fields }: Asked,
  reader: Reader,
  now: Date,
): Promise<{ known: { title: string; facts: Fact[] }[]; silent: string | null }> {
  const values = valuesOf(kind, record);
  const names = await namesIn(Object.values(values), reader, now);
  const labelOf = (one: OfferField): string => reader.t(`upkeep.fields.${one.name}`);
  const isKnown = (one: OfferField): boolean => (values[one.name] ?? null) !== null;
  const group = (title: string, own: OfferField[]) => {
    const facts = own.map((one) => ({
      label: labelOf(one),
      said: saidOf(one, values[one.name] ?? null, reader, names),
    }));
    return facts.length > 0 ? [{ title, facts }] : [];
  };
  const known = fields.filter(isKnown);
  const often = group(reader.t('suggestions.link.often'), known.filter(isOften));
  const others = sections.flatMap((section) =>
    group(
      reader.t(`upkeep.sections.${section}`),
      known.filter((one) => one.section === section && !isOften(one)),
    ),
  );
  const silent = fields.filter((one) => !isKnown(one)).map(labelOf);
  return { known: [...often, ...others], silent: silent.length > 0 ? listed(silent, reader) : null };
}
