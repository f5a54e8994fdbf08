import type { EditorView } from 'prosemirror-view';
import type { Labels } from '../notes.ts';
import { openPanel } from '../panel.ts';
import { insertTable } from './commands.ts';
import { largestTable } from './edits.ts';

let made = 0;

function field(label: string, input: HTMLInputElement): HTMLElement {
  made += 1;
  input.id = `prose-table-${made}`;
  const row = document.createElement('div');
  const name = document.createElement('label');
  name.htmlFor = input.id;
  name.textContent = label;
  if (input.type === 'checkbox') {
    row.className = 'choice choice--tight';
    row.append(input, name);
  } else {
    row.className = 'field';
    row.append(name, input);
  }
  return row;
}

function numberInput(value: number): HTMLInputElement {
  const input = document.createElement('input');
  input.className = 'input';
  input.inputMode = 'numeric';
  input.autocomplete = 'off';
  input.value = String(value);
  return input;
}

const within = (typed: string, largest: number): number | null =>
  /^\d{1,3}$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= largest ? Number(typed) : null;

/** Asks how many rows and columns a new table gets, and whether its first row is a head. */
export function openTablePanel(view: EditorView, labels: Labels): void {
  const rows = numberInput(3);
  const columns = numberInput(3);
  const head = document.createElement('input');
  head.type = 'checkbox';
  head.checked = true;
  const fault = document.createElement('p');
  fault.className = 'error';
  fault.id = `prose-table-fault-${made}`;
  fault.setAttribute('role', 'alert');
  fault.hidden = true;
  const make = document.createElement('button');
  make.type = 'submit';
  make.className = 'btn btn--small btn--main';
  make.textContent = labels.tableMake;
  const form = document.createElement('form');
  form.noValidate = true;
  form.append(
    field(labels.tableRows, rows),
    field(labels.tableColumns, columns),
    field(labels.tableFirstHead, head),
    fault,
    make,
  );
  const panel = openPanel(view, { label: labels.table, content: form, focus: rows });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = [within(rows.value, largestTable.rows), within(columns.value, largestTable.columns)];
    const wrong = [rows, columns].filter((_input, index) => wanted[index] === null);
    for (const input of [rows, columns]) {
      input.toggleAttribute('aria-invalid', false);
      input.removeAttribute('aria-describedby');
    }
    for (const input of wrong) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', fault.id);
    }
    fault.hidden = wrong.length === 0;
    fault.textContent = wrong.length > 0 ? labels.tableWrong : '';
    wrong[0]?.focus();
    if (wrong.length > 0) return;
    const [rowCount, columnCount] = wanted as [number, number];
    insertTable({ rows: rowCount, columns: columnCount, head: head.checked })(
      view.state,
      view.dispatch,
      view,
    );
    panel.close();
  });
}
