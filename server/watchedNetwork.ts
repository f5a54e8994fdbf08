import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import {
  mayWatchActivities,
  mayWatchActivity,
  platformOfActivity,
} from './features/network/activities/queries.ts';
import { mayWatchBody } from './features/network/bodies/queries.ts';
import type { Watched } from './watched.ts';

/** What pages of the network ask to be told changes of. */
export const networkKinds: Record<string, Watched> = {
  activity: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchActivity(person, id) },
  /** Every activity of a platform. */
  activities: {
    form: /^[A-Z]{2}(-[A-Z]{3}(-\d)?)?$/,
    may: (_house, person, id) => mayWatchActivities(person, id),
  },
  body: { form: /^[0-9a-f-]{36}$/, may: mayWatchBody },
};

/** Tells the pages of the network that show something else after an act; who may not read them any more is put out. */
export function tellNetwork(io: Server, { record, details }: Act, tell: (topic: string) => void): void {
  if (record.type !== 'body') return;
  const own = `body:${record.id}`;
  tell(own);
  const { fields } = details;
  const isElsewhere =
    Array.isArray(fields) && fields.some((one) => one === 'platforms' || one === 'openness');
  if (!isElsewhere) return;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}

/** Tells the page of an activity, and the list it stands in. Who may not read a draft or what was put aside asks again. */
export async function tellActivities(
  io: Server,
  { name, record }: Act,
  tell: (topic: string) => void,
): Promise<void> {
  if (name === 'activity.calendarTaken') return tell(`activities:${record.id}`);
  if (record.type !== 'activity') return;
  const own = `activity:${record.id}`;
  tell(own);
  const platform = await platformOfActivity(record.id);
  if (platform) tell(`activities:${platform}`);
  if (name !== 'activity.ended') return;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}
