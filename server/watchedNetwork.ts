import type { Server } from 'socket.io';
import type { Act } from './core/acts.ts';
import { mayWatchBody } from './features/network/bodies/queries.ts';
import type { Watched } from './watched.ts';

/** What pages of the network ask to be told changes of. */
export const networkKinds: Record<string, Watched> = {
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
