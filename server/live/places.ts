import * as Y from 'yjs';
import { isMarkValue } from '../../public/scripts/live/marks.ts';
import { lineName, lineStyles } from '../../public/scripts/live/protocol.ts';
import { Malformed } from './reading.ts';

/** Where a character stands in the tree: prose > line > text > character, and a line has attributes. */
export const place = { gone: 0, line: 1, text: 2, character: 3, attribute: 4 } as const;
export type Place = (typeof place)[keyof typeof place];

const attributeName = 'style';
/** What was let in before styles were looked at one by one; editors show what they do not know as a paragraph. */
const largestStored = 40;

/**
 * With `isStored`, an update that was let in before: it stays readable when the rules become stricter.
 * @throws Malformed when editors could not show this content in this place.
 */
export function requireContent(item: Y.Item, standing: Place, isStored: boolean): void {
  const { content } = item;
  const fits =
    content instanceof Y.ContentDeleted ||
    (standing === place.gone && !(content instanceof Y.ContentDoc)) ||
    (standing === place.line && isType(content, Y.XmlElement) && hasLineName(content)) ||
    (standing === place.text && isType(content, Y.XmlText)) ||
    (standing === place.character && (content instanceof Y.ContentString || isMark(content))) ||
    (standing === place.attribute && (isStored ? isStoredAttribute(item) : isAttribute(item)));
  const isNamed = item.parentSub === null || item.parentSub.length <= largestStored;
  if (!fits || !isNamed) throw new Malformed('content that does not belong here');
}

function isType(content: unknown, type: typeof Y.XmlElement | typeof Y.XmlText): content is Y.ContentType {
  return content instanceof Y.ContentType && content.type.constructor === type;
}

function hasLineName(content: Y.ContentType): boolean {
  return (content.type as Y.XmlElement).nodeName === lineName;
}

const isMark = (content: unknown): boolean =>
  content instanceof Y.ContentFormat && isMarkValue(content.key, content.value);

const attributeOf = ({ content }: Y.Item): unknown =>
  content instanceof Y.ContentAny && content.arr.length === 1 ? content.arr[0] : undefined;

/** The name of an attribute stands with its first value alone; later ones refer to that. */
function isAttribute(item: Y.Item): boolean {
  const value = attributeOf(item);
  const isNamed = item.parentSub === null || item.parentSub === attributeName;
  return isNamed && (value === null || (lineStyles as readonly unknown[]).includes(value));
}

function isStoredAttribute(item: Y.Item): boolean {
  const value = attributeOf(item);
  return value === null || (typeof value === 'string' && value.length <= largestStored);
}
