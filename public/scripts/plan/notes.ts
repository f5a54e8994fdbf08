type Labels = Record<string, string>;

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(label: string, className: string, act: () => void): HTMLButtonElement {
  const made = element('button', `btn btn--small ${className}`, label) as HTMLButtonElement;
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/** Takes away what was said about a field before. */
export function clearNotes(field: HTMLElement): void {
  const place = field.closest('.field');
  for (const note of place?.querySelectorAll('[data-review], [data-refused]') ?? []) note.remove();
  place?.classList.remove('field--error');
  field.removeAttribute('aria-invalid');
}

/** Says beside the field why it was not kept; a number that looks like an identity can be kept all the same. */
export function showRefused(
  field: HTMLElement,
  message: string,
  labels: Labels,
  keep: (() => void) | null,
): void {
  clearNotes(field);
  const note = element('div', 'error');
  note.dataset.refused = '';
  note.setAttribute('role', 'alert');
  note.append(element('span', '', `${labels.notKept} ${message}`));
  if (keep) {
    note.append(
      button(labels.inszKeep ?? '', '', () => {
        clearNotes(field);
        keep();
      }),
    );
  }
  field.before(note);
  field.closest('.field')?.classList.add('field--error');
  field.setAttribute('aria-invalid', 'true');
}

/** Two people changed one field: both values side by side, and the second one decides. Nothing is lost. */
export function showReview(
  field: HTMLElement,
  values: { yours: string; theirs: string },
  labels: Labels,
  choose: { mine: () => void; theirs: () => void },
): void {
  clearNotes(field);
  const shown = (value: string): string => {
    const option =
      field instanceof HTMLSelectElement ? [...field.options].find((one) => one.value === value) : undefined;
    return option?.text ?? (value || (labels.emptyValue ?? ''));
  };
  const review = element('div', 'note is-wait stack stack--tight review');
  review.dataset.review = '';
  review.setAttribute('role', 'alert');
  review.append(element('p', '', labels.changedMeanwhile));
  const both = element('div', 'diff');
  for (const [label, value] of [
    [labels.theirs, values.theirs],
    [labels.mine, values.yours],
  ] as const) {
    const side = element('div', '');
    side.append(element('b', '', label), document.createTextNode(shown(value)));
    both.append(side);
  }
  const decide = (act: () => void) => () => {
    clearNotes(field);
    act();
    field.focus();
  };
  const row = element('p', 'row');
  row.append(
    button(labels.takeMine ?? '', 'btn--main', decide(choose.mine)),
    button(labels.takeTheirs ?? '', '', decide(choose.theirs)),
  );
  review.append(both, row);
  field.before(review);
}
