import type { Ending } from './events.ts';

/** Every word the editor shows, as data-label-NAME on its element (numberRemove is data-label-number-remove). */
export const labelNames = [
  'editor',
  'toolbar',
  'hint',
  'here',
  'strong',
  'em',
  'heading',
  'subheading',
  'bullet',
  'number',
  'task',
  'link',
  'mention',
  'table',
  'lineBefore',
  'lineAfter',
  'rowBefore',
  'rowAfter',
  'columnBefore',
  'columnAfter',
  'tableHead',
  'rowDelete',
  'columnDelete',
  'tableDelete',
  'rowBeforeTold',
  'rowAfterTold',
  'columnBeforeTold',
  'columnAfterTold',
  'tableHeadTold',
  'rowDeleteTold',
  'columnDeleteTold',
  'tableDeleteTold',
  'tableEntered',
  'tableRows',
  'tableColumns',
  'tableFirstHead',
  'tableMake',
  'tableWrong',
  'undo',
  'redo',
  'help',
  'groupWords',
  'groupLines',
  'groupPeople',
  'groupTable',
  'groupSteps',
  'groupMore',
  'linkAddress',
  'linkWords',
  'linkKeep',
  'linkOpen',
  'linkRemove',
  'linkWrong',
  'linkNumber',
  'mentionNobody',
  'mentionOffline',
  'left',
  'helpTitle',
  'helpClose',
  'helpTick',
  'helpOpenLink',
  'helpPlain',
  'helpToolbar',
  'helpLeave',
  'helpCellNext',
  'helpCellBefore',
  'helpCellBelow',
  'helpTableLeave',
  'keyControl',
  'keyShift',
  'keyEnter',
  'keySpace',
  'comment',
  'suggest',
  'decision',
  'action',
  'numberTitle',
  'numberText',
  'numberRemove',
  'numberKeep',
  'notAllowed',
  'signedOut',
  'signedOutKept',
  'reload',
  'redacted',
  'refused',
  'full',
  'unsent',
  'copy',
  'copied',
  'returnedTitle',
  'returnedLead',
  'returnedTheirs',
  'returnedMine',
  'returnedNow',
  'returnedAbsent',
  'returnedLost',
  'returnedPutTheirs',
  'returnedPutMine',
  'returnedGood',
] as const;

export type Labels = Record<(typeof labelNames)[number], string>;

export function loadedLabels(root: HTMLElement): Labels {
  const labelOf = (name: string): string =>
    root.dataset[`label${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? '';
  return Object.fromEntries(labelNames.map((name) => [name, labelOf(name)])) as Labels;
}

function button(label: string, kind: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `btn btn--small ${kind}`.trim();
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}

function note(kind: 'is-wait' | 'is-stop', ...inside: HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = `note ${kind}`;
  element.setAttribute('role', 'alert');
  element.append(...inside);
  return element;
}

function paragraph(text: string, className = ''): HTMLParagraphElement {
  const element = document.createElement('p');
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** Asks whether a national number goes or stays. */
export function numberNote(labels: Labels, acts: { remove: () => void; keep: () => void }): HTMLElement {
  const title = document.createElement('strong');
  title.textContent = labels.numberTitle;
  const buttons = document.createElement('div');
  buttons.className = 'row';
  buttons.append(
    button(labels.numberRemove, 'btn--main', acts.remove),
    button(labels.numberKeep, '', acts.keep),
  );
  return note('is-wait', title, paragraph(labels.numberText), buttons);
}

function reasonLabel(labels: Labels, reason: Ending['reason']): string {
  if (reason === 'signed_out') return labels.signedOut;
  if (reason === 'reload') return labels.reload;
  if (reason === 'redacted') return labels.redacted;
  if (reason === 'document_full' || reason === 'too_large') return labels.full;
  const isAccess = reason === 'no_longer_allowed' || reason === 'not_allowed' || reason === 'not_found';
  return isAccess ? labels.notAllowed : labels.refused;
}

/** Nobody is signed in any more; what was written is on this device and goes in with the next signing in. */
export const keptNote = (labels: Labels): HTMLElement => note('is-wait', paragraph(labels.signedOutKept));

/** Says why the text is gone, and gives the person back what only this page had. */
export function endedNote(labels: Labels, reason: Ending['reason'], text: string): HTMLElement {
  const isRedacted = reason === 'redacted';
  const element = note(isRedacted ? 'is-wait' : 'is-stop', paragraph(reasonLabel(labels, reason)));
  // Stays above the text when it is opened again: why words went under one's eyes, and what only this page had.
  if (text !== '' || isRedacted) element.dataset.proseUnsent = '';
  if (text === '') return element;
  const label = document.createElement('label');
  const field = document.createElement('textarea');
  field.className = 'input';
  field.readOnly = true;
  field.rows = Math.min(12, text.split('\n').length + 1);
  field.value = text;
  label.append(labels.unsent, field);
  const copy = button(labels.copy, '', () => {
    field.select();
    navigator.clipboard
      ?.writeText(text)
      .then(() => {
        copy.textContent = labels.copied;
      })
      .catch(() => {}); // the text stays selected: the person copies it by keyboard
  });
  element.append(label, copy);
  return element;
}
