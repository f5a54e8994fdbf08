import { keymap } from 'prosemirror-keymap';
import type { Command, Plugin } from 'prosemirror-state';
import type { Tool } from '../commands.ts';

const shortcuts: Partial<Record<Tool['name'], string>> = { comment: 'Mod-Alt-m', suggest: 'Mod-Alt-s' };

/** The shortcuts of what can be said about chosen words. */
export function remarkKeys(tools: readonly Tool[]): Plugin {
  const bound = tools.flatMap(({ name, command }): [string, Command][] => {
    const key = shortcuts[name];
    return key ? [[key, command]] : [];
  });
  return keymap(Object.fromEntries(bound));
}
