import { expect } from 'chai';
import fc from 'fast-check';
import * as Y from 'yjs';
import { rootName } from '../../public/scripts/live/protocol.ts';
import type { Entry, RedactedStretch } from '../../server/live/history/entries.ts';
import { History } from '../../server/live/history/history.ts';
import { Blackout, deletionOf, rewrite, wordsIn } from '../../server/live/redaction/rewriting.ts';
import { eraseFrom, linesOf, typeInto, updatesOf, writeLine } from './prose.ts';

/** Letters that stand nowhere else, so that each that is left over tells. */
const secret = 'ŴÀCHTWØØRÐ';

interface Writer {
  personId: string;
  doc: Y.Doc;
  undo: Y.UndoManager;
  known: number;
}

interface Logged {
  entry: Entry;
  update: Uint8Array;
}

/** Several people who write in one log, each with a document that knows a part of it. */
class Table {
  readonly log: Logged[] = [];
  readonly writers: Writer[];
  #at = new Date('2026-11-03T13:00:00Z').getTime();
  #letters = 0x4e00;

  constructor(people: number) {
    this.writers = Array.from({ length: people }, (_, index) => {
      const doc = new Y.Doc();
      doc.clientID = index + 1;
      const undo = new Y.UndoManager(doc.getXmlFragment(rootName), {
        captureTimeout: 0,
        trackedOrigins: new Set(['typed']),
      });
      return { personId: `person-${index}`, doc, undo, known: 0 };
    });
  }

  fresh(length: number): string {
    return Array.from({ length }, () => String.fromCharCode(this.#letters++)).join('');
  }

  bring(writer: Writer, upTo = this.log.length): void {
    for (; writer.known < upTo; writer.known++) Y.applyUpdate(writer.doc, this.log[writer.known]!.update);
  }

  does(writer: Writer, work: () => void): void {
    const updates = updatesOf(writer.doc, work);
    if (updates.length > 0) this.add(writer.personId, Y.mergeUpdates(updates));
  }

  add(personId: string, update: Uint8Array, redacted?: RedactedStretch[]): void {
    this.#at += 61_000;
    const entry: Entry = {
      sequence: this.log.length + 1,
      at: new Date(this.#at),
      personId,
      organisationId: `org-${personId}`,
      ...(redacted ? { redacted } : {}),
    };
    this.log.push({ entry, update });
  }
}

type Step = { who: number; what: number; where: number; length: number; lag: number };
const steps = fc.array(
  fc.record({
    who: fc.nat(3),
    what: fc.nat(11),
    where: fc.nat(1000),
    length: fc.integer({ min: 1, max: 14 }),
    lag: fc.nat(4),
  }),
  { minLength: 1, maxLength: 30 },
);

const lineIn = (doc: Y.Doc, where: number): number =>
  where % Math.max(1, doc.getXmlFragment(rootName).length);

/** Something that people do: some of it with the secret, whole, letter by letter, moved, deleted, undone. */
function act(table: Table, { who, what, where, length, lag }: Step): unknown {
  const writer = table.writers[who % table.writers.length]!;
  table.bring(writer, Math.max(writer.known, table.log.length - lag));
  const { doc } = writer;
  const prose = doc.getXmlFragment(rootName);
  const index = lineIn(doc, where);
  const text = (prose.get(index) as Y.XmlElement | undefined)?.get(0) as Y.XmlText | undefined;
  const at = text ? where % (text.length + 1) : 0;
  const typed = (work: () => void): void => table.does(writer, () => doc.transact(work, 'typed'));
  if (what <= 1 || !text) return typed(() => writeLine(doc, table.fresh(length)));
  if (what === 2) return typed(() => writeLine(doc, `${table.fresh(3)}${secret}${table.fresh(3)}`));
  if (what === 3) return typed(() => typeInto(doc, index, at, secret));
  if (what === 4) {
    // Letter by letter, each an update of its own, with a slip in the middle.
    for (const [place, letter] of [...secret].entries()) {
      typed(() => typeInto(doc, index, at + place, letter));
      if (place !== 4) continue;
      typed(() => typeInto(doc, index, at + place + 1, 'q'));
      typed(() => eraseFrom(doc, index, at + place + 1, 1));
    }
    return null;
  }
  if (what <= 6) return typed(() => typeInto(doc, index, at, table.fresh(length)));
  if (what <= 8) {
    const much = Math.min(length, text.length - at);
    return much > 0 ? typed(() => eraseFrom(doc, index, at, much)) : null;
  }
  if (what === 9) {
    // Enter in the middle of a line, which may be in the middle of the secret.
    return typed(() => {
      const tail = text.toString().slice(at);
      const next = new Y.XmlElement('line');
      const words = new Y.XmlText();
      words.insert(0, tail);
      next.insert(0, [words]);
      text.delete(at, text.length - at);
      prose.insert(index + 1, [next]);
    });
  }
  if (what === 10) return typed(() => prose.delete(index, 1));
  return table.does(writer, () => writer.undo.undo());
}

/** Every character a history shows at a moment, with everything that is said about it. */
function told(history: History, sequence: number): Map<string, string> {
  const characters = new Map<string, string>();
  for (const { passages } of history.text({ sequence, slips: true, part: 1 }).lines) {
    for (const { spans, stretches, writer, restorer, deleter, redactor } of passages) {
      const letters = spans.map(({ text }) => text).join('');
      let place = 0;
      for (const { client, clock, length } of stretches) {
        for (let at = 0; at < length; at++, place++) {
          const said = [writer, restorer, deleter].map((one) => one?.personId ?? '-').join(' ');
          const letter = redactor ? 'redacted' : letters[place]!;
          characters.set(`${client}.${clock + at}`, `${letter} ${said}`);
        }
      }
    }
  }
  return characters;
}

const historyOf = (log: readonly Logged[]): History => {
  const history = new History();
  for (const { entry, update } of log) history.take([entry], [update]);
  return history;
};

const documentOf = (log: readonly Logged[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const { update } of log) Y.applyUpdate(doc, update);
  return doc;
};

const keysOf = (stretches: readonly RedactedStretch[]): Set<string> =>
  new Set(
    stretches.flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_, at) => `${client}.${clock + at}`),
    ),
  );

