import type { StatementKind } from '../../../../models/statementFields.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import { type AnyStatement, wordOfKind } from './catalogue.ts';
import type { Wording } from './wording.ts';

/** Where a task or a word stands on its list, by the key of the candidate it would make. */
export const statementAnchor = (candidate: string): string =>
  candidate.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();

/** The list at the task or word of a candidate. */
export const sideBySide = (candidate: string, platform: string): string =>
  `${paths.words({ platform, list: candidate.startsWith('task/') ? 'tasks' : 'meanings' })}#${statementAnchor(candidate)}`;

/** What is said of one body, in a line or two. */
export function statementView(kind: StatementKind, { _id, values }: AnyStatement, wording: Wording) {
  const words = (field: string): string => wording.value(field, values[field] ?? '');
  const platforms = values.platforms as string[];
  return {
    href: paths.statement({ kind: wordOfKind[kind], id: _id }),
    who: wording.who(values),
    areas: words('areas'),
    forWhom: [words('ages'), words('targetGroups')].filter((one) => one !== '').join(', '),
    note: wording.said((values.note ?? {}) as LocalisedText),
    basis: words('basis'),
    source: String(values.source ?? ''),
    link: String(values.link ?? ''),
    from: words('from'),
    until: words('until'),
    sameAs: words('sameAs'),
    /** How many platforms keep it together; 0 where it is of one. */
    shared: platforms.length > 1 ? platforms.length : 0,
  };
}
