import { ageGroups } from '../../../../models/CareModule.ts';
import { paths } from '../../../paths.ts';
import type { Reader } from '../wording.ts';
import { instrumentsFor, problemsWithInstrument } from './instruments.ts';

/** The instruments that go with a search or an entry, for a short list beside it; null when there are none. */
export function instrumentLinks(
  asked: { problems: string[]; ages: string[]; place: string },
  { t }: Reader,
): { href: string; links: { name: string; size: string; href: string }[] } | null {
  const problem = asked.problems.filter((code) => problemsWithInstrument.includes(code));
  if (problem.length === 0) return null;
  const age = asked.ages.filter((code) => ageGroups.some((one) => one === code));
  const found = instrumentsFor({ problems: problem, ages: age });
  if (found.length === 0) return null;
  const href = paths.offerInstruments({ problem, age, place: asked.place });
  return {
    href,
    links: found.map(({ code, name, questions }) => ({
      name,
      size: t('instruments.questions', { count: questions }),
      href: `${href}#${code}`,
    })),
  };
}