/** The log as it is kept after somebody redacts the secret. */
function redacted(log: readonly Logged[], stretches: RedactedStretch[]): Logged[] {
  const blackout = new Blackout(stretches);
  const saying: Entry = {
    ...log.at(-1)!.entry,
    sequence: log.length + 1,
    personId: 'redactor',
    redacted: stretches,
  };
  return [
    ...log.map(({ entry, update }) => ({ entry, update: rewrite(update, blackout) ?? update })),
    { entry: saying, update: deletionOf(stretches) },
  ];
}

const seed = Number(process.env.REDACTION_SEED ?? 20261126);
const numRuns = Number(process.env.REDACTION_RUNS ?? 150);

describe('redacting a log', function () {
  this.timeout(120_000);

  /** Random work, then the secret is redacted wherever it stands or stood; what there was before, and what is left. */
  const property = (
    name: string,
    holds: (known: {
      table: Table;
      stretches: RedactedStretch[];
      before: readonly Logged[];
      after: Logged[];
    }) => void,
  ): void => {
    it(name, () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 4 }), steps, (people, list) => {
          const table = new Table(people);
          const [first] = table.writers as [Writer];
          table.does(first, () => writeLine(first.doc, `Zet ${secret} weg`));
          for (const step of list) act(table, step);
          const { stretches } = historyOf(table.log).words({ words: [secret], within: null });
          expect(stretches).not.to.deep.equal([]);
          holds({ table, stretches, before: table.log, after: redacted(table.log, stretches) });
        }),
        { numRuns, seed },
      );
    });
  };

  property(
    'no update holds the secret, and no moment shows it, whole or what Enter left of it',
    ({ after }) => {
      for (const { update } of after) expect(wordsIn(update, [secret])).to.deep.equal([]);
      const history = historyOf(after);
      for (let sequence = 0; sequence <= after.length; sequence++) {
        const text = history
          .text({ sequence, slips: true, part: 1 })
          .lines.map(({ passages }) =>
            passages.flatMap(({ spans }) => spans.map((span) => span.text)).join(''),
          )
          .join('\n');
        expect(text).not.to.contain(secret);
      }
      expect(history.words({ words: [secret], within: null }).count).to.equal(0);
    },
  );

  property('text, is what it was without the characters that are gone', ({ before, after, stretches }) => {
    const doc = documentOf(before);
    Y.applyUpdate(doc, deletionOf(stretches));
    expect(linesOf(documentOf(after))).to.deep.equal(linesOf(doc));
  });

  property(
    'every other character, at every moment, is told as before: who wrote, put back, deleted',
    (known) => {
      const gone = keysOf(known.stretches);
      const [then, now] = [historyOf(known.before), historyOf(known.after)];
      for (let sequence = 0; sequence <= known.before.length; sequence++) {
        const rest = (history: History) =>
          [...told(history, sequence)].filter(([key]) => !gone.has(key)).sort();
        expect(rest(now), `after ${sequence}`).to.deep.equal(rest(then));
      }
      for (const [key, said] of told(now, known.after.length))
        if (gone.has(key)) expect(said).to.match(/^redacted /);
    },
  );

  property('everyone who opens it anew, writes on, and all converge', ({ after }) => {
    const writers = [101, 102, 103].map((client) => {
      const doc = documentOf(after);
      doc.clientID = client;
      return doc;
    });
    const made = writers.flatMap((doc, index) =>
      updatesOf(doc, () => {
        for (let line = 0; line < doc.getXmlFragment(rootName).length; line++)
          if (((doc.getXmlFragment(rootName).get(line) as Y.XmlElement).get(0) as Y.XmlText).length > index)
            typeInto(doc, line, index, `nieuw ${index}`);
        writeLine(doc, `van ${index}`);
      }),
    );
    for (const [index, doc] of writers.entries())
      for (const update of index % 2 ? made.toReversed() : made) Y.applyUpdate(doc, update);
    const [one, ...others] = writers.map(linesOf);
    for (const other of others) expect(other).to.deep.equal(one);
  });

  property('nobody can put back what is gone, and the words around it can be', ({ after, stretches }) => {
    const history = historyOf(after);
    const only = stretches.map(({ client, clock, length }) => ({ client, clock, length }));
    expect(history.restoration({ stretches: only, asLine: true }).kind).to.equal('unknown');
    for (const { passages } of history.text({ sequence: after.length, slips: true, part: 1 }).lines) {
      const all = passages.flatMap((passage) => passage.stretches);
      const made = all.length > 0 ? history.restoration({ stretches: all, asLine: true }) : null;
      if (made?.kind !== 'made') continue;
      expect(wordsIn(made.update, [secret])).to.deep.equal([]);
      const texts = Y.decodeUpdate(made.update).structs.map((struct) =>
        struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '',
      );
      expect(texts.join('')).not.to.match(/[\ue000-\uf8ff]/);
    }
  });
});
