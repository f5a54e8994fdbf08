import { io } from 'socket.io-client';
import { lookAfterCopies } from './copy/page.ts';
import { openPlanCopy, type PlanCopy } from './copy/planCopy.ts';
import type { MountedEditor, SaveState } from './live/mount.ts';
import { mountLiveEditor } from './live/mount.ts';
import { CommandQueue } from './plan/commands.ts';
import { wireForms } from './plan/forms.ts';
import { leavePlan } from './plan/leaving.ts';
import { RecordsView } from './plan/records.ts';
import { SaveIndicator } from './plan/saveIndicator.ts';

/** How long the text waits for what this device knows of it. Milliseconds. */
const patience = 5000;

const plan = document.querySelector<HTMLElement>('#plan');
if (plan) openPlan(plan);

/** One page, one socket, one indicator: records and shared text tell one common state. */
function openPlan(root: HTMLElement): void {
  const labels = root.dataset as Record<string, string>;
  const planId = labels.plan ?? '';
  const indicator = new SaveIndicator(root.querySelector<HTMLElement>('[data-save-state]')!, labels);
  const socket = io();
  const queue = new CommandQueue(labels.csrf ?? '');
  const records = new RecordsView(
    root.querySelector<HTMLElement>('[data-records-root]')!,
    labels.records ?? '',
  );

  const region = root.querySelector<HTMLElement>('[data-remarks]');
  const remarks = region && new RecordsView(region, region.dataset.remarks ?? '');
  const lists = {
    refreshSoon(delay?: number): void {
      records.refreshSoon(delay);
      remarks?.refreshSoon(delay);
    },
  };

  queue.on('state', (state) => indicator.set('records', state));
  queue.on('done', () => lists.refreshSoon(0));
  queue.on('gone', () => leave());
  wireForms(root, queue, lists, labels);

  const watch = (): void => {
    socket.emit('watch', `plan:${planId}`, (may: boolean) => {
      if (may) queue.retryNow();
      else void records.checkAccess().then((still) => still || leave());
    });
  };
  socket.on('connect', () => {
    watch();
    records.refreshSoon(0); // what happened while away
  });
  socket.on('changed', () => records.refreshSoon());
  socket.on('access', watch);
  // Signed out here or elsewhere: the pages and the socket end together.
  socket.on('connect_error', (error) => {
    if (error.message === 'signed_out') leave();
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') socket.connect();
  });

  const live = root.querySelector<HTMLElement>('[data-live]');
  let editor: MountedEditor | null = null;
  live?.addEventListener('live:remarks', () => remarks?.refreshSoon());
  if (remarks) remarks.onSwap = () => editor?.remarksShown();
  live?.addEventListener('live:status', (event) => {
    indicator.set('narrative', (event as CustomEvent<SaveState>).detail);
  });
  if (live) {
    void copyFor(`plan:${planId}`).then((copy) => {
      if (left) return;
      const faces = root.querySelector<HTMLElement>('[data-presence]');
      editor = mountLiveEditor(live, {
        ...{ socket, faces, copy },
        remarks: region && {
          region,
          post: (command) => queue.add(command),
          tell: (words) => speak(root, words),
        },
      });
    });
  }
  let left = false;
  const leave = (): void => {
    if (left) return;
    left = true;
    const unsent = queue.stop();
    indicator.set('records', { state: 'not_allowed', unsaved: 0 });
    leavePlan(root, unsent, labels);
    setTimeout(() => {
      editor?.destroy();
      socket.disconnect();
    }, 500); // the live text hears of its own ending first and offers its unsent words
  };
}

/** What this device keeps of the text; null on a browser that is not somebody's own. */
async function copyFor(name: string): Promise<PlanCopy | null> {
  const device = document.querySelector<HTMLElement>('[data-own-device="yes"]');
  if (!device) return null;
  await Promise.race([lookAfterCopies(device), new Promise((resolve) => setTimeout(resolve, patience))]);
  const title = document.querySelector('#plan h1')?.textContent ?? '';
  const person = device.dataset.person ?? '';
  return openPlanCopy(name, { person, title, address: location.pathname }).catch(() => null);
}

/** A sentence in the page's live region, also when it is the same as before. */
function speak(root: HTMLElement, words: string): void {
  const told = root.querySelector<HTMLElement>('[data-told]');
  if (told) told.replaceChildren(document.createTextNode(words));
}
