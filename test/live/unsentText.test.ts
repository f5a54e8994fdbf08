import { expect } from 'chai';
import * as Y from 'yjs';
import { unsentText } from '../../public/scripts/live/unsentText.ts';
import { updatesOf, writeLine } from './prose.ts';

describe('unsentText', () => {
  it('words that were not stored, come back line by line, with the names of who is mentioned in them', () => {
    const doc = new Y.Doc();
    writeLine(doc, 'dit stond er al');
    const updates = updatesOf(doc, () => {
      writeLine(doc, 'Bel @ en @ morgen', 'task');
      const words = (doc.getXmlFragment('prose').get(1) as Y.XmlElement).get(0) as Y.XmlText;
      words.format(4, 1, { mention: { person: 'p-1', id: 'm-1' } });
    });
    const nameOf = (person: string): string => (person === 'p-1' ? 'Karim Benali' : '');
    expect(unsentText(doc, updates, nameOf)).to.equal('Bel @Karim Benali en @ morgen');
    expect(unsentText(doc, updates)).to.equal('Bel @ en @ morgen');
  });
});
