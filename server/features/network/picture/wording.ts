import { actorTypes } from '../../../../models/Organisation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import type { Heading } from './choice.ts';
import type { Group, Participant, Tie } from './network.ts';

/** How the picture, the table and the file name things for one reader, so that they cannot differ. */
export function wordingOf({ t, language }: Pick<SignedInVisit, 't' | 'language'>) {
  const isKnown = (type: string): boolean => (actorTypes as readonly string[]).includes(type);
  const typed = (type: string): string =>
    isKnown(type) ? t(`accounts.actorTypes.${type}`) : t('network.notKnown');
  const levels = (tie: Tie): string =>
    tie.levels
      .filter(([code]) => code !== '')
      .map(([code, count]) => t(`network.levels.${code}`, { count }))
      .join(', ');
  const mandates = (tie: Tie): string =>
    tie.mandates.map(([code, count]) => t(`network.mandates.${code}`, { count })).join(', ');
  return {
    group: ({ name }: Group) => {
      const found = inLanguage(name, language);
      return { text: found.text, language: found.language === language ? null : found.language };
    },
    kind: (kind: Group['kind']): string =>
      kind === 'circuit' ? t('network.circuit') : t(`bodies.kind.${kind}`),
    participant: ({ kind, name }: Participant): string => (kind === 'alone' ? t('network.alone') : name),
    type: ({ kind, type }: Participant): string => {
      if (kind === 'platform') return t('network.heading.platform');
      return kind === 'alone' ? '' : typed(type);
    },
    heading: (heading: Heading): string =>
      heading === 'platform' || heading === 'alone' || heading === 'unknown'
        ? t(`network.heading.${heading}`)
        : t(`activities.sectors.${heading}`),
    areas: ({ areas }: Participant): string =>
      areas
        .map((nis) => areaName(nis, language))
        .sort((a, b) => a.localeCompare(b, language))
        .join(', '),
    /** What is said of a name that stands before it, with the colon of the language. */
    says: (words: string): string => t('network.says', { words }),
    /** All of one tie: how many places, by mandate and level, and how many wait for a name. */
    tie(tie: Tie): string {
      if (tie.kind === 'circuit') return t('network.parts', { count: tie.count });
      const parts = [mandates(tie), levels(tie)];
      if (tie.toBeNamed > 0) parts.push(t('bodies.list.toBeNamed', { count: tie.toBeNamed }));
      return parts.filter((one) => one !== '').join('; ');
    },
  };
}
export type Wording = ReturnType<typeof wordingOf>;
