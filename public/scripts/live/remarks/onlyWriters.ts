import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/** Who may only say something about the text has a caret in it, and changes nothing: what others write comes in. */
export const onlyWriters = (mayWrite: () => boolean): Plugin =>
  new Plugin({
    filterTransaction: (tr) => !tr.docChanged || mayWrite() || tr.getMeta(ySyncPluginKey) !== undefined,
  });
