import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import { idsAbout, placesOf } from './features/coverage/signals/queries.ts';
import { tellChanged, topicsWatched } from './watched.ts';

/**
 * Tells the pages of a signal, the lists it stands in and the pages of its gaps that they show something else after an
 * act. What a step of a gap changes is told to the signals about it: it may be all that a dispatch waited for.
 */
export async function tellSignals(io: Server, { record, details }: Act): Promise<void> {
  const open = topicsWatched(io).filter((topic) => /^(signals?|letters|gap):/.test(topic));
  if (open.length === 0) return;
  const tell = (topics: readonly string[]): void => {
    for (const topic of topics) if (open.includes(topic)) tellChanged(io, topic);
  };
  if (record.type === 'gap') return tell((await idsAbout(record.id)).map((id) => `signal:${id}`));
  if (record.type !== 'signal') return;
  const places = await placesOf(record.id);
  const own = `signal:${record.id}`;
  // Of other platforms from now on: it came into lists and went out of lists, and so did people.
  const isRegrouped = Array.isArray(details.fields) && details.fields.includes('platforms');
  const lists = isRegrouped ? open.filter((topic) => topic.startsWith('signals:')) : (places?.lists ?? []);
  tell([own, ...lists, ...(places?.gaps ?? []).map((gap) => `gap:${gap}`)]);
  if (!isRegrouped || !open.includes(own)) return;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}
