import { findInsz } from '../inszCheck.ts';
import { mentionSign, toAddress } from './marks.ts';
import { pastedTable } from './pastedTables.ts';
import type { LineStyle } from './protocol.ts';
import { largestTable } from './tables/edits.ts';

/*
 * What other programs put on the clipboard, made into lines and tables as the schema knows them: headings, lists, tasks,
 * bold, italic and links stay; looks, pictures, comments, and what somebody deleted with changes tracked, do not come along.
 * Word says "list" by a style of its own, LibreOffice and the web by elements, and all of them put much around it.
 */

const dropped = new Set(
  'HEAD STYLE SCRIPT TITLE META LINK XML IMG SVG PICTURE OBJECT EMBED IFRAME NOSCRIPT TEMPLATE BUTTON SELECT INPUT TEXTAREA AUDIO VIDEO CANVAS MAP DEL O:P'.split(
    ' ',
  ),
);
const blocks = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'.split(
    ' ',
  ),
);
const headings: Record<string, LineStyle> = {
  H1: 'heading',
  H2: 'heading',
  H3: 'heading',
  H4: 'subheading',
  H5: 'subheading',
  H6: 'subheading',
};
const openBoxes = /^[☐⬜]\s*/u;
const tickedBoxes = /^[☑☒✅]\s*/u;
const cellsApart = ' | ';

export interface PasteOptions {
  /** Whether somebody may be mentioned here: others come along by the name that was copied. */
  mayMention: (person: string) => boolean;
}

/** What holds for the words below an element. */
interface Setting {
  style: LineStyle | null;
  strong: boolean;
  em: boolean;
  href: string | null;
  /** A list item: its first line is the item, further ones are paragraphs. */
  item: { isUsed: boolean } | null;
  /** In a cell, or a row, that is read as one line. */
  isCell: boolean;
  /** White space counts. */
  isExact: boolean;
}

/** Styles and handlers go by other names from here on: content security would refuse and report each of them. */
const styleOf = (element: Element): string => element.getAttribute('data-css')?.toLowerCase() ?? '';

const harmless = (html: string): string =>
  html
    .replaceAll(/<style[\s>][\s\S]*?<\/style\s*>/gi, '')
    .replaceAll(/<[a-z][^>]*>/gi, (tag) =>
      tag.replaceAll(/\sstyle\s*=/gi, ' data-css=').replaceAll(/\son[a-z]+\s*=/gi, ' data-off='),
    );

function isLeftOut(element: Element): boolean {
  const css = styleOf(element);
  return (
    dropped.has(element.tagName) ||
    element.hasAttribute('hidden') ||
    element.getAttribute('aria-hidden') === 'true' ||
    /display:\s*none|mso-hide:\s*all|mso-list:\s*ignore|mso-element:\s*comment|mso-special-character:\s*comment/.test(
      css,
    ) ||
    /^(mso(comanchor|commentreference|comoff|comtxt|del)\b)/i.test(element.className) ||
    (element.getAttribute('href') ?? '').startsWith('#_msocom')
  );
}

const isComment = (node: Node, words: RegExp): boolean =>
  node.nodeType === 8 && words.test(node.textContent ?? '');
const markerBegins = /^\[if !supportlists\]/i;
const markerEnds = /^\[endif\]/i;

/** The marker that Word draws before an item, for programs that know no lists. */
function markerOf(element: Element): string {
  const named = [...element.querySelectorAll('[data-css]')].find((one) =>
    /mso-list:\s*ignore/.test(styleOf(one)),
  );
  if (named) return named.textContent ?? '';
  let text = '';
  let isMarker = false;
  for (const child of element.childNodes) {
    if (isComment(child, markerEnds)) break;
    if (isMarker) text += child.textContent ?? '';
    isMarker ||= isComment(child, markerBegins);
  }
  return text;
}

/** Word's own way of saying that a paragraph is an item, of a list with bullets or with numbers or letters. */
function wordItem(element: Element): LineStyle | null {
  if (!/mso-list:\s*l\d+ level\d/.test(styleOf(element))) return null;
  return /^\(?([\divxlc]{1,5}|[a-z]{1,2})[.)]/i.test(markerOf(element).trim()) ? 'number' : 'bullet';
}

function itemStyle(element: Element): LineStyle {
  if (element.getAttribute('role') === 'checkbox')
    return element.getAttribute('aria-checked') === 'true' ? 'done' : 'task';
  const box = element.querySelector('input[type=checkbox]');
  if (box?.closest('li') === element) return box.hasAttribute('checked') ? 'done' : 'task';
  return element.parentElement?.tagName === 'OL' ? 'number' : 'bullet';
}

const isWritten = (element: Element): boolean => (element.textContent ?? '').trim() !== '';

class Lines {
  readonly #out: HTMLElement;
  readonly #options: PasteOptions;
  /** Copied in this editor: every space and every empty line is meant. */
  readonly #isOwn: boolean;
  #line: HTMLElement | null = null;

