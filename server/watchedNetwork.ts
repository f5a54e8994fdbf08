import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import {
  mayWatchActivities,
  mayWatchActivity,
  platformOfActivity,
} from './features/network/activities/queries.ts';
import { mayWatchBody } from './features/network/bodies/queries.ts';
import { mayWatchPlan, mayWatchPoint, planOfPoint } from './features/network/yearPlan/queries.ts';
import type { Watched } from './watched.ts';
import { itemKinds } from './watchedItems.ts';

/** What pages of the network ask to be told changes of. */
export const networkKinds: Record<string, Watched> = {
  activity: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchActivity(person, id) },
  /** Every activity of a platform. */
  activities: {
    form: /^[A-Z]{2}(-[A-Z]{3}(-\d)?)?$/,
    may: (_house, person, id) => mayWatchActivities(person, id),
  },
  body: { form: /^[0-9a-f-]{36}$/, may: mayWatchBody },
  ...itemKinds,
  yearPlan: {
    form: /^[A-Z]{2}(-[A-Z]{3}(-\d)?)?-\d{4}$/,
    may: (_house, person, id) => mayWatchPlan(person, id),
  },
  workPoint: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchPoint(person, id) },
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

/**
 * Tells the pages of a year plan, its points and their gaps that they show something else after an act. A step of a plan
 * changes what people may do with its points, and whether officials may read them: who watches asks again.
 */
export async function tellYearPlans(
  io: Server,
  { record, details }: Act,
  { open, tell }: { open: readonly string[]; tell: (topic: string) => void },
): Promise<void> {
  if (record.type === 'workPoint') {
    const place = await planOfPoint(record.id);
    for (const topic of [
      `workPoint:${record.id}`,
      ...(place ? [`yearPlan:${place.plan}`, ...place.gaps.map((one) => `gap:${one}`)] : []),
    ])
      if (open.includes(topic)) tell(topic);
  }
  if (record.type !== 'yearPlan') return;
  const around = open.filter((topic) => topic === `yearPlan:${record.id}` || topic.startsWith('workPoint:'));
  for (const topic of around) {
    tell(topic);
    if (!('to' in details)) continue;
    io.local.to(topic).emit('access', topic.slice(topic.indexOf(':') + 1));
    io.local.in(topic).socketsLeave(topic);
  }
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
