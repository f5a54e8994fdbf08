/**
 * The plan is closed to this person: its content goes from the page at once. What they typed and nobody has is
 * theirs, and is offered as text.
 */
export function leavePlan(root: HTMLElement, unsent: string[], labels: Record<string, string>): void {
  const messages = root.querySelector<HTMLElement>('[data-plan-messages]');
  const content = root.querySelector<HTMLElement>('[data-plan-content]');
  const typed = [...(content?.querySelectorAll('textarea') ?? [])]
    .filter((area) => area.value !== area.defaultValue && !unsent.includes(area.value))
    .map((area) => area.value);
  const live = content?.querySelector('[data-live]');
  content?.replaceChildren(...(live ? [live] : [])); // the live text says goodbye by itself, with its unsent words
  const title = root.querySelector('h1');
  if (title) title.textContent = labels.gone ?? '';
  root.querySelector('.title .meta')?.remove();
  root.querySelector('[data-presence]')?.replaceChildren();
  document.title = 'Schakel';
  const words = [...unsent, ...typed].filter((text) => text.trim() !== '');
  if (!messages || words.length === 0) return;
  const note = document.createElement('div');
  note.className = 'note is-wait stack';
  const said = document.createElement('p');
  said.textContent = labels.unsent ?? '';
  const area = document.createElement('textarea');
  area.className = 'input';
  area.readOnly = true;
  area.rows = 6;
  area.setAttribute('aria-label', labels.unsent ?? '');
  area.value = words.join('\n\n');
  note.append(said, area);
  messages.replaceChildren(note);
}
