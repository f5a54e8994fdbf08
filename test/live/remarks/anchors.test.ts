import { expect } from 'chai';
import fc from 'fast-check';
import * as Y from 'yjs';
import { lineName, rootName } from '../../../public/scripts/live/protocol.ts';
import {
  type Found,
  findIn,
  findPassage,
  type Passage,
  passageOf,
} from '../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import { eraseFrom, linesOf, typeInto, writeLine } from '../prose.ts';

const rootOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(rootName);
const flatOf = (doc: Y.Doc) => flatten(rootOf(doc));

function docOf(...lines: string[]): Y.Doc {
  const doc = new Y.Doc();
  for (const line of lines) writeLine(doc, line);
  return doc;
}

/** The passage with these words, the first time they stand there. */
function passageIn(doc: Y.Doc, words: string): Passage {
  const flat = flatOf(doc);
  const from = flat.words.indexOf(words);
  const passage = passageOf(flat, from, from + words.length);
  if (!passage || passage.quote !== words) throw new Error(`${words} is not there`);
  return passage;
}

const wordsAt = (doc: Y.Doc, found: Found): string =>
  found.state === 'deleted' ? '' : flatOf(doc).words.slice(found.from, found.to);

/** What another page makes of it that opens the document now: deleted text is not in it. */
function openedAnew(doc: Y.Doc): Y.Doc {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  return other;
}

const found = (doc: Y.Doc, passage: Passage): [state: Found['state'], words: string] => {
  const here = findPassage(doc, passage);
  const anew = openedAnew(doc);
  expect(findPassage(anew, passage), 'opened anew').to.deep.equal(here);
  return [here.state, wordsAt(doc, here)];
};

/** Enter in the editor: what stands behind is deleted and written again in a new line. */
function split(doc: Y.Doc, line: number, at: number): void {
  const tail = (linesOf(doc)[line] ?? '').slice(at);
  doc.transact(() => {
    eraseFrom(doc, line, at, tail.length);
    const next = new Y.XmlElement(lineName);
    next.insert(0, [new Y.XmlText(tail)]);
    rootOf(doc).insert(line + 1, [next]);
  });
}

/** Backspace at the start of a line: it is deleted, and its words are written again behind the line before. */
function join(doc: Y.Doc, line: number): void {
  const lines = linesOf(doc);
  doc.transact(() => {
    rootOf(doc).delete(line, 1);
    typeInto(doc, line - 1, (lines[line - 1] ?? '').length, lines[line] ?? '');
  });
}

