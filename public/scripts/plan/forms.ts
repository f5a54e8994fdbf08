import type { CommandQueue, CommandResult } from './commands.ts';
import { clearNotes, showRefused, showReview } from './notes.ts';
import { isTyped } from './parts.ts';
import type { RecordsView } from './records.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Labels = Record<string, string>;

/** After this long without a key a text is kept, so that no sentence waits for its writer to leave the field. */
const idle = 2000;

/** Turns the forms of the plan page into commands: fields are kept one by one, additions and removals as a whole. */
export function wireForms(
  root: HTMLElement,
  queue: CommandQueue,
  records: Pick<RecordsView, 'refreshSoon'>,
  labels: Labels,
): void {
  const keeper = new FieldKeeper(queue, records, labels);
  root.addEventListener('change', (event) => keeper.changed(event.target));
  root.addEventListener('input', (event) => keeper.typed(event.target));
  root.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.record) {
      event.preventDefault();
      keeper.keepAll(form);
    } else if (form.dataset.add) {
      event.preventDefault();
      addRecord(form, queue, labels);
    } else if (form.dataset.command) {
      event.preventDefault();
      queue.add({
        lane: form.action,
        url: form.action,
        body: () => ({}),
        words: '',
        settle: () => records.refreshSoon(0),
      });
    }
  });
}

const fieldOf = (target: EventTarget | null): Field | null => {
  const isField =
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
  return isField && target.closest('form[data-record]') ? target : null;
};

/** Keeps changed fields, each with the version its writer saw. */
class FieldKeeper {
  readonly #queue: CommandQueue;
  readonly #records: Pick<RecordsView, 'refreshSoon'>;
  readonly #labels: Labels;
  /** The version my own last command gave a field: a next one, typed meanwhile, builds on it. */
  readonly #ownVersions = new Map<string, number>();
  readonly #sent = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queue: CommandQueue, records: Pick<RecordsView, 'refreshSoon'>, labels: Labels) {
    this.#queue = queue;
    this.#records = records;
    this.#labels = labels;
  }

  changed(target: EventTarget | null): void {
    const field = fieldOf(target);
    if (field) this.keep(field);
  }

  typed(target: EventTarget | null): void {
    const field = fieldOf(target);
    clearTimeout(this.#timer);
    if (field && !(field instanceof HTMLSelectElement))
      this.#timer = setTimeout(() => this.keep(field), idle);
  }

  keepAll(form: HTMLFormElement): void {
    const fields = [...form.elements].map(fieldOf).filter((field) => field !== null);
    for (const field of fields) this.keep(field);
    const details = form.closest('details');
    if (details && !form.querySelector('[data-review], [data-refused]')) {
      details.open = false;
      details.querySelector('summary')?.focus();
    }
  }

  keep(field: Field, options: { base?: number; inszKept?: boolean } = {}): void {
    const form = field.form;
    if (!form || !isTyped(field) || (field.required && field.value.trim() === '')) return;
    const key = `${form.dataset.record}.${field.name}`;
    const { value, name } = field;
    if (this.#sent.get(key) === value && !options.base && !options.inszKept) return; // on its way
    this.#sent.set(key, value);
    clearNotes(field);
    const base = options.base ?? Number(baseField(form, name)?.value ?? 0);
    this.#queue.add({
      lane: form.dataset.record ?? '',
      url: form.action,
      words: field instanceof HTMLSelectElement ? '' : value,
      body: () => ({
        [name]: value,
        [`base_${name}`]: String(Math.max(base, this.#ownVersions.get(key) ?? 0)),
        ...(options.inszKept ? { inszKept: 'true' } : {}),
      }),
      settle: (result) => this.#settle(key, name, value, form, result),
    });
  }

  #settle(key: string, name: string, value: string, form: HTMLFormElement, result: CommandResult): void {
    if (this.#sent.get(key) === value) this.#sent.delete(key);
    const field = current(form, name);
    if (result.kind === 'done') {
      const version = (result.outcome.versions as Record<string, number> | undefined)?.[name];
      if (version) this.#ownVersions.set(key, version);
      if (field) taken(field, value, version);
      return;
    }
    if (!field) return;
    const conflict =
      result.kind === 'conflict' ? result.conflicts.find((one) => one.field === name) : undefined;
    if (!conflict) {
      // Refused as typed, or the record was put aside meanwhile.
      const told = result.kind === 'refused' ? result.fields[name] : undefined;
      this.#refused(field, told ?? result.message);
      return;
    }
    showReview(field, { yours: value, theirs: conflict.current }, this.#labels, {
      mine: () => this.keep(field, { base: conflict.version }),
      theirs: () => {
        this.#ownVersions.set(key, conflict.version);
        setValue(field, conflict.current);
        taken(field, conflict.current, conflict.version);
        this.#records.refreshSoon(0);
      },
    });
  }

  #refused(field: Field, message: string): void {
    const keep = message === this.#labels.insz ? () => this.keep(field, { inszKept: true }) : null;
    showRefused(field, message, this.#labels, keep);
  }
}

/** The field as it stands on the page now: the part may have been swapped while the command was away. */
function current(form: HTMLFormElement, name: string): Field | null {
  const record = document.querySelector<HTMLFormElement>(`form[data-record="${form.dataset.record}"]`);
  return (record?.elements.namedItem(name) as Field | null) ?? null;
}

const baseField = (form: HTMLFormElement, name: string): HTMLInputElement | null =>
  form.elements.namedItem(`base_${name}`) as HTMLInputElement | null;

/** The server has this value: the field counts as untouched unless somebody typed on. */
function taken(field: Field, value: string, version: number | undefined): void {
  if (field instanceof HTMLSelectElement)
    for (const one of field.options) one.defaultSelected = one.value === value;
  else field.defaultValue = value;
  const base = field.form && version ? baseField(field.form, field.name) : null;
  if (base) base.value = String(Math.max(Number(base.value), version ?? 0));
}

function setValue(field: Field, value: string): void {
  field.value = value;
}

/** Sends a new goal or action. The form is free again at once; what was typed comes back when it is refused. */
function addRecord(form: HTMLFormElement, queue: CommandQueue, labels: Labels): void {
  if (!form.reportValidity()) return;
  const values = Object.fromEntries(
    [...new FormData(form)].filter(([name, value]) => !name.startsWith('_') && typeof value === 'string'),
  ) as Record<string, string>;
  const words = [...form.querySelectorAll('textarea')].map((area) => area.value).join('\n');
  const waiting = document.createElement('p');
  waiting.className = 'draft__waiting';
  waiting.textContent = words;
  form.before(waiting);
  const details = form.closest('details');
  form.reset();
  if (details) details.open = false;
  details?.querySelector('summary')?.focus();
  const send = (more: Record<string, string>): void =>
    queue.add({
      lane: `add:${form.action}`,
      url: form.action,
      body: () => ({ ...values, ...more }),
      words,
      settle: (result) => {
        waiting.remove();
        if (result.kind === 'done') return;
        for (const [name, value] of Object.entries(values)) {
          const field = form.elements.namedItem(name) as Field | null;
          if (field) setValue(field, value);
        }
        if (details) details.open = true;
        const fields = result.kind === 'refused' ? result.fields : {};
        const [name, message] = Object.entries(fields)[0] ?? ['', result.message];
        const field = (form.elements.namedItem(name) as Field | null) ?? form.querySelector('textarea');
        const keep = message === labels.insz ? () => send({ inszKept: 'true' }) : null;
        if (field) showRefused(field, message, labels, keep);
      },
    });
  send({});
}
