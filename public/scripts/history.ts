import { io } from 'socket.io-client';
import { leavePlan } from './plan/leaving.ts';

const root = document.querySelector<HTMLElement>('[data-history]');
if (root) openHistory(root);

/** So long after the last movement the moment is fetched: who slides past moments does not fetch them all. */
const restMilliseconds = 200;

/** A moment of the list beside the text. */
interface Moment {
  element: HTMLElement;
  sequence: string;
  label: string;
}

function openHistory(history: HTMLElement): void {
  const slider = history.querySelector<HTMLInputElement>('#moment');
  // The list has the newest first, a slider the oldest.
  const moments = [...history.querySelectorAll<HTMLElement>('[data-step]')]
    .map((element) => ({ element, sequence: element.dataset.step ?? '', label: element.dataset.label ?? '' }))
    .reverse();
  if (slider && moments.length > 1) slide(history, slider, moments);
  stayOnlyWhile(history);
}

/** A fragment of the page; `closed` for somebody who is signed out, or no longer in the case. */
async function read(address: string): Promise<{ html: string } | 'closed' | 'failed'> {
  try {
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    if (response.redirected || response.status === 404) return 'closed';
    return response.ok ? { html: await response.text() } : 'failed';
  } catch {
    return 'failed';
  }
}

/** Ties the slider to the text: it tells at once where it stands, and fetches when it rests. */
function slide(history: HTMLElement, slider: HTMLInputElement, moments: Moment[]): void {
  const text = history.querySelector<HTMLElement>('[data-history-text]')!;
  const announce = history.querySelector<HTMLElement>('[data-announce]')!;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = 0;
  history.querySelector<HTMLElement>('[data-slider]')!.hidden = false;

  const show = async (moment: Moment): Promise<void> => {
    wanted += 1;
    const mine = wanted;
    text.setAttribute('aria-busy', 'true');
    const query = new URLSearchParams({ at: moment.sequence });
    if (new URLSearchParams(location.search).has('slips')) query.set('slips', 'on');
    const answer = await read(`${history.dataset.text}?${query}`);
    if (mine !== wanted) return; // the slider moved on
    text.removeAttribute('aria-busy');
    if (answer === 'closed') return location.reload();
    if (answer === 'failed') {
      announce.textContent = history.dataset.failed ?? '';
      return fail(text, history.dataset.failed ?? '');
    }
    text.innerHTML = answer.html;
    text.querySelector('[data-print]')?.addEventListener('click', () => window.print());
    history.querySelector('[data-failed-note]')?.remove();
    announce.textContent = moment.label;
    window.history.replaceState(null, '', `${location.pathname}?${query}`);
    mark(history, moments, moment);
  };

  slider.addEventListener('input', () => {
    const moment = moments[Number(slider.value)];
    if (!moment) return;
    slider.setAttribute('aria-valuetext', moment.label);
    clearTimeout(timer);
    timer = setTimeout(() => void show(moment), restMilliseconds);
  });
}

/** The list and the form that names a moment follow the slider. */
function mark(history: HTMLElement, moments: Moment[], current: Moment): void {
  for (const { element } of moments) {
    element.classList.toggle('is-now', element === current.element);
    if (element === current.element) element.setAttribute('aria-current', 'step');
    else element.removeAttribute('aria-current');
  }
  const sequence = history.querySelector<HTMLInputElement>('[data-moment-sequence]');
  if (sequence) sequence.value = current.sequence;
  const label = history.querySelector<HTMLElement>('[data-moment-label]');
  if (label) label.textContent = current.label;
}

function fail(text: HTMLElement, words: string): void {
  if (document.querySelector('[data-failed-note]')) return;
  const note = document.createElement('p');
  note.className = 'note is-stop';
  note.dataset.failedNote = '';
  note.textContent = words;
  text.before(note);
}

/** When the client withdraws the consent, or the session ends, what is shown goes at once. */
function stayOnlyWhile(history: HTMLElement): void {
  const socket = io();
  const leave = (): void => {
    leavePlan(history, [], history.dataset as Record<string, string>);
    document.querySelector('.crumbs')?.remove();
    socket.disconnect();
  };
  const ask = async (): Promise<void> => {
    const may: boolean = await socket.emitWithAck('watch', history.dataset.topic ?? '');
    if (!may) leave();
  };
  // What was told while the page was away: the text may be shared no longer, or words of it be gone.
  const askAfterwards = async (): Promise<void> => {
    await ask();
    if (!socket.connected) return;
    const answer = await read(history.dataset.page ?? '');
    if (answer === 'closed') return leave();
    if (answer === 'failed') return;
    const drawn = new DOMParser().parseFromString(answer.html, 'text/html');
    const now = drawn.querySelector<HTMLElement>('[data-history]')?.dataset.redactions;
    if (now !== history.dataset.redactions) location.reload();
  };
  let wasAway = false;
  socket.on('connect', () => void (wasAway ? askAfterwards() : ask()));
  socket.on('access', async () => {
    await ask();
    // Somebody may have their place in the case, and the text be shared with them no longer.
    if (socket.connected && (await read(history.dataset.text ?? '')) === 'closed') leave();
  });
  // Words that this page may show are gone.
  socket.on('redacted', () => location.reload());
  socket.on('connect_error', (error) => {
    if (error.message === 'signed_out') leave();
  });
  socket.on('disconnect', (reason) => {
    wasAway = true;
    if (reason === 'io server disconnect') socket.connect();
  });
}
