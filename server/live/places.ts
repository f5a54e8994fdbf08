import * as Y from 'yjs';
import { lineName, markNames } from '../../public/scripts/live/protocol.ts';
import { Malformed } from './reading.ts';

/** Where a character stands in the tree: prose > line > text > character, and a line has attributes. */
export const place = { gone: 0, line: 1, text: 2, character: 3, attribute: 4 } as const;
export type Place = (typeof place)[keyof typeof place];

const largestName = 40;

/** @throws Malformed when editors could not show this content in this place. */
export function requireContent(item: Y.Item, standing: Place): void {
  const { content } = item;
  const fits =
    content instanceof Y.ContentDeleted ||
    (standing === place.gone && !(content instanceof Y.ContentDoc)) ||
    (standing === place.line && isType(content, Y.XmlElement) && hasLineName(content)) ||
    (standing === place.text && isType(content, Y.XmlText)) ||
    (standing === place.character && (content instanceof Y.ContentString || isMark(content))) ||
    (standing === place.attribute && isAttribute(content));
  const isNamed = item.parentSub === null || item.parentSub.length <= largestName;
  if (!fits || !isNamed) throw new Malformed('content that does not belong here');
}

function isType(content: unknown, type: typeof Y.XmlElement | typeof Y.XmlText): content is Y.ContentType {
  return content instanceof Y.ContentType && content.type.constructor === type;
}

function hasLineName(content: Y.ContentType): boolean {
  return (content.type as Y.XmlElement).nodeName === lineName;
}

function isMark(content: unknown): boolean {
  if (!(content instanceof Y.ContentFormat)) return false;
  const value: unknown = content.value;
  const isPlain = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return isPlain && (markNames as readonly string[]).includes(content.key);
}

function isAttribute(content: unknown): boolean {
  if (!(content instanceof Y.ContentAny) || content.arr.length !== 1) return false;
  const value: unknown = content.arr[0];
  return value === null || (typeof value === 'string' && value.length <= largestName);
}
