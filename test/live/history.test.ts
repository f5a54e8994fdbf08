import { expect } from 'chai';
import fc from 'fast-check';
import * as Y from 'yjs';
import { rootName } from '../../public/scripts/live/protocol.ts';
import type { Entry } from '../../server/live/history/entries.ts';
import { History } from '../../server/live/history/history.ts';
import type { Passage, ShownLine } from '../../server/live/history/questions.ts';
import { eraseFrom, typeInto, updatesOf, writeLine } from './prose.ts';

/** One person with a document of their own, as a browser holds it. */
interface Writer {
  personId: string;
  doc: Y.Doc;
  undo: Y.UndoManager;
  /** How much of the log they have. */
  known: number;
}

/** The words of each line, without marks. */
const plainLines = (doc: Y.Doc): string[] =>
  doc
    .getXmlFragment(rootName)
    .toArray()
    .map((line) =>
      (line as Y.XmlElement)
        .toArray()
        .flatMap((text) => (text as Y.XmlText).toDelta().map((piece: { insert: string }) => piece.insert))
        .join(''),
    );

/** Text that an update holds, whatever became of it. */
const wordsIn = (update: Uint8Array): string =>
  Y.decodeUpdate(update)
    .structs.map((struct) =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '',
    )
    .join('');

const start = new Date('2026-11-03T13:00:00Z').getTime();

/** Several people, one log, and what is true of every character: who first wrote it, who deleted it last. */
class Table {
  readonly history = new History();
  readonly log: { entry: Entry; update: Uint8Array }[] = [];
  readonly writers: Writer[];
  readonly texts: string[][] = [[]];
  readonly writerOf = new Map<string, string>();
  readonly deleterOf = new Map<string, string>();
  /** Moved by two people at once, and so written twice; moved by one and deleted by another at once; or too short to tell from chance. */
  readonly doubled = new Set<string>();
  /** Moved by one into a line that another was deleting: both had a hand in it. */
  readonly strayed = new Set<string>();
  isUndoing = false;
  #characters = 0x4e00;
  #at = start;

  constructor(people: number) {
    this.writers = Array.from({ length: people }, (_, index) => {
      const doc = new Y.Doc();
      doc.clientID = index + 1; // which of two who write in one place comes first depends on it
      const undo = new Y.UndoManager(doc.getXmlFragment(rootName), {
        captureTimeout: 0,
        trackedOrigins: new Set(['typed']),
      });
      return { personId: `person-${index}`, doc, undo, known: 0 };
    });
  }

