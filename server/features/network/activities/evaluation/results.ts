import {
  type EvaluationAnswer,
  type EvaluationQuestion,
  type EvaluationSector,
  evaluationQuestions,
  evaluationSectors,
  openQuestions,
} from '../../../../../models/Evaluation.ts';

/** Fewer answers than this tell too much of who gave them. */
export const fewest = 5;

export interface QuestionResult {
  question: EvaluationQuestion;
  answered: number;
  /** Of those who answered; null when fewer than five did. */
  mean: number | null;
  /** How many gave 1, 2, 3, 4 and 5; null when fewer than five answered. */
  spread: number[] | null;
}

export interface SectorResult {
  /** Sectors that are shown together, each with too few answers to stand alone. */
  sectors: EvaluationSector[];
  count: number;
  /** Of all their scores. */
  mean: number | null;
}

export interface Results {
  count: number;
  questions: QuestionResult[];
  open: { question: (typeof openQuestions)[number]; words: string[] }[];
  sectors: SectorResult[];
}

const meanOf = (scores: readonly number[]): number | null =>
  scores.length < fewest ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length;

function questionResult(answers: readonly EvaluationAnswer[], question: EvaluationQuestion): QuestionResult {
  const scores = answers.flatMap((one) => one[question] ?? []);
  const mean = meanOf(scores);
  const spread = [1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length);
  return { question, answered: scores.length, mean, spread: mean === null ? null : spread };
}

/** Sectors with five answers stand alone; the others together, with the smallest of the rest where they are still too few. */
function sectorResults(answers: readonly EvaluationAnswer[]): SectorResult[] {
  const of = (sector: EvaluationSector) => answers.filter((one) => one.sector === sector);
  const all = evaluationSectors.filter((one) => of(one).length > 0);
  const alone = all.filter((one) => of(one).length >= fewest);
  const together = all.filter((one) => of(one).length < fewest);
  const count = () => together.reduce((sum, one) => sum + of(one).length, 0);
  while (together.length > 0 && count() < fewest && alone.length > 0) {
    const smallest = alone.reduce((best, one) => (of(one).length < of(best).length ? one : best));
    together.push(...alone.splice(alone.indexOf(smallest), 1));
  }
  return [...alone.map((one) => [one]), together]
    .filter((some) => some.length > 0)
    .map((sectors) => {
      const own = sectors.flatMap(of);
      const scores = own.flatMap((one) => evaluationQuestions.flatMap((question) => one[question] ?? []));
      return { sectors, count: own.length, mean: own.length < fewest ? null : meanOf(scores) };
    });
}

/** What the answers come to; null when they are too few to be shown. */
export function resultsOf(answers: readonly EvaluationAnswer[]): Results | null {
  if (answers.length < fewest) return null;
  return {
    count: answers.length,
    questions: evaluationQuestions.map((one) => questionResult(answers, one)),
    // By their letters: the order in which they came is nobody's to know, and each question has an order of its own.
    open: openQuestions.map((question) => ({
      question,
      words: answers.flatMap((one) => one[question] || []).sort(),
    })),
    sectors: sectorResults(answers),
  };
}
