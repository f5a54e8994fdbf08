/** What the server refused of a form, in the reader's language, by the name of its field. */
export type Faults = Readonly<Record<string, string>>;

function clear(form: HTMLFormElement): void {
  for (const told of form.querySelectorAll('[data-fault]')) told.remove();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
    input.closest('.field')?.classList.remove('field--error');
  }
}

/**
 * Says beside each field what is wrong with it, and brings who typed it to the first one.
 * @returns what belongs to no field that is there to be seen
 */
export function showFaults(form: HTMLFormElement, faults: Faults): string[] {
  clear(form);
  const elsewhere: string[] = [];
  let first: HTMLElement | null = null;
  for (const [name, words] of Object.entries(faults)) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLElement) || input.getAttribute('type') === 'hidden') {
      elsewhere.push(words);
      continue;
    }
    const told = document.createElement('span');
    told.className = 'error';
    told.id = `${input.id}-error`;
    told.dataset.fault = name;
    told.textContent = words;
    input.before(told);
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', told.id);
    input.closest('.field')?.classList.add('field--error');
    first ??= input;
  }
  first?.focus();
  return elsewhere;
}