  /** Text nobody wrote before: each character tells by itself whose it is. */
  fresh(personId: string, length: number): string {
    return Array.from({ length }, () => {
      const character = String.fromCharCode(this.#characters++);
      this.writerOf.set(character, personId);
      return character;
    }).join('');
  }

  /** Gives a writer what the others wrote, up to a place in the log. */
  bring(writer: Writer, upTo = this.log.length): void {
    for (; writer.known < upTo; writer.known++) Y.applyUpdate(writer.doc, this.log[writer.known]!.update);
  }

  /** The document of somebody who has it all. */
  whole(): Y.Doc {
    const doc = new Y.Doc();
    for (const { update } of this.log) Y.applyUpdate(doc, update);
    return doc;
  }

  /** Lets somebody do something, and commits what came of it. */
  does(writer: Writer, work: (doc: Y.Doc) => void, pause = 1000): void {
    const updates = updatesOf(writer.doc, () => work(writer.doc));
    if (updates.length === 0) return;
    this.commit(writer.personId, Y.mergeUpdates(updates), pause);
  }

  commit(personId: string, update: Uint8Array, pause = 1000, restored?: Entry['restored']): void {
    const before = new Set(this.texts.at(-1)!.join(''));
    this.#at += pause;
    const entry: Entry = {
      sequence: this.log.length + 1,
      at: new Date(this.#at),
      personId,
      organisationId: `org-${personId}`,
      ...(restored ? { restored } : {}),
    };
    this.log.push({ entry, update });
    this.history.take([entry], [update]);
    const lines = plainLines(this.whole());
    this.texts.push(lines);
    const after = new Set(lines.join(''));
    const ever = new Set(this.texts.slice(0, -1).flat().join(''));
    const isBack = (one: string): boolean =>
      !this.isUndoing && !restored && !before.has(one) && ever.has(one);
    for (const one of after) if (isBack(one)) this.doubled.add(one);
    for (const one of after) if (lines.join('').split(one).length > 2) this.doubled.add(one);
    for (const character of before) if (!after.has(character)) this.deleterOf.set(character, personId);
    for (const one of wordsIn(update)) if (before.has(one) && !after.has(one)) this.strayed.add(one);
  }
}

const words = (lines: ShownLine[], counts: (passage: Passage) => boolean): string[] =>
  lines.map(({ passages }) =>
    passages
      .filter(counts)
      .flatMap(({ spans }) => spans.map(({ text }) => text))
      .join(''),
  );
const standing = (passage: Passage): boolean => passage.deleter === null;
const textAt = (history: History, sequence: number, slips = true) =>
  history.text({ sequence, slips, part: 1 }).lines;

type Step = { who: number; what: number; where: number; length: number; lag: number };

const steps = fc.array(
  fc.record({
    who: fc.nat(3),
    what: fc.nat(12),
    where: fc.nat(1000),
    length: fc.integer({ min: 1, max: 9 }),
    lag: fc.nat(4),
  }),
  { minLength: 1, maxLength: 40 },
);

const lineIn = (doc: Y.Doc, index: number): Y.XmlElement | null => {
  const prose = doc.getXmlFragment(rootName);
  return prose.length === 0 ? null : (prose.get(index % prose.length) as Y.XmlElement);
};

/** The words of a line with their marks, as an editor copies them into another line. */
function copyOf(text: Y.XmlText, from: number): Y.XmlText {
  const copy = new Y.XmlText();
  const delta: { insert: string; attributes?: object }[] = [];
  let at = 0;
  for (const piece of text.toDelta() as { insert: string; attributes?: object }[]) {
    const insert = piece.insert.slice(Math.max(0, from - at));
    at += piece.insert.length;
    if (insert) delta.push({ ...piece, insert });
  }
  copy.applyDelta(delta);
  return copy;
}

/** One of the things people do in an editor. */
function act(table: Table, { who, what, where, length, lag }: Step): void {
  const writer = table.writers[who % table.writers.length]!;
  table.bring(writer, Math.max(writer.known, table.log.length - lag));
  const { doc, personId, undo } = writer;
  const lines = doc.getXmlFragment(rootName);
  const line = lineIn(doc, where);
  const text = line?.length ? (line.get(0) as Y.XmlText) : null;
  const at = text ? where % (text.length + 1) : 0;
  const much = text ? Math.min(length, text.length - at) : 0;
  const styles = [undefined, 'heading', 'bullet', 'task', 'done'];
  const marks = [
    { strong: {} },
    { strong: null },
    { link: { href: `https://vad.be/${where}` } },
    { link: null },
    { mention: { person: 'person-1', id: `m${where}` } },
  ];
  table.does(
    writer,
    () =>
      doc.transact(() => {
        if (what <= 1 || !line || !text)
          return writeLine(doc, table.fresh(personId, length), styles[where % 5]);
        if (what <= 4) return typeInto(doc, lines.toArray().indexOf(line), at, table.fresh(personId, length));
        if (what <= 6) return much > 0 ? eraseFrom(doc, lines.toArray().indexOf(line), at, much) : undefined;
        if (what === 7) return much > 0 ? text.format(at, much, marks[where % marks.length]!) : undefined;
        if (what === 8) return line.setAttribute('style', styles[where % 5] ?? 'number');
        if (what === 9) return lines.delete(lines.toArray().indexOf(line), 1);
        if (what === 10) {
          // Enter in the middle of a line.
          const tail = copyOf(text, at);
          const next = new Y.XmlElement('line');
          next.insert(0, [tail]);
          text.delete(at, text.length - at);
          lines.insert(lines.toArray().indexOf(line) + 1, [next]);
          return;
        }
        if (what === 11) {
          // Backspace at the beginning of a line.
          const index = lines.toArray().indexOf(line);
          const before = index > 0 ? (lines.get(index - 1) as Y.XmlElement) : null;
          if (!before?.length) return;
          const moved = text.toDelta() as { insert: string; attributes?: object }[];
          const target = before.get(0) as Y.XmlText;
          target.applyDelta([{ retain: target.length }, ...moved]);
          lines.delete(index, 1);
          return;
        }
      }, 'typed'),
    200 + length * 3000,
  );
  if (what !== 12 || where % 2 === 0) return;
  const known = table.log.length;
  table.isUndoing = true;
  table.does(writer, () => undo.undo());
  table.isUndoing = false;
  const undone = [
    ...table.log
      .slice(known)
      .map(({ update }) => wordsIn(update))
      .join(''),
  ];
  // The history takes a letter or two for chance; and what was undone inside a line that another deleted is of both.
  for (const one of undone) (undone.length < 3 ? table.doubled : table.strayed).add(one);
}

/** The same runs every time; HISTORY_SEED and HISTORY_RUNS look elsewhere, and longer. */
const seed = Number(process.env.HISTORY_SEED ?? 20261103);
const numRuns = Number(process.env.HISTORY_RUNS ?? 150);

describe('the history of live prose', function () {
  this.timeout(120_000);

  const property = (name: string, holds: (table: Table) => void): void => {
    it(name, () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 4 }), steps, (people, list) => {
          const table = new Table(people);
          for (const step of list) act(table, step);
          holds(table);
        }),
        { numRuns, seed },
      );
    });
  };

  property('text, at every commit, is what a page had then', (table) => {
    for (const [sequence, lines] of table.texts.entries()) {
      const shown = textAt(table.history, sequence);
      const lived = shown.filter((line) => line.passages.some(standing)).map(({ passages }) => passages);
      const texts = lived.map((passages) => words([{ passages } as ShownLine], standing)[0]);
      expect(texts, `after ${sequence}`).to.deep.equal(lines.filter((line) => line !== ''));
    }
  });

  property('text, every character that stands, is by who first wrote it', (table) => {
    for (const { passages } of textAt(table.history, table.log.length)) {
      for (const { spans, writer } of passages.filter(standing)) {
        for (const one of spans.flatMap(({ text }) => [...text]))
          if (!table.doubled.has(one)) expect(writer.personId, one).to.equal(table.writerOf.get(one));
      }
    }
  });

  property(
    'text, every character that is gone, is shown once, by who wrote it and who deleted it',
    (table) => {
      const there = new Set(table.texts.at(-1)!.join(''));
      const ever = new Set(table.texts.flat().join(''));
      const shown: string[] = [];
      for (const { passages } of textAt(table.history, table.log.length)) {
        for (const { spans, writer, deleter } of passages.filter((one) => !standing(one))) {
          for (const character of spans.flatMap(({ text }) => [...text])) {
            if (!ever.has(character) || table.doubled.has(character)) continue; // written into a line that another had deleted: nobody saw it
            shown.push(character);
            expect(there.has(character), 'stands').to.equal(false);
            expect(writer.personId).to.equal(table.writerOf.get(character));
            if (!table.strayed.has(character))
              expect(deleter!.personId).to.equal(table.deleterOf.get(character));
          }
        }
      }
      const gone = [...ever].filter((one) => !there.has(one) && !table.doubled.has(one));
      expect(shown.sort()).to.deep.equal(gone.sort());
    },
  );

  property('comparison, of any two moments, adds and deletes exactly what differs', (table) => {
    const isOne = (character: string): boolean => !table.doubled.has(character);
    for (let from = 0; from < table.texts.length; from += 3) {
      for (let to = from; to < table.texts.length; to += 4) {
        const { lines } = table.history.comparison({ from, to, part: 1 });
        const [before, after] = [new Set(table.texts[from]!.join('')), new Set(table.texts[to]!.join(''))];
        const of = (change: string) =>
          [...words(lines, (passage) => passage.change === change).join('')].filter(isOne).sort();
        expect(of('added')).to.deep.equal([...after].filter((one) => isOne(one) && !before.has(one)).sort());
        expect(of('deleted')).to.deep.equal(
          [...before].filter((one) => isOne(one) && !after.has(one)).sort(),
        );
      }
    }
  });

  property('restoration, of any passage that is gone, brings it back and takes nothing away', (table) => {
    const gone = textAt(table.history, table.log.length)
      .flatMap((line) => line.passages)
      .filter(
        (one) =>
          one.isGone && one.spans.every(({ text }) => [...text].every((each) => !table.doubled.has(each))),
      );
    for (const passage of gone.slice(0, 3)) {
      const before = table.texts.at(-1)!.join('');
      const made = table.history.restoration({ stretches: passage.stretches, asLine: false });
      if (made.kind !== 'made') return expect.fail(made.kind);
      table.commit('restorer', made.update, 1000, made.stretches);
      const after = table.texts.at(-1)!.join('');
      const text = passage.spans.map((span) => span.text).join('');
      expect(after).to.contain(text);
      expect([...after].sort().join('')).to.equal([...before, ...text].sort().join(''));
      const rest = [...after].filter((character) => !text.includes(character)).join('');
      expect(rest, 'the order of everything else').to.equal(before);
      const back = textAt(table.history, table.log.length)
        .flatMap((line) => line.passages)
        .filter((one) => standing(one) && one.spans.some((span) => text.includes(span.text[0]!)));
      for (const one of back) {
        expect(one.writer.personId).to.equal(passage.writer.personId);
        expect(one.restorer?.personId).to.equal('restorer');
      }
      expect(table.history.restoration({ stretches: passage.stretches, asLine: false }).kind).to.equal(
        'standing',
      );
    }
  });

  it('words that somebody cuts and pastes elsewhere, stay the words of who wrote them', () => {
    const table = new Table(2);
    const [an, bo] = table.writers as [Writer, Writer];
    table.does(an, (doc) => writeLine(doc, 'Elke woensdag bellen wij'));
    table.does(an, (doc) => writeLine(doc, 'Nieuw'));
    table.bring(bo);
    table.does(bo, (doc) => eraseFrom(doc, 0, 0, 14));
    table.does(bo, (doc) => typeInto(doc, 1, 5, 'Elke woensdag '));
    const [, line] = textAt(table.history, 4, false);
    const moved = line!.passages.find(({ spans }) => spans[0]!.text === 'Elke woensdag ')!;
    expect([moved.writer.personId, moved.restorer?.personId]).to.deep.equal(['person-0', 'person-1']);
  });

  it('a letter or two, written where somebody deleted the same, are of who writes them', () => {
    const table = new Table(2);
    const [an, bo] = table.writers as [Writer, Writer];
    table.does(an, (doc) => writeLine(doc, 'ja'));
    table.bring(bo);
    table.does(bo, (doc) => eraseFrom(doc, 0, 0, 2));
    table.does(bo, (doc) => typeInto(doc, 0, 0, 'ja'));
    const [line] = textAt(table.history, 3);
    expect(line!.passages.filter(standing)[0]!.writer.personId).to.equal('person-1');
  });

  it('people who write at once share a step, and a pause begins another', () => {
    const table = new Table(2);
    const [an, bo] = table.writers as [Writer, Writer];
    for (let round = 0; round < 3; round++) {
      table.does(an, (doc) => writeLine(doc, 'van An'));
      table.does(bo, (doc) => writeLine(doc, 'van Bo'));
    }
    table.does(an, (doc) => writeLine(doc, 'later'), 6 * 60_000);
    const { steps } = table.history.steps({ sequence: 7 });
    const told = steps.map(({ first, last, hands }) => [first, last, hands.length]);
    expect(told).to.deep.equal([
      [1, 6, 2],
      [7, 7, 1],
    ]);
  });

  const isTask = (style: string | null): boolean => style === 'task' || style === 'done';
  const ticking = fc.array(fc.record({ who: fc.nat(2), line: fc.nat(2), style: fc.nat(3), lag: fc.nat(3) }), {
    minLength: 1,
    maxLength: 30,
  });

  it('ticks, of people who tick at once and apart, are of whoever changed what everyone then saw', () => {
    fc.assert(
      fc.property(ticking, (list) => {
        const table = new Table(3);
        const [an] = table.writers as [Writer];
        for (let line = 0; line < 3; line++)
          table.does(an, (doc) => writeLine(doc, table.fresh('person-0', 3), 'task'));
        const wasDone = [false, false, false];
        const truth: ({ isDone: boolean; personId: string; sequence: number } | null)[] = [null, null, null];
        const moments: { sequence: number; styles: (string | null)[]; truth: typeof truth }[] = [];
        for (const { who, line, style, lag } of list) {
          const writer = table.writers[who]!;
          table.bring(writer, Math.max(writer.known, 3, table.log.length - lag));
          const before = table.log.length;
          table.does(writer, (doc) => {
            const element = doc.getXmlFragment(rootName).get(line) as Y.XmlElement;
            if (style === 3) element.removeAttribute('style');
            else element.setAttribute('style', ['task', 'done', 'heading'][style]!);
          });
          if (table.log.length === before) continue;
          const styles = table
            .whole()
            .getXmlFragment(rootName)
            .toArray()
            .map((one) => (one as Y.XmlElement).getAttribute('style') ?? null);
          for (const [index, now] of styles.entries()) {
            const isDone = now === 'done';
            if (isDone !== wasDone[index])
              truth[index] = { isDone, personId: writer.personId, sequence: table.log.length };
            wasDone[index] = isDone;
          }
          moments.push({ sequence: table.log.length, styles, truth: [...truth] });
        }
        for (const { sequence, styles, truth: then } of moments) {
          const shown = textAt(table.history, sequence);
          expect(shown.map((line) => line.style)).to.deep.equal(styles);
          for (const [index, { tick }] of shown.entries()) {
            const known = isTask(styles[index]!) ? then[index]! : null;
            expect(
              tick && { isDone: tick.isDone, personId: tick.personId, sequence: tick.sequence },
              `line ${index} after ${sequence}`,
            ).to.deep.equal(known);
          }
        }
        // Between any two moments a tick is told exactly where it is otherwise.
        for (const from of moments) {
          for (const to of moments.filter(({ sequence }) => sequence > from.sequence)) {
            const { lines, tally } = table.history.comparison({
              from: from.sequence,
              to: to.sequence,
              part: 1,
            });
            const told = lines.map(({ tick }) => tick?.isNew ?? false);
            const isOther = to.styles.map(
              (style, index) => isTask(style) && (style === 'done') !== (from.styles[index] === 'done'),
            );
            expect(told, `${from.sequence} to ${to.sequence}`).to.deep.equal(isOther);
            const counted = tally.ticked.reduce((sum, { passages }) => sum + passages, 0);
            expect(counted).to.equal(isOther.filter(Boolean).length);
          }
        }
      }),
      { numRuns: 200, seed },
    );
  });

  it('a tick, after somebody else splits the line, moves it and brings it back, is of who ticked', () => {
    const table = new Table(2);
    const [an, bo] = table.writers as [Writer, Writer];
    table.does(an, (doc) => writeLine(doc, 'Bellen met de huisarts vandaag', 'task'));
    const line = (doc: Y.Doc, index: number) => doc.getXmlFragment(rootName).get(index) as Y.XmlElement;
    table.does(an, (doc) => line(doc, 0).setAttribute('style', 'done'));
    table.bring(bo);
    // Enter in the middle, as the editor does it: both halves keep the tick.
    table.does(bo, (doc) =>
      doc.transact(() => {
        const words = line(doc, 0).get(0) as Y.XmlText;
        const next = new Y.XmlElement('line');
        next.setAttribute('style', 'done');
        next.insert(0, [copyOf(words, 12)]);
        words.delete(12, words.length - 12);
        doc.getXmlFragment(rootName).insert(1, [next]);
      }, 'typed'),
    );
    const tellers = () => textAt(table.history, table.log.length).map(({ tick }) => tick?.personId ?? null);
    expect(tellers()).to.deep.equal(['person-0', 'person-0']);
    table.does(bo, (doc) => doc.transact(() => doc.getXmlFragment(rootName).delete(1, 1), 'typed'));
    table.does(bo, () => bo.undo.undo());
    expect(plainLines(bo.doc)).to.deep.equal(['Bellen met d', 'e huisarts vandaag']);
    const stood = textAt(table.history, table.log.length).filter(({ passages }) => passages.some(standing));
    expect(stood.map(({ tick }) => tick?.personId)).to.deep.equal(['person-0', 'person-0']);
    const { steps: told } = table.history.steps({ sequence: 1 });
    expect(told.some((step) => step.ticked)).to.equal(true);
  });

  it('links, between any two moments, tell who made words lead elsewhere, and only where they do', () => {
    const addresses = ['https://vad.be/', 'https://druglijn.be/', null];
    const acts = fc.array(fc.record({ who: fc.nat(1), to: fc.nat(2), late: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(acts, (list) => {
        const table = new Table(2);
        const [an] = table.writers as [Writer];
        table.does(an, (doc) => writeLine(doc, 'De Druglijn'));
        const hrefs: (string | null)[] = [null, null];
        const people = ['', 'person-0'];
        for (const { who, to, late } of list) {
          const writer = table.writers[who]!;
          table.bring(writer, late ? Math.max(writer.known, 1) : table.log.length);
          const before = table.log.length;
          table.does(writer, (doc) => {
            const words = (doc.getXmlFragment(rootName).get(0) as Y.XmlElement).get(0) as Y.XmlText;
            const href = addresses[to] ?? null;
            words.format(3, 8, { link: href === null ? null : { href } });
          });
          if (table.log.length === before) continue;
          const line = table.whole().getXmlFragment(rootName).get(0) as Y.XmlElement;
          const delta = (line.get(0) as Y.XmlText).toDelta() as {
            attributes?: { link?: { href: string } };
          }[];
          hrefs.push(delta.at(-1)?.attributes?.link?.href ?? null);
          people.push(writer.personId);
        }
        for (let from = 1; from < hrefs.length; from++) {
          for (let to = from + 1; to < hrefs.length; to++) {
            const { lines, tally } = table.history.comparison({ from, to, part: 1 });
            const relinked = lines[0]!.passages.at(-1)!.relinked;
            expect(relinked && { from: relinked.from, to: relinked.to }).to.deep.equal(
              hrefs[from] === hrefs[to] ? null : { from: hrefs[from], to: hrefs[to] },
            );
            expect(tally.relinked.length).to.equal(relinked ? 1 : 0);
            if (relinked && to === from + 1) expect(relinked.personId).to.equal(people[to]);
            if (relinked)
              expect([relinked.sequence > from, relinked.sequence <= to]).to.deep.equal([true, true]);
          }
        }
      }),
      { numRuns: 200, seed },
    );
  });

  it('what is put back, bears what it bore: its link and its mention', () => {
    const table = new Table(2);
    const [an, bo] = table.writers as [Writer, Writer];
    const words = (doc: Y.Doc) => (doc.getXmlFragment(rootName).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    table.does(an, (doc) => writeLine(doc, 'Bel @ of kijk op vad.be eerst'));
    const mention = { person: 'person-1', id: 'm-1' };
    table.does(an, (doc) => words(doc).format(4, 1, { mention }));
    table.does(an, (doc) => words(doc).format(17, 6, { link: { href: 'https://vad.be/' } }));
    table.bring(bo);
    table.does(bo, (doc) => words(doc).delete(4, 19));
    const gone = textAt(table.history, 4)[0]!.passages.find((one) => one.isGone)!;
    expect(gone.spans.map(({ text, link, mention: of }) => [text, link, of?.person ?? null])).to.deep.equal([
      ['@', null, 'person-1'],
      [' of kijk op ', null, null],
      ['vad.be', 'https://vad.be/', null],
    ]);
    const made = table.history.restoration({ stretches: gone.stretches, asLine: false });
    if (made.kind !== 'made') return expect.fail(made.kind);
    table.commit('restorer', made.update, 1000, made.stretches);
    const after = words(table.whole()).toDelta();
    expect(after).to.deep.equal([
      { insert: 'Bel ' },
      { insert: '@', attributes: { mention } },
      { insert: ' of kijk op ' },
      { insert: 'vad.be', attributes: { link: { href: 'https://vad.be/' } } },
      { insert: ' eerst' },
    ]);
  });
});
