import { io } from 'socket.io-client';
import { meet } from './copy/contact.ts';
import { Copies } from './copy/copies.ts';
import { openPlanCopy, type PlanCopy } from './copy/planCopy.ts';
import { mountLiveEditor, type SaveState } from './live/mount.ts';
import { SaveIndicator } from './plan/saveIndicator.ts';

/** How often it is looked whether the lease still holds, in milliseconds. */
const lookEvery = 30_000;

const part = (within: HTMLElement, name: string): HTMLElement =>
  within.querySelector<HTMLElement>(`[data-offline-${name}]`)!;

/** The page that is shown without a network: the plan of this address, else what there is. */
async function openOffline(page: HTMLElement): Promise<void> {
  const planId = /^\/plans\/([0-9a-f-]{36})(?:\/|$)/.exec(location.pathname)?.[1];
  const copy = planId ? await openPlanCopy(`plan:${planId}`, null).catch(() => null) : null;
  if (planId && copy?.kept?.isText) showPlan(page, planId, copy);
  else await showList(page);
}

function moment(labels: DOMStringMap, at: number): { day: string; time: string } {
  const language = document.documentElement.lang;
  const region = language === 'en' ? 'en-GB' : `${language}-BE`;
  const write = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(region, { ...options, timeZone: 'Europe/Brussels' }).format(at);
  const time = write({ timeStyle: 'short' });
  return {
    day: write({ dateStyle: 'long' }),
    time: (labels.clock ?? '').replace('{{time}}', language === 'nl' ? time.replace(':', '.') : time),
  };
}

function filled(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

function showPlan(page: HTMLElement, planId: string, copy: PlanCopy): void {
  const labels = page.dataset as Record<string, string>;
  const plan = part(page, 'plan');
  const live = part(page, 'text');
  const { day, time } = moment(labels, copy.at ?? 0);
  const line = filled(labels.copy ?? '', { day, time, end: moment(labels, copy.until).day });
  part(page, 'title').textContent = copy.title;
  part(page, 'line').textContent = line;
  plan.hidden = false;
  live.dataset.live = `plan:${planId}`;
  const indicator = new SaveIndicator(plan.querySelector<HTMLElement>('[data-save-state]')!, labels);
  const socket = io();
  live.addEventListener('live:status', (event) =>
    indicator.set('narrative', (event as CustomEvent<SaveState>).detail),
  );
  const editor = mountLiveEditor(live, { socket, copy, staysSignedOut: true });
  indicator.set('narrative', editor.status);
  const close = (): void => {
    clearInterval(timer);
    editor.destroy();
    socket.disconnect();
    live.replaceChildren();
    part(page, 'line').textContent = labels.over ?? '';
  };
  const timer = setInterval(() => void copy.stillHolds().then((holds) => holds || close()), lookEvery);
  socket.on('connect', () => {
    part(page, 'back').hidden = false;
    part(page, 'sign-in').hidden = true;
    part(page, 'line').hidden = true;
  });
  socket.on('disconnect', (reason) => {
    part(page, 'back').hidden = true;
    part(page, 'line').hidden = false;
    if (reason === 'io server disconnect') socket.connect();
  });
  live.addEventListener('live:waiting', () => {
    part(page, 'sign-in').hidden = false;
    // Perhaps the person signed out everywhere meanwhile: then nothing may stay.
    void Copies.open().then(async (copies) => {
      await meet(copies);
      if (!copies.isOpen) close();
      copies.close();
    });
  });
  live.addEventListener('live:ended', () => clearInterval(timer));
}

async function showList(page: HTMLElement): Promise<void> {
  const copies = await Copies.open().catch(() => null);
  const texts = copies ? await Promise.all((await copies.documents()).map((one) => copies.text(one))) : [];
  copies?.close();
  const list = part(page, 'list');
  for (const text of texts) {
    if (!text) continue;
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = text.address;
    link.textContent = text.title;
    item.append(link);
    list.append(item);
  }
  part(page, list.children.length > 0 ? 'some' : 'none').hidden = false;
  part(page, 'other').hidden = false;
}

const root = document.querySelector<HTMLElement>('[data-offline]');
if (root) void openOffline(root);
