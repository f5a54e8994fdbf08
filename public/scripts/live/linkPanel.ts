import type { EditorView } from 'prosemirror-view';
import { findInsz } from '../inszCheck.ts';
import { linkAt, removeLink, setLink } from './links.ts';
import { toAddress } from './marks.ts';
import type { Labels } from './notes.ts';
import { openPanel } from './panel.ts';

let made = 0;

function field(label: string, value: string): { row: HTMLElement; input: HTMLInputElement } {
  made += 1;
  const row = document.createElement('div');
  row.className = 'field';
  const name = document.createElement('label');
  const input = document.createElement('input');
  input.id = `prose-field-${made}`;
  input.className = 'input';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.value = value;
  name.htmlFor = input.id;
  name.textContent = label;
  row.append(name, input);
  return { row, input };
}

function button(label: string, kind: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `btn btn--small ${kind}`.trim();
  element.textContent = label;
  return element;
}

/** Asks where the selected words lead; for a link that is there, changes it, opens it or takes it away. */
export function openLinkPanel(view: EditorView, labels: Labels): void {
  const known = linkAt(view.state);
  const { empty } = view.state.selection;
  const address = field(labels.linkAddress, known?.href ?? '');
  address.input.inputMode = 'url';
  const words = known || !empty ? null : field(labels.linkWords, '');
  const fault = document.createElement('p');
  fault.className = 'error';
  fault.id = `${address.input.id}-fault`;
  fault.setAttribute('role', 'alert');
  fault.hidden = true;
  const form = document.createElement('form');
  form.className = 'stack stack--tight';
  form.noValidate = true;
  const buttons = document.createElement('div');
  buttons.className = 'row';
  const keep = button(labels.linkKeep, 'btn--main');
  keep.type = 'submit';
  buttons.append(keep);
  form.append(address.row, fault, ...(words ? [words.row] : []), buttons);
  const panel = openPanel(view, { label: labels.link, content: form, focus: address.input });
  const refuse = (text: string): void => {
    fault.textContent = text;
    fault.hidden = false;
    address.input.setAttribute('aria-invalid', 'true');
    address.input.setAttribute('aria-describedby', fault.id);
    address.input.focus();
  };
  if (known) {
    const open = document.createElement('a');
    open.className = 'btn btn--small';
    open.href = known.href;
    open.target = '_blank';
    open.rel = 'noopener noreferrer';
    open.textContent = labels.linkOpen;
    const remove = button(labels.linkRemove, 'btn--quiet');
    remove.addEventListener('click', () => {
      const now = linkAt(view.state);
      if (now) view.dispatch(removeLink(view.state, now));
      panel.close();
    });
    buttons.append(open, remove);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const href = toAddress(address.input.value);
    if (href === null) return refuse(labels.linkWrong);
    if (findInsz(href).length > 0) return refuse(labels.linkNumber);
    const now = linkAt(view.state);
    const { state } = view;
    // Of a link the caret stands in, all of it changes.
    const changed =
      now && state.selection.empty
        ? state.tr
            .removeMark(now.from, now.to, state.schema.marks.link)
            .addMark(now.from, now.to, state.schema.marks.link!.create({ href }))
        : setLink(state, href, words?.input.value.trim() || address.input.value.trim());
    view.dispatch(changed);
    panel.close();
  });
}
