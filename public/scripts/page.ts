import { keepSessionAlive } from './sessionKeeper.ts';

// Away from its field, "fill this in" does not say what: the summary calls the field by its label.
for (const link of document.querySelectorAll<HTMLAnchorElement>('.summary a[data-unnamed]')) {
  const id = CSS.escape(decodeURIComponent(link.hash.slice(1)));
  const label = document.querySelector(`label[for="${id}"], fieldset#${id} > legend`);
  const group = label?.matches('label') ? label.closest('fieldset')?.querySelector('legend') : null;
  const name = [group, label].flatMap((one) => one?.textContent?.trim() || []).join(', ');
  if (name) link.prepend(`${name}${document.documentElement.lang === 'fr' ? '\u00a0' : ''}: `);
}

// A refused form puts the reader at its summary.
document.querySelector<HTMLElement>('[data-focus-first]')?.focus();

// Escape closes an open menu and gives the focus back.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

// A click beside an open menu closes it.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('.menu[open]')) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print());
}

// A form is sent once: the act id would make a second one harmless, but the visitor should see that it is on its way.
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
});

keepSessionAlive();

// What this browser keeps of shared texts is asked about at every contact; most browsers keep nothing.
const device = document.querySelector<HTMLElement>('[data-own-device]');
const asks = document.querySelector('[data-device-offer], [data-own-device="yes"]') !== null;
if (asks || localStorage.getItem('schakel-copies')) {
  void import('./copy/page.ts').then(({ lookAfterCopies }) => lookAfterCopies(device));
}
