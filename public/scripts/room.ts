import { io } from 'socket.io-client';
import { type MountedEditor, mountLiveEditor, type SaveState } from './live/mount.ts';
import { CommandQueue } from './plan/commands.ts';
import { SaveIndicator } from './plan/saveIndicator.ts';
import { showFaults } from './room/faults.ts';
import { OutcomeList } from './room/outcomes.ts';
import { type RoomState, whereIs } from './room/state.ts';
import { RoomView } from './room/view.ts';

/** Pages ask for the next item within so many milliseconds, and not all at once. */
const spread = 300;

/**
 * How a page comes to show something else: `asked` for by who is at it, at once; `waiting` until nobody is in a menu;
 * `following` who leads, unless somebody writes here.
 */
type Manner = 'asked' | 'waiting' | 'following';

interface RoomNews {
  meeting: string;
  state: RoomState;
  /** The server's clock. */
  now: number;
}

const room = document.querySelector<HTMLElement>('#room');
if (room) openRoom(room);

/** Whoever pressed a button that is gone or hidden now stands nowhere. */
const isAdrift = (form: HTMLFormElement): boolean =>
  document.activeElement === document.body || form.contains(document.activeElement);

/** To this part, or else to the name of the item that is looked at. */
function focusOn(root: HTMLElement, part: HTMLElement | null | undefined): void {
  (part?.isConnected ? part : root.querySelector<HTMLElement>('#now'))?.focus({ preventScroll: true });
}

/** Draws a part anew, and keeps who was in it at the same person, or else at the item. */
function putInPlace(now: Element, next: Element): void {
  const at = now.contains(document.activeElement) ? document.activeElement : null;
  const invitee = at?.closest<HTMLElement>('[data-invitee]')?.dataset.invitee;
  now.replaceChildren(...next.childNodes);
  if (!at) return;
  const same = invitee && now.querySelector<HTMLElement>(`[data-invitee="${invitee}"] summary`);
  (same || now.querySelector<HTMLElement>('#now'))?.focus({ preventScroll: true });
}

