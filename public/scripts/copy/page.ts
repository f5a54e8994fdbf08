import { askLease, meet } from './contact.ts';
import { Copies, mark } from './copies.ts';
import { obstacle } from './support.ts';
import { startWorker, stopWorker } from './worker.ts';

/** How long a contact counts, for pages that write nothing. Milliseconds. */
const recently = 10 * 60_000;

/**
 * On every page of a browser that keeps copies, or may be asked to: looks whether it may keep them, asks for the
 * lease where its person is signed in, and shows what waits for them.
 * `device` holds what the page says about this browser, and the words to say it with; null when nobody is signed in.
 */
export function lookAfterCopies(device: HTMLElement | null): Promise<void> {
  looked ??= look(device);
  return looked;
}

/** Once a page, whichever of its scripts asks. */
let looked: Promise<void> | null = null;

async function look(device: HTMLElement | null): Promise<void> {
  // A browser that keeps something already was tried before.
  const hindrance = localStorage.getItem(mark) ? null : await obstacle();
  for (const offer of document.querySelectorAll<HTMLElement>('[data-device-offer]')) {
    const words = offer.querySelector<HTMLElement>(`[data-device-obstacle="${hindrance}"]`);
    if (words) words.hidden = false;
    else offer.querySelector<HTMLElement>('[data-device-form]')?.removeAttribute('hidden');
    offer.hidden = false;
  }
  if (hindrance) return;
  const copies = await Copies.open().catch(() => null);
  if (!copies) return;
  const { ownDevice, person } = device?.dataset ?? {};
  const isOf = (whom: string | undefined): boolean => copies.lease !== null && copies.lease.person === whom;
  // Another person's copy is closed at once: that they are another needs no answer of the server.
  if (person && copies.isOpen && !isOf(person)) await copies.lock();
  const freed = await meet(copies);
  const isMine = isOf(person);
  if (device && (ownDevice === 'yes' || (isMine && ownDevice !== 'no'))) await renew(copies, device);
  else if (isMine) await copies.wipe();
  // Without it the copy is there, only not without a network.
  if (device?.dataset.worker && copies.lease) await startWorker(device.dataset.worker).catch(() => {});
  else if (!copies.lease) {
    localStorage.removeItem(mark);
    await stopWorker();
  }
  if (device && freed !== '') showWords(freed, device.dataset, () => Promise.resolve());
  if (device && copies.isOpen && isOf(person)) await showWaiting(copies, device);
  copies.close();
}

async function renew(copies: Copies, device: HTMLElement): Promise<void> {
  const { lease } = copies;
  const isFresh = copies.isOpen && lease !== null && Date.now() - lease.contactAt < recently;
  if (isFresh && !document.querySelector('#plan')) return;
  const isFirst = lease === null;
  if (!(await askLease(copies, device.dataset.csrf ?? ''))) return;
  // Browsers clear the least used sites when the disk is full; what somebody wrote must not go that way.
  if (isFirst) await navigator.storage.persist?.().catch(() => false);
}

function line(words: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.textContent = words;
  return made;
}

/** Words that were not taken are given back; plans with something unsent are named, since only opening them sends it. */
async function showWaiting(copies: Copies, device: HTMLElement): Promise<void> {
  const main = document.querySelector('main');
  const labels = device.dataset as Record<string, string>;
  const words = await copies.words();
  if (words.length > 0) {
    const text = words.map((one) => one.text).join('\n\n');
    showWords(text, labels, async () => {
      const again = await Copies.open();
      await again.forgetWords(words.map((one) => one.id));
      again.close();
    });
  }
  const here = document.querySelector<HTMLElement>('#plan')?.dataset.plan;
  const waiting = new Set((await copies.unsent()).map((one) => one.document));
  for (const name of waiting) {
    const text = name === `plan:${here}` ? null : await copies.text(name);
    if (!text) continue;
    const note = document.createElement('div');
    note.className = 'note is-wait';
    note.dataset.deviceWaiting = '';
    const link = document.createElement('a');
    link.href = text.address;
    link.textContent = labels.waitingOpen ?? '';
    const said = line(`${labels.waiting ?? ''} `);
    said.append(link);
    note.append(said);
    main?.prepend(note);
  }
}

/** Gives somebody words back that are kept nowhere else; `forget` takes them off this browser when they have them. */
function showWords(text: string, labels: DOMStringMap, forget: () => Promise<void>): void {
  const main = document.querySelector<HTMLElement>('main');
  const note = document.createElement('div');
  note.className = 'note is-wait stack';
  note.dataset.deviceWords = '';
  note.setAttribute('role', 'alert');
  const area = document.createElement('textarea');
  area.className = 'input';
  area.readOnly = true;
  area.rows = 6;
  area.value = text;
  const label = document.createElement('label');
  label.append(labels.words ?? '', area);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--small';
  button.textContent = labels.wordsForget ?? '';
  button.addEventListener('click', () => {
    void forget().then(() => {
      note.remove();
      main?.focus();
    });
  });
  note.append(label, button);
  main?.prepend(note);
}
