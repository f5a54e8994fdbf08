import { type IdentityKind, identitiesIn } from './identity.ts';

/** The form of an activity: it fills in who came the last time, and warns while one types. */
const form = document.querySelector<HTMLFormElement>('[data-activity-form]');
if (form) {
  warnOfIdentities(form);
  const type = form.querySelector<HTMLSelectElement>('#type');
  const rows = form.querySelector<HTMLElement>('[data-came]');
  if (type && rows?.dataset.came) fillLast(form, type, rows, rows.dataset.came);
}

/** Another type was chosen: its rows are put there, unless somebody chose or typed something in them already. */
function fillLast(
  within: HTMLFormElement,
  type: HTMLSelectElement,
  rows: HTMLElement,
  address: string,
): void {
  // What came back with a refused form was typed as well.
  let isTyped = [...rows.querySelectorAll('input')].some((one) => one.type !== 'hidden' && one.value !== '');
  rows.addEventListener('input', () => (isTyped = true));
  let asked = 0;
  type.addEventListener('change', async () => {
    const turn = ++asked;
    const url = new URL(address, location.href);
    url.searchParams.set('type', type.value);
    url.searchParams.set('body', within.querySelector<HTMLSelectElement>('#body')?.value ?? '');
    const response = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => null);
    const drawn = response?.ok ? await response.text().catch(() => null) : null;
    if (drawn === null || turn !== asked || isTyped || rows.contains(document.activeElement)) return;
    rows.innerHTML = drawn;
    rows.dataset.of = type.value;
  });
}

/** Beside each text that may point at a person, as soon as one leaves it. The server asks the same when it is sent. */
function warnOfIdentities(within: HTMLFormElement): void {
  within.addEventListener('focusout', (event) => {
    const field = event.target;
    const isText =
      field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text');
    if (!isText || !field.id) return;
    const words = identitiesIn(field.value).map((kind: IdentityKind) => within.dataset[kind] ?? '');
    const id = `${field.id}-identity`;
    const there = document.getElementById(id);
    if (words.length === 0) return there?.remove();
    const note = there ?? Object.assign(document.createElement('span'), { id, className: 'hint identity' });
    note.setAttribute('role', 'status');
    note.textContent = words.join(' ');
    if (!there) field.before(note);
  });
}