describe('a passage of live prose', () => {
  const text = 'Ik wil mijn dochter op zaterdag weer zelf van de turnles halen.';
  let doc: Y.Doc;
  let passage: Passage;

  beforeEach(() => {
    doc = docOf('Wat voor mij telt', text, 'Wat goed gaat');
    passage = passageIn(doc, 'weer zelf van de turnles');
  });

  const cases: [name: string, edit: () => void, state: Found['state'], words: string][] = [
    ['nothing', () => {}, 'standing', 'weer zelf van de turnles'],
    [
      'words typed before it',
      () => typeInto(doc, 1, 0, 'Echt waar: '),
      'standing',
      'weer zelf van de turnles',
    ],
    [
      'words typed right before it',
      () => typeInto(doc, 1, 32, 'nog '),
      'standing',
      'weer zelf van de turnles',
    ],
    [
      'words typed right behind it',
      () => typeInto(doc, 1, 56, 'zaal'),
      'standing',
      'weer zelf van de turnles',
    ],
    [
      'words typed inside',
      () => typeInto(doc, 1, 37, 'helemaal '),
      'changed',
      'weer helemaal zelf van de turnles',
    ],
    ['its first word deleted', () => eraseFrom(doc, 1, 32, 5), 'changed', 'zelf van de turnles'],
    ['its last word deleted', () => eraseFrom(doc, 1, 48, 8), 'changed', 'weer zelf van de'],
    ['all of it deleted', () => eraseFrom(doc, 1, 32, 24), 'deleted', ''],
    ['its line deleted', () => rootOf(doc).delete(1, 1), 'deleted', ''],
    [
      'a line put before it',
      () => rootOf(doc).insert(0, [new Y.XmlElement(lineName)]),
      'standing',
      'weer zelf van de turnles',
    ],
    ['its line split before it', () => split(doc, 1, 7), 'moved', 'weer zelf van de turnles'],
    ['its line split inside it', () => split(doc, 1, 42), 'moved', 'weer zelf \nvan de turnles'],
    ['its line split behind it', () => split(doc, 1, 57), 'standing', 'weer zelf van de turnles'],
    ['its line joined with the one before', () => join(doc, 1), 'moved', 'weer zelf van de turnles'],
    [
      'it cut and pasted elsewhere',
      () => {
        eraseFrom(doc, 1, 32, 24);
        typeInto(doc, 2, 0, 'weer zelf van de turnles, ');
      },
      'moved',
      'weer zelf van de turnles',
    ],
    [
      'it deleted and written again in its place, as by undoing',
      () => {
        eraseFrom(doc, 1, 32, 24);
        typeInto(doc, 1, 32, 'weer zelf van de turnles');
      },
      'moved',
      'weer zelf van de turnles',
    ],
  ];
  for (const [name, edit, state, words] of cases)
    it(`with ${name}, is ${state}`, () => {
      edit();
      expect(found(doc, passage)).to.deep.equal([state, words]);
    });

  it('with a short word deleted that stands elsewhere too, is deleted and not taken for the other', () => {
    const word = passageIn(doc, 'op');
    typeInto(doc, 2, 0, 'op ');
    eraseFrom(doc, 1, 20, 3);
    expect(found(doc, word)).to.deep.equal(['deleted', '']);
  });

  it('with its words twice elsewhere and nothing around to tell them by, is deleted', () => {
    eraseFrom(doc, 1, 32, 24);
    for (const _ of [1, 2]) writeLine(doc, 'x weer zelf van de turnles x');
    expect(found(doc, passage)).to.deep.equal(['deleted', '']);
  });

  it('over several lines, with the line in the middle deleted, still has the rest', () => {
    const long = passageIn(doc, `telt\n${text}\nWat goed`);
    rootOf(doc).delete(1, 1);
    expect(found(doc, long)).to.deep.equal(['changed', 'telt\nWat goed']);
    rootOf(doc).delete(0, 1);
    expect(found(doc, long)).to.deep.equal(['changed', 'Wat goed']);
  });

  it('chosen with the spaces and line ends around it, is the words alone; spaces alone are none', () => {
    const flat = flatOf(doc);
    const from = flat.words.indexOf(' weer');
    expect(passageOf(flat, from, from + 6)?.quote).to.equal('weer');
    expect(passageOf(flat, from, from + 1)).to.equal(null);
    expect(passageOf(flat, 5, 5)).to.equal(null);
    expect(passageOf(flat, -3, 3)?.quote).to.equal('Wat');
  });

  it('of a text with things that are no letters, counts each for one place', () => {
    (rootOf(doc).get(1) as Y.XmlElement).insert(1, [
      new Y.XmlElement('mention'),
      new Y.XmlText(' Tot straks.'),
    ]);
    ((rootOf(doc).get(1) as Y.XmlElement).get(0) as Y.XmlText).insertEmbed(0, { image: 1 });
    const later = passageIn(doc, 'Tot straks');
    typeInto(doc, 1, 0, 'ja');
    expect(found(doc, later)).to.deep.equal(['standing', 'Tot straks']);
    expect(findIn(flatOf(doc), doc, passage).state).to.equal('standing');
  });
});

/** Every character of the text at the start is another one, so that it can be told which are still there. */
const letters = Array.from({ length: 90 }, (_, index) => String.fromCharCode(0x4e00 + index));

