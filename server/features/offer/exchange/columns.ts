import { type OfferKind, offerKinds } from '../../../../models/OfferChange.ts';
import { languages } from '../../../core/i18n.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';

/** The order in which a row speaks of records: from the whole to the part. */
export const partOrder = ['organisation', 'unit', 'site', 'module'] as const satisfies readonly OfferKind[];

/** How many names of an organisation a file always has room for. */
const namesAlways = 2;
/** And at most: as many as the form takes. */
const namesMost = 20;

/** One column of a file: its name is in no language, `module.cost.nl`. */
export interface Column {
  name: string;
  kind: OfferKind;
  /** `id`, `version` (the number of its last step when it was exported), or a part of a field. */
  holds: 'id' | 'version' | 'field';
  field: OfferField | null;
  /** The input of the form that asks the same: `cost_nl`, `names_0_from`. */
  input: string;
}

/** What a record belongs to is said by the id beside it, not by a field. */
export const fieldsInFiles = (kind: OfferKind): OfferField[] =>
  catalogue[kind].filter(({ isFollowing, section }) => !isFollowing && section !== 'place');

/** The ends of the names of a field's columns, with the input each stands for. */
function endsOf({ kind, name }: OfferField, names: number): { end: string; input: string }[] {
  if (kind.input === 'localised')
    return languages.map((language) => ({ end: `.${language}`, input: `${name}_${language}` }));
  if (kind.input !== 'datedNames') return [{ end: '', input: name }];
  return Array.from({ length: names }, (_, at) =>
    ['name', 'from', 'until'].map((part) => ({
      end: `.${at + 1}.${part}`,
      input: `${name}_${at}_${part}`,
    })),
  ).flat();
}

function columnsOfKind(kind: OfferKind, names: number): Column[] {
  const own = (holds: 'id' | 'version'): Column => ({
    ...{ name: `${kind}.${holds}`, kind, holds },
    ...{ field: null, input: holds },
  });
  const fields = fieldsInFiles(kind).flatMap((field) =>
    endsOf(field, names).map(
      ({ end, input }): Column => ({
        ...{ name: `${kind}.${field.name}${end}`, kind, holds: 'field' },
        ...{ field, input },
      }),
    ),
  );
  return [own('id'), own('version'), ...fields];
}

/**
 * The columns of an export: the ids first, then what each record says.
 * @param names most names any organisation in it has.
 */
export function columnsFor(names: number): Column[] {
  const width = Math.min(Math.max(names, namesAlways), namesMost);
  const all = partOrder.flatMap((kind) => columnsOfKind(kind, width));
  return [...all.filter((one) => one.holds === 'id'), ...all.filter((one) => one.holds !== 'id')];
}

const known = new Map(
  offerKinds.flatMap((kind) => columnsOfKind(kind, namesMost)).map((column) => [column.name, column]),
);

export const columnNamed = (name: string): Column | undefined => known.get(name);

const byInput = new Map([...known.values()].map((column) => [`${column.kind} ${column.input}`, column.name]));

/** The column for which a form would name this input; of a choice within a list, the list's. */
export function columnOfInput(kind: OfferKind, input: string): string {
  for (let shorter = input; ; shorter = shorter.replace(/_[^_]*$/, '')) {
    const found = byInput.get(`${kind} ${shorter}`);
    if (found) return found;
    if (!shorter.includes('_')) return `${kind}.${input}`;
  }
}
