import * as Y from 'yjs';
import { isMarkValue } from '../../public/scripts/live/marks.ts';
import { cellName, lineName, lineStyles, rowName, tableName } from '../../public/scripts/live/protocol.ts';
import { Malformed } from './reading.ts';

/**
 * Where something stands in the tree: prose > line > text > character, or prose > table > row > cell > text > character;
 * a line has a style, a table a head. `no...` stood among blocks, rows or cells and is deleted: what is below it is gone.
 */
export const place = {
  gone: 0,
  line: 1,
  table: 2,
  row: 3,
  cell: 4,
  text: 5,
  character: 6,
  style: 7,
  head: 8,
  noBlock: 9,
  noRow: 10,
  noCell: 11,
} as const;
export type Place = (typeof place)[keyof typeof place];

/** The elements that stand beside each other in one place, and what a deleted one of them is. */
const levels: { names: Record<string, Place>; deleted: Place }[] = [
  { names: { [lineName]: place.line, [tableName]: place.table }, deleted: place.noBlock },
  { names: { [rowName]: place.row }, deleted: place.noRow },
  { names: { [cellName]: place.cell }, deleted: place.noCell },
];
const levelOf = new Map(
  levels.flatMap((level) => [...Object.values(level.names), level.deleted].map((one) => [one, level])),
);

/** What was let in before styles were looked at one by one; editors show what they do not know as a paragraph. */
const largestStored = 40;

/**
 * Its own place, of something that stands beside what is `beside`. With `isStored`, an update that was let in before: it
 * stays readable when the rules become stricter.
 * @throws Malformed when editors could not show this content in this place.
 */
export function placeBeside(item: Y.Item, beside: Place, isStored: boolean): Place {
  const { content } = item;
  if (item.parentSub !== null && item.parentSub.length > largestStored) throw misplaced();
  if (beside === place.gone) {
    if (content instanceof Y.ContentDoc) throw misplaced();
    return place.gone;
  }
  const level = levelOf.get(beside);
  if (level) {
    if (content instanceof Y.ContentDeleted) return level.deleted;
    const name = isType(content, Y.XmlElement) ? (content.type as Y.XmlElement).nodeName : '';
    const own = Object.hasOwn(level.names, name) ? level.names[name] : undefined;
    if (own === undefined) throw misplaced();
    return own;
  }
  const fits =
    content instanceof Y.ContentDeleted ||
    (beside === place.text && isType(content, Y.XmlText)) ||
    (beside === place.character && (content instanceof Y.ContentString || isMark(content))) ||
    (beside === place.style && (isStored ? isStoredAttribute(item) : isAttribute(item, 'style', isStyle))) ||
    (beside === place.head && isAttribute(item, 'head', isHead));
  if (!fits) throw misplaced();
  return beside;
}

/** The place of what is the first thing below this, or an attribute of it. @throws Malformed when it holds no such thing. */
export function placeBelow(above: Place, isAttribute: boolean): Place {
  switch (above) {
    case place.line:
      return isAttribute ? place.style : place.text;
    case place.table:
      return isAttribute ? place.head : place.row;
    case place.gone:
    case place.noBlock:
    case place.noRow:
    case place.noCell:
      return place.gone;
    default:
      if (!isAttribute && above in below) return below[above] as Place;
      throw new Malformed('below something that holds nothing');
  }
}

const below: Partial<Record<Place, Place>> = {
  [place.row]: place.cell,
  [place.cell]: place.text,
  [place.text]: place.character,
};

const misplaced = (): Malformed => new Malformed('content that does not belong here');

function isType(content: unknown, type: typeof Y.XmlElement | typeof Y.XmlText): content is Y.ContentType {
  return content instanceof Y.ContentType && content.type.constructor === type;
}

const isMark = (content: unknown): boolean =>
  content instanceof Y.ContentFormat && isMarkValue(content.key, content.value);

const attributeOf = ({ content }: Y.Item): unknown =>
  content instanceof Y.ContentAny && content.arr.length === 1 ? content.arr[0] : undefined;

const isStyle = (value: unknown): boolean => (lineStyles as readonly unknown[]).includes(value);
const isHead = (value: unknown): boolean => value === true;

/** The name of an attribute stands with its first value alone; later ones refer to that. */
function isAttribute(item: Y.Item, name: string, isValue: (value: unknown) => boolean): boolean {
  const value = attributeOf(item);
  const isNamed = item.parentSub === null || item.parentSub === name;
  return isNamed && (value === null || isValue(value));
}

function isStoredAttribute(item: Y.Item): boolean {
  const value = attributeOf(item);
  return value === null || (typeof value === 'string' && value.length <= largestStored);
}