  constructor(document: Document, options: PasteOptions, isOwn: boolean) {
    this.#out = document.createElement('div');
    this.#options = options;
    this.#isOwn = isOwn;
  }

  get lines(): HTMLElement[] {
    this.#end();
    return [...this.#out.children] as HTMLElement[];
  }

  walk(parent: Element, setting: Setting): void {
    let isMarker = false;
    for (const child of parent.childNodes) {
      isMarker = (isMarker || isComment(child, markerBegins)) && !isComment(child, markerEnds);
      if (isMarker) continue;
      if (child.nodeType === 3) this.#text(child.textContent ?? '', setting);
      else if (child.nodeType === 1 && !isLeftOut(child as Element)) this.#element(child as Element, setting);
    }
  }

  #element(element: Element, setting: Setting): void {
    const { tagName } = element;
    if (tagName === 'BR') this.#break(setting);
    else if (tagName === 'TABLE' && !setting.isCell) this.#table(element as HTMLTableElement, setting);
    else if (tagName === 'TR' && !setting.isCell) this.#row(element, setting);
    else if (blocks.has(tagName)) this.#block(element, setting);
    else if (element.hasAttribute('data-mention')) this.#mention(element, setting);
    else this.walk(element, inlineSetting(element, setting));
  }

  #break(setting: Setting): void {
    if (setting.isCell) this.#text(' ', setting);
    else this.#end();
  }

  #block(element: Element, setting: Setting): void {
    if (setting.isCell) {
      this.#text(' ', setting);
      this.walk(element, setting);
      return;
    }
    this.#end();
    if (element.hasAttribute('data-line') || (this.#isOwn && element.tagName === 'P'))
      this.#begin(setting, element);
    this.walk(element, blockSetting(element, setting));
    this.#end();
  }

  #table(element: HTMLTableElement, setting: Setting): void {
    const table = pastedTable(element, isLeftOut);
    if (!table) {
      this.#block(element, setting);
      return;
    }
    this.#end();
    if (element.caption && !isLeftOut(element.caption)) this.#block(element.caption, setting);
    // One that is longer than a table can be goes on in the next.
    for (let from = 0; from < table.rows.length; from += largestTable.rows) {
      const made = element.ownerDocument.createElement('table');
      if (table.head && from === 0) made.dataset.head = '';
      const body = made.appendChild(element.ownerDocument.createElement('tbody'));
      for (const cells of table.rows.slice(from, from + largestTable.rows)) {
        const row = body.appendChild(element.ownerDocument.createElement('tr'));
        for (const parts of cells) row.append(this.#cell(parts ?? [], setting, element.ownerDocument));
      }
      this.#out.append(made);
    }
  }

  #cell(parts: readonly Element[], setting: Setting, document: Document): HTMLElement {
    const line = document.createElement('td');
    this.#line = line;
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#text(' ', { ...setting, isExact: true });
      const own = { ...inlineSetting(part, { ...setting, style: null, item: null }), isCell: true };
      // That a head is bold says its row.
      this.walk(part, part.tagName === 'TH' ? { ...own, strong: false } : own);
    }
    if (!this.#isOwn) this.#trim();
    this.#line = null;
    return line;
  }

  /** A row whose cells hold a few words each is one line; others, as a letter's layout has, are read cell by cell. */
  #row(row: Element, setting: Setting): void {
    const cells = [...row.children].filter((cell) => isWritten(cell) && !isLeftOut(cell));
    const isSimple = cells.every((cell) => cell.querySelectorAll('p, div, li, h1, h2, h3, table').length < 2);
    this.#end();
    if (cells.length < 2 || !isSimple) {
      for (const cell of cells) this.#block(cell, setting);
      return;
    }
    for (const [index, cell] of cells.entries()) {
      if (index > 0) this.#trim();
      if (index > 0) this.#text(cellsApart, { ...setting, isExact: true });
      this.walk(cell, { ...inlineSetting(cell, setting), isCell: true });
    }
    this.#end();
  }

  #mention(element: Element, setting: Setting): void {
    const { person = '', mention = '' } = (element as HTMLElement).dataset;
    if (!this.#options.mayMention(person)) {
      this.#text(element.textContent ?? '', setting);
      return;
    }
    const span = element.ownerDocument.createElement('span');
    span.dataset.person = person;
    span.dataset.mention = mention;
    span.textContent = mentionSign;
    this.#begin(setting).append(span);
  }

  #text(raw: string, setting: Setting): void {
    const text = this.#isOwn || (setting.isExact && !setting.isCell) ? raw : raw.replaceAll(/\s+/g, ' ');
    if (setting.isExact && !this.#isOwn && /\n/.test(text)) {
      for (const [index, part] of text.split(/\r?\n/).entries()) {
        if (index > 0) this.#end();
        this.#text(part, setting);
      }
      return;
    }
    if (text === '' || (this.#line === null && text.trim() === '')) return;
    const line = this.#begin(setting);
    const before = line.textContent ?? '';
    const words = !this.#isOwn && !setting.isExact && /(^|\s)$/.test(before) ? text.trimStart() : text;
    if (words === '') return;
    const { ownerDocument } = line;
    let node: Node = ownerDocument.createTextNode(words);
    for (const tag of [setting.em && 'em', setting.strong && 'strong', setting.href && 'a']) {
      if (!tag) continue;
      const around = ownerDocument.createElement(tag);
      if (tag === 'a') around.setAttribute('href', setting.href ?? '');
      around.append(node);
      node = around;
    }
    line.append(node);
  }

  #begin(setting: Setting, from?: Element): HTMLElement {
    if (this.#line) return this.#line;
    const line = this.#out.ownerDocument.createElement('p');
    const style = setting.item?.isUsed ? null : setting.style;
    if (setting.item) setting.item.isUsed = true;
    line.dataset.line = from?.getAttribute('data-line') ?? style ?? '';
    this.#line = line;
    return line;
  }

  #trim(): void {
    let last: Node | null = this.#line;
    while (last?.lastChild) last = last.lastChild;
    if (last?.nodeType === 3) last.textContent = last.textContent?.trimEnd() ?? '';
  }

  #end(): void {
    const line = this.#line;
    if (!line) return;
    if (!this.#isOwn) this.#trim();
    this.#line = null;
    const text = line.textContent ?? '';
    const box = openBoxes.test(text) ? 'task' : tickedBoxes.test(text) ? 'done' : null;
    if (box) {
      line.dataset.line = box;
      let left = (openBoxes.exec(text) ?? tickedBoxes.exec(text))?.[0].length ?? 0;
      const walker = line.ownerDocument.createTreeWalker(line, 4);
      for (let node = walker.nextNode(); node && left > 0; node = walker.nextNode()) {
        const words = node.textContent ?? '';
        node.textContent = words.slice(left);
        left -= Math.min(left, words.length);
      }
    }
    if (this.#isOwn || (line.textContent ?? '').trim() !== '' || line.querySelector('[data-mention]'))
      this.#out.append(line);
  }
}

