import { paths } from '../../../paths.ts';
import { type Asked, fields } from './forms.ts';
import type { Question } from './question.ts';

type Query = Partial<Record<keyof Asked, string>>;

/** What of a question is not what one gets without asking. Where one looks is always said: others look from elsewhere. */
function saidIn({ asked, within }: Question): Query {
  const all = { ...asked, within: within.code };
  const said = Object.entries(all).filter(([name, value]) => {
    const field = fields[name as keyof Asked];
    return name === 'within' || value !== field.parse(undefined);
  });
  return Object.fromEntries(said);
}

/** The page of a question with some of it changed; without an opened cell unless one is asked for. */
export const addressOf =
  (question: Question) =>
  (change: Query = {}): string => {
    const { cell: _opened, ...rest } = saidIn(question);
    return paths.coverage({ ...rest, ...change });
  };

/** For many cells: everything before the code of the cell. */
export function cellAddresses(question: Question): (row: string, column: string) => string {
  const base = addressOf(question)();
  return (row, column) => `${base}&cell=${encodeURIComponent(`${row}.${column}`)}#cell`;
}
