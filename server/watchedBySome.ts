import type { Server } from 'socket.io';
import type { House } from './core/house.ts';
import type { Person } from './core/person.ts';
import { peopleOfSessions } from './features/accounts/session.ts';
import { mayWatch, tellChanged } from './watched.ts';

/**
 * Tells who watches some topics that these show something else: of them, those alone who may know of what happened.
 * A page shows more to one of its readers than to another, and who is not told of a thing must not hear that it changed.
 * @param may what is asked about each person, as they are now
 */
export async function tellSome(
  io: Server,
  house: House,
  topics: readonly string[],
  may: (person: Person) => Promise<boolean>,
): Promise<void> {
  const answers = new Map<string, Promise<boolean>>();
  const ask = (person: Person): Promise<boolean> => {
    if (!answers.has(person.id)) answers.set(person.id, may(person));
    return answers.get(person.id)!;
  };
  for (const topic of topics) {
    const here = [...(io.sockets.adapter.rooms.get(topic) ?? [])].flatMap(
      (id) => io.sockets.sockets.get(id) ?? [],
    );
    const sessionOf = (socket: (typeof here)[number]): string =>
      (socket.data as { sessionId: string }).sessionId;
    const people = await peopleOfSessions(here.map(sessionOf), house);
    for (const socket of here) {
      const person = people.get(sessionOf(socket));
      if (person && (await ask(person)) && (await mayWatch(house, person, topic)))
        tellChanged(io, topic, socket.id);
    }
  }
}
