import type { AgendaItemValues, ItemPurpose } from '../../../../models/agendaFields.ts';
import { isLanguage, translator } from '../../../core/i18n.ts';

const usual: readonly { name: string; purpose: ItemPurpose; minutes: number }[] = [
  { name: 'minutes', purpose: 'approve_minutes', minutes: 10 },
  { name: 'actions', purpose: 'follow_up', minutes: 15 },
  { name: 'news', purpose: 'inform', minutes: 15 },
  { name: 'next', purpose: 'decide', minutes: 5 },
  { name: 'other', purpose: 'discuss', minutes: 10 },
];

/** What most agendas begin and end with, in the language of the body. */
export function usualItems(language: string): AgendaItemValues[] {
  const t = translator(isLanguage(language) ? language : 'nl');
  return usual.map(({ name, purpose, minutes }) => ({
    ...{ title: t(`agenda.usual.${name}`), question: '', purpose, minutes },
    ...{ owner: '', about: [], organisations: [] },
  }));
}
