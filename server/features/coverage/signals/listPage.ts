import type { GovernmentSignalRecord, SignalStatus } from '../../../../models/GovernmentSignal.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { fingerprint } from '../register/pageParts.ts';
import { signalWriting } from './policy.ts';
import { allAuthorities, listTopicsOf, signalsVisibleTo } from './queries.ts';

/** Icon and colour beside the word of a status. */
export const markOf: Readonly<Record<SignalStatus, { icon: string; tone: string }>> = {
  draft: { icon: 'pencil', tone: 'tag--draft' },
  withdrawn: { icon: 'minus', tone: 'is-none' },
  sent: { icon: 'mail', tone: 'is-info' },
  acknowledged: { icon: 'eye', tone: 'is-info' },
  answered: { icon: 'comment', tone: 'is-ok' },
};

/** What wants something stands first. */
const groups: readonly { name: string; statuses: readonly SignalStatus[] }[] = [
  { name: 'draft', statuses: ['draft'] },
  { name: 'waiting', statuses: ['sent', 'acknowledged'] },
  { name: 'answered', statuses: ['answered'] },
  { name: 'withdrawn', statuses: ['withdrawn'] },
];

/** Every signal somebody may read, by what it waits for. */
async function rowsFor(visit: SignedInVisit<unknown>) {
  const { t, language, person, house } = visit;
  const [signals, authorities] = await Promise.all([signalsVisibleTo(person), allAuthorities()]);
  const bodies = await bodyNames(
    house,
    [...new Set(signals.flatMap((one) => one.values.platforms))],
    language,
  );
  const authorityOf = ({ values, sent }: GovernmentSignalRecord): string => {
    const known = authorities.find((one) => one._id === values.authority);
    return sent?.content.authority ?? (known ? inLanguage(known.names, language).text : '');
  };
  const rowOf = (signal: GovernmentSignalRecord) => ({
    id: signal._id,
    href: paths.signal({ id: signal._id }),
    title: signal.values.title || t('signals.untitled'),
    lang: signal.values.language === language ? null : signal.values.language,
    status: signal.status,
    isFictional: signal.fictional === true,
    mark: markOf[signal.status],
    authority: authorityOf(signal),
    platforms: signal.values.platforms.map((one) => bodies.get(one) ?? one).join(', '),
    at: signal.sent?.at ?? signal.made.at,
    answer: signal.answers.at(-1) ?? null,
  });
  return {
    isEmpty: signals.length === 0,
    groups: groups
      .map(({ name, statuses }) => ({
        title: t(`signals.list.${name}`),
        name,
        rows: signals
          .filter((one) => statuses.includes(one.status))
          .map(rowOf)
          .map((row) => ({ ...row, rowMark: fingerprint(row) })),
      }))
      .filter(({ rows }) => rows.length > 0),
  };
}

export async function listPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { t, person } = visit;
  return page('signals/index', {
    title: t('signals.title'),
    space: 'platform',
    scripts: ['/build/gaps.js'],
    topics: (await listTopicsOf(person)).join(' '),
    entries: paths.signalRows(),
    newSignal: signalWriting.permits(person) ? paths.newSignal() : null,
    ...(await rowsFor(visit)),
  });
}

/** The rows as they are now, for a page that is open. */
export const listFragment = async (visit: SignedInVisit<unknown>): Promise<Answer> =>
  fragment('signals/_rows', await rowsFor(visit));
