import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import { meetingsOf } from './features/meetings/queries.ts';
import { tellChanged, topicsWatched } from './watched.ts';

/** Tells the pages of a meeting that they show something else after an act; a series is told at each of its meetings. */
export async function tellMeetings(io: Server, { record, name }: Act): Promise<void> {
  if (!/^(meeting|series|seat|body)\./.test(name)) return;
  const open = topicsWatched(io).filter((topic) => topic.startsWith('meeting:'));
  if (open.length === 0) return;
  const ids = record.type === 'meeting' ? [record.id] : await meetingsOf(record.type, record.id);
  for (const id of ids) if (open.includes(`meeting:${id}`)) tellChanged(io, `meeting:${id}`);
  // Who was taken off may read it no more.
  if (name !== 'meeting.inviteeRemoved') return;
  const own = `meeting:${record.id}`;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}