function inlineSetting(element: Element, setting: Setting): Setting {
  const css = styleOf(element);
  const { tagName } = element;
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/.exec(css)?.[1];
  const slant = /(?:^|;)\s*font-style:\s*(\w+)/.exec(css)?.[1];
  const isBold = weight ? weight === 'bold' || weight === 'bolder' || Number(weight) >= 600 : null;
  const isSlanted = slant ? slant === 'italic' || slant === 'oblique' : null;
  const isHeading = setting.style === 'heading' || setting.style === 'subheading';
  const address = tagName === 'A' ? toAddress(element.getAttribute('href') ?? '') : null;
  const href = address !== null && findInsz(address).length === 0 ? address : null;
  return {
    ...setting,
    // Headings are bold by themselves.
    strong: !isHeading && (isBold ?? (setting.strong || tagName === 'B' || tagName === 'STRONG')),
    em: isSlanted ?? (setting.em || tagName === 'I' || tagName === 'EM'),
    href: tagName === 'A' ? href : setting.href,
    isExact: setting.isExact || /white-space:\s*pre/.test(css),
  };
}

function blockSetting(element: Element, setting: Setting): Setting {
  const { tagName } = element;
  const next: Setting = { ...setting, isExact: setting.isExact || tagName === 'PRE' };
  if (tagName === 'UL' || tagName === 'OL') return { ...next, style: null, item: null };
  const style = tagName === 'LI' ? itemStyle(element) : (headings[tagName] ?? wordItem(element));
  if (style) Object.assign(next, { style, item: headings[tagName] ? null : { isUsed: false } });
  return inlineSetting(element, next);
}

/** Clipboard HTML as `<p data-line="style">` and tables with em, strong, a[href] and mentions in them, and nothing else. */
export function cleanHtml(html: string, options: PasteOptions): string {
  const document = new DOMParser().parseFromString(harmless(html), 'text/html');
  // How far the copied text was open at its ends: written by this editor, and by others of its kind.
  const slice = document.querySelector('[data-pm-slice]')?.getAttribute('data-pm-slice') ?? '';
  const isOwn =
    /^\d+ \d+ (-\d+ )?\[\]$/.test(slice) && document.querySelector('[data-line], [data-prose]') !== null;
  const lines = new Lines(document, options, isOwn);
  lines.walk(document.body, {
    style: null,
    strong: false,
    em: false,
    href: null,
    item: null,
    isCell: false,
    isExact: false,
  });
  const cleaned = lines.lines;
  // With it the editor takes every space as it stands here.
  const ends = [cleaned[0], cleaned.at(-1)].map((one) => (one?.tagName === 'TABLE' ? 0 : 1));
  cleaned[0]?.setAttribute('data-pm-slice', isOwn ? slice : `${ends.join(' ')} []`);
  return cleaned.map((line) => line.outerHTML).join('');
}
