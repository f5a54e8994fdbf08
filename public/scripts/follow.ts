import { io } from 'socket.io-client';
import type { RecordsView } from './plan/records.ts';

interface Followed {
  /** What the server is asked to tell changes of. */
  topic: string;
  /** The part of the page that is fetched again. */
  view: RecordsView;
  /** Told whether changes are heard now. */
  connected(isHeard: boolean): void;
  /** Who is signed in may no longer read it. */
  gone(): void;
}

/** Lets a part of a page follow by itself: told that something changed, it is fetched again by its ordinary route. */
export function follow({ topic, view, connected, gone }: Followed): void {
  const socket = io();
  const leave = (): void => {
    gone();
    socket.disconnect();
  };
  const watch = (): void => {
    socket.emit('watch', topic, (may: boolean) => {
      if (may) return connected(true);
      void view.checkAccess().then((still) => still || leave());
    });
  };
  socket.on('connect', () => {
    watch();
    view.refreshSoon(0); // what happened while away
  });
  socket.on('changed', () => view.refreshSoon());
  socket.on('access', watch);
  socket.on('connect_error', (error) => {
    if (error.message === 'signed_out') leave();
  });
  socket.on('disconnect', (reason) => {
    connected(false);
    if (reason === 'io server disconnect') socket.connect();
  });
}
