import { keymap } from 'prosemirror-keymap';
import type { Plugin } from 'prosemirror-state';
import type { Tool } from '../commands.ts';

/** As the editor's own keys have it: the last of them small, which is the key without Shift. */
const boundTo = ({ keys }: Tool): string =>
  keys.replaceAll('+', '-').replace(/[A-Z]$/, (letter) => letter.toLowerCase());

/** The shortcuts of what can be said about chosen words. */
export const remarkKeys = (tools: readonly Tool[]): Plugin =>
  keymap(Object.fromEntries(tools.map((tool) => [boundTo(tool), tool.command])));
