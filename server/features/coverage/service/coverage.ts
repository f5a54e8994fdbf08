import { brusselsDay } from '../../../core/i18n.ts';
import { latest } from '../../../core/latest.ts';
import type { Detected } from '../detection.ts';
import type {
  AskedCandidates,
  AskedCell,
  AskedFirst,
  AskedLook,
  CellAnswer,
  FirstAnswer,
  MatrixAnswer,
} from './asked.ts';
import { CoverageKeeper, type CoverageOptions, type Thread } from './coverageKeeper.ts';

/** Coverage of the care offer: worked out in a thread of its own, kept current from the acts. */
export interface Coverage {
  /** @throws RangeError when an area is none, or a dimension is asked twice */
  matrix(look: AskedLook): Promise<MatrixAnswer>;
  cell(asked: AskedCell): Promise<CellAnswer>;
  candidates(asked: AskedCandidates): Promise<Detected>;
  /** What to ask first, of the inventory of now. */
  first(asked: AskedFirst): Promise<FirstAnswer>;
  /** Told when a change of the offer shows in the answers; answers how to stop. */
  onChange(listener: () => void): () => void;
  /** Reads the offer, for whoever does not want the first visitor to wait; resolves also when that failed, which is logged. */
  warm(): Promise<void>;
  /** Bytes that the thread holds. */
  memory(): Promise<{ heapUsed: number; arrayBuffers: number }>;
  close(): Promise<void>;
}

declare module '../../../core/house.ts' {
  interface House {
    /** For pages about coverage; core itself knows nothing of it. */
    coverage: Coverage;
  }
}

type Answer = MatrixAnswer | CellAnswer | Detected | FirstAnswer;

/** Answers that are kept: a large matrix is some hundred kilobytes. */
const most = 60;

/** Follows the acts at once, and reads the offer when it is first asked for. */
export function startCoverage(options: CoverageOptions): Coverage {
  const answers = latest<Answer>(most);
  const keeper = new CoverageKeeper(options, () => answers.forget());
  /** Many look at the same: what was answered holds until something changes. */
  const answered = async <T extends Answer>(key: string, ask: () => Promise<T>): Promise<T> => {
    const kept = answers.get(key);
    if (kept) return kept as T;
    const since = answers.changes;
    const answer = await ask();
    answers.keep(key, answer, since);
    return answer;
  };
  const inventoryOn = (day: string): string | null => (day < brusselsDay(options.clock.now()) ? day : null);
  const about = async (day: string): Promise<{ thread: Thread; inventory: string | null }> => {
    const inventory = inventoryOn(day);
    const thread = await keeper.ready();
    if (inventory !== null) await keeper.past(thread, inventory);
    return { thread, inventory };
  };
  return {
    matrix: (look) =>
      answered(`matrix ${JSON.stringify(look)}`, async () => {
        const { thread, inventory } = await about(look.day);
        return thread.ask('matrix', { look, inventory });
      }),
    cell: (asked) =>
      answered(`cell ${JSON.stringify(asked)}`, async () => {
        const { thread, inventory } = await about(asked.day);
        return thread.ask('cell', { asked, inventory });
      }),
    candidates: (asked) =>
      answered(`candidates ${JSON.stringify(asked)}`, async () =>
        (await keeper.ready()).ask('candidates', { asked }),
      ),
    first: (asked) =>
      answered(`first ${JSON.stringify(asked)}`, async () => (await keeper.ready()).ask('first', { asked })),
    onChange: (listener) => keeper.onChange(listener),
    warm: async () => {
      await keeper.ready().catch((err) => {
        if (!keeper.isClosed) options.logger.error({ err }, 'reading the offer for its coverage failed');
      });
    },
    memory: async () => (await keeper.ready()).ask('memory', {}),
    close: () => keeper.close(),
  };
}
