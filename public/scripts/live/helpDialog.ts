import type { Tool } from './commands.ts';
import type { Labels } from './notes.ts';

const isMac = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** A shortcut as `aria-keyshortcuts` has it. */
export const ariaKeys = (keys: string): string => keys.replace('Mod', isMac() ? 'Meta' : 'Control');

/** A shortcut as it stands on the keyboard of this language. */
function keysShown(keys: string, labels: Labels): HTMLElement[] {
  const names: Record<string, string> = {
    Mod: isMac() ? '⌘' : labels.keyControl,
    Alt: isMac() ? '⌥' : 'Alt',
    Shift: labels.keyShift,
    Enter: labels.keyEnter,
    Space: labels.keySpace,
  };
  return keys.split('+').map((one) => {
    const key = document.createElement('kbd');
    key.textContent = names[one] ?? one;
    return key;
  });
}

/** Everything the keyboard can do in the text, as a dialog that Escape closes. */
export function createHelp(tools: readonly Tool[], labels: Labels): { element: HTMLElement; open(): void } {
  const rows: [string, string][] = [
    ...tools
      .filter(({ keys }) => keys !== '')
      .map((tool): [string, string] => [tool.keys, labels[tool.name]]),
    ['Mod+Enter', labels.helpTick],
    ['Alt+Enter', labels.helpOpenLink],
    ['Mod+Alt+0', labels.helpPlain],
    ['Alt+F10', labels.helpToolbar],
    ['Tab', labels.helpLeave],
    ['Tab', labels.helpCellNext],
    ['Shift+Tab', labels.helpCellBefore],
    ['Enter', labels.helpCellBelow],
    ['Esc', labels.helpTableLeave],
    ['-+Space', labels.bullet],
    ['1.+Space', labels.number],
    ['#+Space', labels.heading],
    ['[]+Space', labels.task],
  ];
  const element = document.createElement('dialog');
  element.className = 'dialog prose__help';
  const title = document.createElement('h2');
  title.textContent = labels.helpTitle;
  title.id = `prose-help-${crypto.randomUUID()}`;
  // Otherwise the button below has the focus, and a long list opens at its end.
  title.tabIndex = -1;
  title.autofocus = true;
  element.setAttribute('aria-labelledby', title.id);
  const list = document.createElement('dl');
  for (const [keys, label] of rows) {
    const row = document.createElement('div');
    const what = document.createElement('dt');
    const how = document.createElement('dd');
    what.textContent = label;
    how.append(...keysShown(keys, labels).flatMap((key, index) => (index > 0 ? [' ', key] : [key])));
    row.append(what, how);
    list.append(row);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn btn--main';
  close.textContent = labels.helpClose;
  close.addEventListener('click', () => element.close());
  element.append(title, list, close);
  return { element, open: () => element.showModal() };
}
