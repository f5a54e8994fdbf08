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
  table: 'groupTable',
  steps: 'groupSteps',
  more: 'groupMore',
} as const;

/** The toolbar pattern of the ARIA practices: one stop for Tab, arrows inside, Escape back to the text. */
export function createToolbar(
  view: () => EditorView,
  tools: readonly Tool[],
  labels: Labels,
  may: (right: keyof Rights) => boolean,
  say: (words: string) => void,
): Toolbar {
  const element = document.createElement('div');
  element.className = 'prose__tools row';
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', labels.toolbar);
  const buttons = tools.map((tool) => buttonOf(tool, labels, view, say));
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
  const goTo = (index: number, step: 1 | -1 = 1): void => {
    let place = (index + buttons.length) % buttons.length;
    // What is not shown has no place among the stops.
    for (let tries = 0; buttons[place]?.hidden && tries < buttons.length; tries++)
      place = (place + step + buttons.length) % buttons.length;
    stopAt(place);
    buttons[current]?.focus();
  };
  element.addEventListener('focusin', (event) => {
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    if (index >= 0) stopAt(index);
  });
  element.addEventListener('keydown', (event) => {
    const moves: Record<string, () => void> = {
      ArrowRight: () => goTo(current + 1),
      ArrowLeft: () => goTo(current - 1, -1),
      Home: () => goTo(0),
      End: () => goTo(buttons.length - 1, -1),
      Escape: () => view().focus(),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  const refresh = (now: EditorView): void => {
    refreshButtons(tools, buttons, now, may);
    for (const group of element.querySelectorAll<HTMLElement>('.prose__group'))
      group.hidden = [...group.children].every((one) => (one as HTMLElement).hidden);
    if (!buttons[current]?.hidden) return;
    // The one stop for Tab is one that is shown; who stands on one that goes is led back to the text.
    const hadFocus = buttons[current] === document.activeElement;
    stopAt(0);
    if (hadFocus) now.focus();
  };
  return { element, focus: () => goTo(current), refresh };
}

function buttonOf(
  tool: Tool,
  labels: Labels,
  view: () => EditorView,
  say: (words: string) => void,
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--small';
  button.dataset.tool = tool.name;
  button.textContent = labels[tool.name];
  if (tool.keys.includes('+')) button.setAttribute('aria-keyshortcuts', ariaKeys(tool.keys));
  if (tool.isOn) button.setAttribute('aria-pressed', 'false');
  // A mouse keeps the selection in the text; a keyboard keeps the focus here.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    const isDone = tool.command(view().state, view().dispatch, view());
    if (isDone && tool.told) say(labels[tool.told]);
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
    button.hidden = tool.isShown?.(view.state) === false;
    if (tool.isOn) button.setAttribute('aria-pressed', String(tool.isOn(view.state)));
    const isPossible = tool.isForAll || (may(tool.right ?? 'write') && tool.command(view.state));
    if (isPossible) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
  });
}
