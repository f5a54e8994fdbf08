import { io } from 'socket.io-client';
import { RecordsView } from './plan/records.ts';

/**
 * A page that follows by itself: told that something it watches changed, it fetches its part again by the ordinary
 * way. `root` says where from (`data-entries`) and in which words (`data-live`, `-away`, `-gone`).
 * @param topics what to be told changes of
 * @param onSwap told after parts were put in place, with the region they are in
 */
export function follow(root: HTMLElement, topics: string[], onSwap: (region: HTMLElement) => void): void {
  const labels = root.dataset as Record<string, string>;
  const region = regionOf(root);
  const view = new RecordsView(region, labels.entries ?? '');
  const socket = io();
  view.onSwap = () => onSwap(region);
  const connection = (words: string | undefined): void => {
    root.querySelector('[data-connection-text]')?.replaceChildren(words ?? '');
  };
  const leave = (): void => {
    connection(labels.gone);
    region.replaceChildren();
    socket.disconnect();
  };
  const watch = (): void => {
    for (const topic of topics)
      socket.emit('watch', topic, (may: boolean) => {
        if (may) return connection(labels.live);
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
    connection(labels.away);
    if (reason === 'io server disconnect') socket.connect();
  });
}

export const regionOf = (root: HTMLElement): HTMLElement => root.querySelector('[data-records-root]')!;

/** A sentence for who does not see the page change. */
export function speak(root: HTMLElement, words: string): void {
  root.querySelector('[data-told]')?.replaceChildren(document.createTextNode(words));
}
