import type { GapRecord } from '../../../../models/Gap.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { Decision } from '../decision.ts';
import { gapKindOf } from '../gaps.ts';
import type { AskedOfRegister } from './cells.ts';
import { markOf } from './pageParts.ts';
import { gapReporting } from './policy.ts';

/** The form for a gap, filled in from a cell and what it comes to; of a zone, with the areas it is put together from. */
export function reportAddress({ parts, area, ...kind }: AskedOfRegister, decision: Decision): string {
  const { type, age, target, setting, problem } = kind;
  const said = Object.entries({
    kind: gapKindOf(decision),
    function: type,
    area: parts ?? area,
    ages: age,
    targetGroups: target,
    settings: setting,
    problems: problem,
    cell: 'on',
  });
  return paths.newGap(Object.fromEntries(said.filter(([, code]) => code)));
}

/**
 * What `_cellGaps` shows beside an opened cell.
 * @param gaps those of `gapsAbout` for this cell
 * @param decision what the cell comes to; a covered cell is nothing to report
 */
export function cellGapsView(
  { person, language }: Pick<SignedInVisit, 'person' | 'language'>,
  cell: AskedOfRegister,
  decision: Decision,
  gaps: readonly GapRecord[],
) {
  const mayReport = gapReporting.permits(person) && decision.verdict !== 'covered';
  return {
    report: mayReport ? reportAddress(cell, decision) : null,
    gaps: gaps.map(({ _id, values, status, reportedAt }) => {
      const { text, language: own } = inLanguage(values.title, language);
      return {
        href: paths.gap({ id: _id }),
        title: { text, language: own === language ? null : own },
        status,
        mark: markOf[status],
        since: values.since || reportedAt,
      };
    }),
  };
}
