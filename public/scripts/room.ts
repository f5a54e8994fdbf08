import { io } from 'socket.io-client';
import { type MountedEditor, mountLiveEditor, type SaveState } from './live/mount.ts';
import { CommandQueue } from './plan/commands.ts';
import { SaveIndicator } from './plan/saveIndicator.ts';
import { showFaults } from './room/faults.ts';
import { OutcomeList } from './room/outcomes.ts';
import { RoomPane } from './room/pane.ts';
import { type RoomState, whereIs } from './room/state.ts';
import { RoomView } from './room/view.ts';

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

  const pane = new RoomPane(root, {
    editor: () => editor,
    replaced: (keepsText) => {
      if (keepsText) outcomes.mounted();
      else mount();
      showState();
    },
    peopleReplaced: () => showState(),
    closed: () => leave(),
  });
  const showState = (): void => {
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
    if (view.misses(state)) pane.peopleSoon();
    const isFollowing = pane.chosen === (before.current ?? pane.chosen);
    const tookOver = [before, state].map(({ leads }) => leads.includes(labels.me ?? ''));
    if (state.phase !== before.phase) pane.lookSoon(state.current ?? pane.chosen);
    else if (state.current && state.current !== before.current && isFollowing && !pane.isBusy)
      pane.lookSoon(state.current, 'following');
    else if (tookOver[0] !== tookOver[1]) pane.lookSoon(pane.chosen); // with the buttons of who leads
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
      if (!answer) return void pane.look(pane.chosen);
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
  queue.on('gone', () => void pane.look(pane.chosen));
  root.addEventListener('live:status', (event) =>
    indicator.set('narrative', (event as CustomEvent<SaveState>).detail),
  );
  root.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-look], a[data-elsewhere-link]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest<HTMLElement>('[data-item]')?.dataset.item ?? state.current ?? '';
    void pane.look(item);
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
        if (fields.kind === 'turned' && fields.item) void pane.goAlong(fields.item);
      },
    });
  });
  setInterval(() => view.tick(state), 1000);
  mount();
  view.show(state);
}
