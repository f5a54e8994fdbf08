import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Ground, Verdict } from '../../server/features/coverage/decision.ts';
import { type Detected, detection, type Evidence } from '../../server/features/coverage/detection.ts';
import type { LineClass } from '../../server/features/coverage/flags.ts';
import type { Cell, Frame } from '../../server/features/coverage/frame.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import { verdict } from '../../server/features/coverage/verdict.ts';
import { linesOf, type WrittenEntry } from './anInventory.ts';

/** What a coordinator says of a cell, in words and as the codes these words mean. */
interface Judged {
  cell: Cell;
  verdict: Verdict;
  ground: Ground;
  words: string;
  /** Per entry: what it is to the cell, and the codes of what weighs on it. */
  entries?: Record<string, { lineClass: LineClass; reasons: string[] }>;
}

interface Situation {
  title: string;
  source: string;
  day: string;
  /** Id of a reference frame; "own" when absent. */
  frame?: string;
  /** Fields of the frame that this platform settled otherwise. */
  settled?: Partial<Frame>;
  inventory: WrittenEntry[];
  judged?: Judged[];
  evidence?: Partial<Evidence>;
  /** Candidates a coordinator expects, by key, with the first reason. */
  candidates?: { list: keyof Detected; key: string; kind: string; reason: string; words: string }[];
}

const folder = new URL('situations/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Situation;
const frameOf = ({ frame = 'own', settled }: Situation): Frame => ({ ...frames.get(frame)!, ...settled });

const evidenceOf = ({ inventory, evidence }: Situation): Evidence => ({
  lines: linesOf(inventory),
  passages: [],
  tasks: [],
  meanings: [],
  dismissals: [],
  ...evidence,
});

describe('coverage: written situations', () => {
  it('there are at least twelve, each with a source and a judgement in words', () => {
    expect(files.length).to.be.at.least(12);
    for (const file of files) {
      const { source, judged = [], candidates = [] } = read(file);
      expect(source, file).to.have.length.above(10);
      expect([...judged, ...candidates], file).not.to.deep.equal([]);
      for (const { words } of [...judged, ...candidates]) expect(words, file).to.have.length.above(10);
    }
  });

  for (const file of files) {
    const situation = read(file);
    it(`${situation.title}: the computed verdict and reasons are the coordinator's`, () => {
      const lines = linesOf(situation.inventory);
      for (const judged of situation.judged ?? []) {
        const found = verdict(judged.cell, lines, frameOf(situation), situation.day);
        const said = `${judged.words} (${JSON.stringify(found)})`;
        expect([found.verdict, found.ground], said).to.deep.equal([judged.verdict, judged.ground]);
        for (const [id, { lineClass, reasons }] of Object.entries(judged.entries ?? {})) {
          const entry = found.entries.find((one) => one.id === id);
          const codes = entry?.reasons.map((one) => one.code);
          const against = codes?.filter((code) => !['reached', 'places'].includes(code));
          expect([entry?.lineClass, against], said).to.deep.equal([lineClass, reasons]);
        }
      }
      if (!situation.candidates) return;
      const detected = detection(evidenceOf(situation), frameOf(situation), situation.day);
      for (const { list, key, kind, reason, words } of situation.candidates) {
        const candidate = detected[list].find((one) => one.key === key);
        expect([candidate?.kind, candidate?.reasons[0]?.code], words).to.deep.equal([kind, reason]);
      }
    });
  }
});
