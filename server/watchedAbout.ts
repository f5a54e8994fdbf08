import type { Server } from 'socket.io';
import { aboutKinds } from '../models/agendaFields.ts';
import type { Act } from './core/acts.ts';
import type { House } from './core/house.ts';
import { isToldOf, newsOfItems } from './features/network/items/news.ts';
import { topicsWatched } from './watched.ts';
import { tellSome } from './watchedBySome.ts';

/**
 * Tells the pages of what agenda items are about (a gap, a work point, a circuit, a signal, an activity) that they show
 * something else after an act on an item, an outcome or a meeting. They are named as items name them, `kind:id`.
 */
export async function tellAbout(io: Server, house: House, act: Act): Promise<void> {
  const isAsked = (topic: string): boolean => aboutKinds.some((kind) => topic.startsWith(`${kind}:`));
  const open = topicsWatched(io).filter(isAsked);
  if (open.length === 0) return;
  for (const news of await newsOfItems(act)) {
    const topics = open.filter((topic) => news.about.includes(topic));
    await tellSome(io, house, topics, (person) => isToldOf(person, news, house.clock.now()));
  }
}
