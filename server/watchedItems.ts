import type { Act } from './core/acts.ts';
import { mayWatchAgenda, mayWatchItems, placeOfRecord } from './features/network/items/queries.ts';
import type { Watched } from './watched.ts';

const id = /^[0-9a-f-]{36}$/;

/** The agenda of a meeting; and everything else a body talks about: its backlog, decisions and actions. */
export const itemKinds: Record<string, Watched> = {
  agenda: { form: id, may: mayWatchAgenda },
  items: { form: id, may: mayWatchItems },
};

/** Tells the pages that show an item, a decision or an action that it is something else now; nothing of what it says. */
export async function tellItems(
  { name, record, details }: Act,
  tell: (topic: string) => void,
): Promise<void> {
  if (name.startsWith('agendaItem.') && (record.type === 'meeting' || record.type === 'body')) {
    tell(`${record.type === 'meeting' ? 'agenda' : 'items'}:${record.id}`);
    if (typeof details.body === 'string') tell(`items:${details.body}`);
    return;
  }
  if (record.type !== 'agendaItem' && record.type !== 'outcome') return;
  const place = await placeOfRecord(record.type, record.id);
  if (!place) return;
  tell(`items:${place.body}`);
  // It may have left the agenda of one meeting for that of another.
  const meetings = new Set([place.meeting, details.meeting]);
  for (const meeting of meetings)
    if (typeof meeting === 'string' && meeting !== '') tell(`agenda:${meeting}`);
}
