import type { EditorView } from 'prosemirror-view';
import { type Tool, toolGroups } from './commands.ts';
import { ariaKeys } from './helpDialog.ts';
import type { Labels } from './notes.ts';
import type { Rights } from './protocol.ts';

export interface Toolbar {
  element: HTMLElement;
  /** Shows what is on at the caret and what can be done now. */
  refresh(view: EditorView): void;
  focus(): void;
}

const groupLabels = {
  words: 'groupWords',
  lines: 'groupLines',
  people: 'groupPeople',
  steps: 'groupSteps',
  more: 'groupMore',
} as const;

/** The toolbar pattern of the ARIA practices: one stop for Tab, arrows inside, Escape back to the text. */
export function createToolbar(
  view: () => EditorView,
  tools: readonly Tool[],
  labels: Labels,
  may: (right: keyof Rights) => boolean,
): Toolbar {
  const element = document.createElement('div');
  element.className = 'prose__tools row';
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', labels.toolbar);
  const buttons = tools.map((tool) => buttonOf(tool, labels[tool.name], view));
  for (const name of toolGroups) {
    const group = document.createElement('div');
    group.className = 'prose__group';
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', labels[groupLabels[name]]);
    group.append(...buttons.filter((_button, index) => tools[index]?.group === name));
    element.append(group);
  }
  let current = 0;
  const stopAt = (index: number): void => {
    current = (index + buttons.length) % buttons.length;
    buttons.forEach((button, place) => {
      button.tabIndex = place === current ? 0 : -1;
    });
  };
  stopAt(0);
  const goTo = (index: number): void => {
    stopAt(index);
    buttons[current]?.focus();
  };
  element.addEventListener('focusin', (event) => {
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    if (index >= 0) stopAt(index);
  });
  element.addEventListener('keydown', (event) => {
    const moves: Record<string, () => void> = {
      ArrowRight: () => goTo(current + 1),
      ArrowLeft: () => goTo(current - 1),
      Home: () => goTo(0),
      End: () => goTo(buttons.length - 1),
      Escape: () => view().focus(),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  return { element, focus: () => goTo(current), refresh: (now) => refreshButtons(tools, buttons, now, may) };
}

function buttonOf(tool: Tool, label: string, view: () => EditorView): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--small';
  button.dataset.tool = tool.name;
  button.textContent = label;
  if (tool.keys.includes('+')) button.setAttribute('aria-keyshortcuts', ariaKeys(tool.keys));
  if (tool.isOn) button.setAttribute('aria-pressed', 'false');
  // A mouse keeps the selection in the text; a keyboard keeps the focus here.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    tool.command(view().state, view().dispatch, view());
  });
  return button;
}

function refreshButtons(
  tools: readonly Tool[],
  buttons: readonly HTMLButtonElement[],
  view: EditorView,
  may: (right: keyof Rights) => boolean,
): void {
  tools.forEach((tool, index) => {
    const button = buttons[index] as HTMLButtonElement;
    if (tool.isOn) button.setAttribute('aria-pressed', String(tool.isOn(view.state)));
    const isPossible = tool.isForAll || (may(tool.right ?? 'write') && tool.command(view.state));
    if (isPossible) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
  });
}