/** One page of a room: told what happens over the socket, it says what happens here by requests that are kept. */
function openRoom(root: HTMLElement): void {
  const labels = root.dataset as Record<string, string>;
  const meeting = labels.meeting ?? '';
  const view = new RoomView(root);
  const indicator = new SaveIndicator(root.querySelector<HTMLElement>('[data-save-state]')!, labels);
  const queue = new CommandQueue(labels.csrf ?? '');
  const socket = io();
  let state = JSON.parse(labels.state ?? '{}') as RoomState;
  let editor: MountedEditor | null = null;
  let online: string[] = [];
  const outcomes = new OutcomeList(root, (made) => editor?.showMade(made));

  const mount = (): void => {
    editor?.destroy();
    editor = null;
    const live = root.querySelector<HTMLElement>('[data-live]');
    if (!live) return;
    const faces = root.querySelector<HTMLElement>('[data-presence]');
    editor = mountLiveEditor(live, { socket, faces, make: (line) => outcomes.make(line) });
    outcomes.mounted();
  };

  /** The room with an item as the server draws it now; null where it does not come, or is nobody's here any more. */
  const fetched = async (item: string): Promise<HTMLElement | null> => {
    const address = new URL(labels.address ?? '', location.href);
    if (item) address.searchParams.set('item', item);
    if (labels.wall) address.searchParams.set('wall', labels.wall);
    const response = await fetch(address, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (!response) return null; // Without a network the page stays as it is, and is asked for again afterwards.
    if ([401, 403, 404].includes(response.status) || response.redirected) leave();
    if (!response.ok || response.redirected) return null;
    const drawn = new DOMParser().parseFromString(await response.text(), 'text/html');
    return drawn.querySelector<HTMLElement>('#room');
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  /**
   * Shows another item, or the same one anew: fetched by its ordinary way, put in place of what stood here. What was
   * asked for last stays, in whatever order the answers come.
   */
  const look = async (item: string, manner: Manner = 'asked'): Promise<void> => {
    const turn = ++asked;
    clearTimeout(timer);
    const fresh = await fetched(item);
    if (fresh && manner === 'asked') await delivered();
    if (turn !== asked) return;
    const [now, next] = [root, fresh].map((one) => one?.querySelector('[data-room-content]'));
    if (!fresh || !now || !next) return;
    // Opened, or begun to write, while this was on its way.
    if (manner !== 'asked' && isInMenu()) return lookSoon(item, manner, spread);
    if (manner === 'following' && isBusy()) return;
    root.dataset.shown = fresh.dataset.shown ?? '';
    root.dataset.phase = fresh.dataset.phase ?? '';
    putInPlace(now, next);
    mount();
    view.show(state);
    view.showOnline(online);
  };

  /** Resolves when what was written here is sent, or cannot be: an editor that goes sends nothing more. */
  const delivered = (): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        const { state: how, unsaved } = editor?.status ?? { state: 'saved', unsaved: 0 };
        if (unsaved > 0 && how !== 'not_allowed' && how !== 'unreadable') return;
        root.removeEventListener('live:status', check);
        resolve();
      };
      root.addEventListener('live:status', check);
      check();
    });

  /** Somebody writes here, or has words on the way: nothing is taken from under their hands. */
  const isBusy = (): boolean =>
    (editor?.status.unsaved ?? 0) > 0 ||
    root.querySelector('.prose')?.contains(document.activeElement) === true;

  /** Somebody is in a menu or a form beside the text: what they opened stays until they leave it. */
  const isInMenu = (): boolean => {
    const { activeElement: at } = document;
    const isHere = root.querySelector('[data-room-content]')?.contains(at) === true;
    return isHere && at?.closest('details[open], form[data-make]') !== null;
  };

  const lookSoon = (item: string, manner: Manner = 'waiting', delay = Math.random() * spread): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (isInMenu() ? lookSoon(item, manner, spread) : void look(item, manner)), delay);
  };

  /** Who goes on to an item comes along once their words are there; the news of it leaves whoever has words on the way. */
  const goAlong = async (item: string): Promise<void> => {
    await delivered();
    if (root.dataset.shown !== item) lookSoon(item, 'following', 0);
  };

  let peopleTimer: ReturnType<typeof setTimeout> | undefined;
  /** Somebody is in the room who has no place on this page: the list of people is drawn anew, and nothing else. */
  const peopleSoon = (delay = Math.random() * spread): void => {
    clearTimeout(peopleTimer);
    peopleTimer = setTimeout(() => (isInMenu() ? peopleSoon(spread) : void lookAtPeople()), delay);
  };
  const lookAtPeople = async (): Promise<void> => {
    const fresh = await fetched(root.dataset.shown ?? '');
    const [now, next] = [root, fresh].map((one) => one?.querySelector('[data-people]'));
    if (!now || !next) return;
    if (isInMenu()) return peopleSoon(spread);
    putInPlace(now, next);
    view.show(state);
    view.showOnline(online);
  };

  const apply = (news: RoomNews): void => {
    if (news.meeting !== meeting || news.state.sequence < state.sequence) return;
    const before = state;
    state = news.state;
    view.set(news.now);
    view.show(state);
    tell(before);
    if (view.misses(state)) peopleSoon();
    const isFollowing = root.dataset.shown === (before.current ?? root.dataset.shown);
    const tookOver = [before, state].map(({ leads }) => leads.includes(labels.me ?? ''));
    if (state.phase !== before.phase) lookSoon(state.current ?? root.dataset.shown ?? '');
    else if (state.current && state.current !== before.current && isFollowing && !isBusy())
      lookSoon(state.current, 'following');
    else if (tookOver[0] !== tookOver[1]) lookSoon(root.dataset.shown ?? ''); // with the buttons of who leads
  };

  /** For who does not see it: which item it is, and who came or went. */
  const tell = (before: RoomState): void => {
    if (state.current && state.current !== before.current)
      view.speak('toldItem', { title: view.titleOf(state.current) });
    else if (state.phase === before.phase)
      for (const one of Object.keys(state.stays)) {
        const [was, is] = [whereIs(before, one), whereIs(state, one)];
        if (was !== is && (is === 'there' || is === 'left'))
          view.speak(is === 'there' ? 'toldCame' : 'toldLeft', { name: view.nameOf(one) });
      }
  };

  const enter = (): void => {
    socket.emit('room', meeting, (answer: RoomNews | null) => {
      if (!answer) return void look(root.dataset.shown ?? '');
      apply(answer);
      outcomes.refreshSoon(0); // what happened while away
      queue.retryNow();
    });
  };
  let left = false;
  function leave(): void {
    if (left) return;
    left = true;
    queue.stop();
    indicator.set('records', { state: 'not_allowed', unsaved: 0 });
    setTimeout(() => {
      editor?.destroy();
      socket.disconnect();
      view.complain(labels.gone ?? '');
      root.querySelector('[data-room-content]')?.replaceChildren();
    }, 500); // the live text hears of its own ending first and offers its unsent words
  }

  socket.on('connect', enter);
  socket.on('room', apply);
  socket.on('access', (id: string) => id === meeting && enter());
  socket.on('outcomes', (id: string) => id === meeting && outcomes.refreshSoon());
  socket.on('company', (news: { meeting: string; people: string[] }) => {
    if (news.meeting !== meeting) return;
    online = news.people;
    view.showOnline(online);
  });
  socket.on('connect_error', (error) => {
    if (error.message === 'signed_out') leave();
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') socket.connect();
  });

  queue.on('state', (now) => indicator.set('records', now));
  queue.on('gone', () => void look(root.dataset.shown ?? ''));
  root.addEventListener('live:status', (event) =>
    indicator.set('narrative', (event as CustomEvent<SaveState>).detail),
  );
  root.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-look], a[data-elsewhere-link]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest<HTMLElement>('[data-item]')?.dataset.item ?? state.current ?? '';
    void look(item);
  });
  // The second click of a double click would say the same once more.
  root.addEventListener('click', (event) => {
    if (event.detail > 1 && (event.target as Element).closest('form[data-say] button'))
      event.preventDefault();
  });
  root.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.make !== undefined) {
      event.preventDefault();
      view.complain('');
      return outcomes.record(form, queue, (words) => view.complain(words));
    }
    if (form.dataset.say === undefined) return;
    event.preventDefault();
    view.complain('');
    const hadFocus = form.contains(document.activeElement);
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    queue.add({
      ...{ lane: 'room', url: form.action, words: '', body: () => fields },
      settle: (result) => {
        const told = showFaults(form, 'fields' in result ? result.fields : {});
        if (result.kind !== 'done') return view.complain([result.message, ...told].join(' ').trim());
        form.reset();
        const fold = form.closest('details');
        fold?.removeAttribute('open');
        if (hadFocus && isAdrift(form)) focusOn(root, fold?.querySelector('summary'));
        if (fields.kind === 'turned' && fields.item) void goAlong(fields.item);
      },
    });
  });
  setInterval(() => view.tick(state), 1000);
  mount();
  view.show(state);
}