/** A step of one of the people: places count modulo what is there. */
const step = fc.record({
  who: fc.nat(2),
  kind: fc.constantFrom('type', 'erase', 'split', 'join', 'meet') as fc.Arbitrary<
    'type' | 'erase' | 'split' | 'join' | 'meet'
  >,
  line: fc.nat(1000),
  at: fc.nat(1000),
  length: fc.integer({ min: 1, max: 6 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function meet(docs: Y.Doc[]): void {
  for (const one of docs) for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
}

function world(): Y.Doc[] {
  const first = docOf(
    letters.slice(0, 30).join(''),
    letters.slice(30, 60).join(''),
    letters.slice(60).join(''),
  );
  const docs = [first, new Y.Doc(), new Y.Doc()];
  meet(docs);
  return docs;
}

/** What somebody typed: letters that are not of the first text. */
const typed = 'abcdef';

describe('a passage, while three people edit at random and apart', function () {
  this.timeout(60_000);

  it('holds every character of it that is left and none from around it, in every copy, however they meet', () => {
    const passages = fc.record({ line: fc.nat(2), from: fc.nat(24), length: fc.integer({ min: 1, max: 6 }) });
    let gone = 0;
    let left = 0;
    const property = fc.property(passages, fc.array(step, { maxLength: 60 }), (chosen, steps) => {
      const docs = world();
      const own = letters.slice(
        chosen.line * 30 + chosen.from,
        chosen.line * 30 + chosen.from + chosen.length,
      );
      const passage = passageIn(docs[0] as Y.Doc, own.join(''));
      for (const one of steps) edit(docs, one, () => true);
      meet(docs);
      const { words } = flatOf(docs[0] as Y.Doc);
      const survivors = own.filter((letter) => words.includes(letter));
      for (const doc of docs) {
        const [state, now] = found(doc, passage);
        if (survivors.length === 0) {
          // Nothing, or what somebody typed between its ends.
          expect(state).to.equal(now === '' ? 'deleted' : 'changed');
          for (const letter of now) expect(typed, letter).to.contain(letter);
          continue;
        }
        // All that is left of it, in order, and nothing else but what was typed among it.
        expect([...now].filter((letter) => own.includes(letter))).to.deep.equal(survivors);
        for (const letter of now)
          expect(survivors.includes(letter) || typed.includes(letter), letter).to.equal(true);
      }
      if (survivors.length === 0) gone += 1;
      else left += 1;
    });
    fc.assert(property, { numRuns: 300 });
    expect(Math.min(gone, left), 'both happened').to.be.greaterThan(5);
  });

  it('keeps its words through lines that are split and joined anywhere, as long as nobody changes the words', () => {
    let rewritten = 0;
    const property = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [doc] = world() as [Y.Doc];
      const own = letters.slice(38, 54);
      const passage = passageIn(doc, own.join(''));
      for (const one of steps) rewrite(doc, one, betweenLines(doc, own));
      const [state, now] = found(doc, passage);
      expect(now.replaceAll('\n', '')).to.equal(own.join(''));
      if (state === 'moved') rewritten += 1;
    });
    fc.assert(property, { numRuns: 300 });
    expect(rewritten, 'lines were rewritten').to.be.greaterThan(20);
  });

  it('that gets its new place whenever it moved, keeps its words whatever is typed before, behind or among them', () => {
    let parted = 0;
    const property = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [doc] = world() as [Y.Doc];
      const own = letters.slice(38, 54);
      let passage = passageIn(doc, own.join(''));
      for (const one of steps) {
        // Lines that hold some of the words alone may be typed in too, when the words have a place of their own.
        const isTyping = one.kind === 'type' && findPassage(doc, passage).state !== 'moved';
        rewrite(doc, one, isTyping ? [] : betweenLines(doc, own));
        const there = findPassage(doc, passage);
        const place = there.state === 'moved' ? passageOf(flatOf(doc), there.from, there.to) : null;
        if (place) passage = { ...passage, start: place.start, end: place.end };
        // Words with others among them are not found again once their line is written anew.
        if (there.state === 'changed') {
          parted += 1;
          break;
        }
      }
      const [, now] = found(doc, passage);
      expect([...now].filter((letter) => own.includes(letter)).join('')).to.equal(own.join(''));
    });
    fc.assert(property, { numRuns: 300 });
    expect(parted, 'words were typed among them').to.be.greaterThan(20);
  });

  /** Typing, erasing and meeting; whole lines go too. */
  function edit(docs: Y.Doc[], { who, kind, line, at, length }: Step, may: () => boolean): void {
    const doc = docs[who] as Y.Doc;
    const lines = linesOf(doc);
    const place = lines.length > 0 ? line % lines.length : 0;
    const text = lines[place];
    if (kind === 'meet') meet(docs);
    else if (text === undefined || !may()) return;
    else if (kind === 'type') typeInto(doc, place, at % (text.length + 1), typed.slice(0, length));
    else if (kind === 'erase' && text.length > 0) {
      const from = at % text.length;
      eraseFrom(doc, place, from, Math.min(length, text.length - from));
    } else if (kind === 'join' && at % 7 === 0) rootOf(doc).delete(place, 1);
  }

  /** The numbers of the lines from the first to the last that holds one of these letters. */
  function betweenLines(doc: Y.Doc, own: string[]): number[] {
    const lines = linesOf(doc);
    const holding = lines.flatMap((text, index) =>
      own.some((letter) => text.includes(letter)) ? [index] : [],
    );
    const [first = 0, last = -1] = [holding[0], holding.at(-1)];
    return lines.map((_, index) => index).slice(first, last + 1);
  }

  /** Splitting and joining, and typing or erasing elsewhere than in the lines that are kept. */
  function rewrite(doc: Y.Doc, { kind, line, at, length }: Step, kept: number[]): void {
    const lines = linesOf(doc);
    const place = line % lines.length;
    const text = lines[place] ?? '';
    if (kind === 'split') split(doc, place, at % (text.length + 1));
    else if (kind === 'join' && place > 0) join(doc, place);
    else if (kept.includes(place)) return;
    else if (kind === 'type') typeInto(doc, place, at % (text.length + 1), typed.slice(0, length));
    else if (kind === 'erase' && text.length > 0) eraseFrom(doc, place, 0, 1);
  }
});
