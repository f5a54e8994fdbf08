import { expect } from 'chai';
import * as Y from 'yjs';
import { giveLinesTexts } from '../../public/scripts/live/lineTexts.ts';
import { lineName, rootName } from '../../public/scripts/live/protocol.ts';
import { Content } from '../../server/live/content.ts';
import { readUpdate } from '../../server/live/reading.ts';
import { linesOf, typeInto, updatesOf } from './prose.ts';

describe('lineTexts', () => {
  it('giveLinesTexts, a new empty line two people type in at once, holds both texts once', () => {
    const [an, bo] = [new Y.Doc(), new Y.Doc()];
    for (const doc of [an, bo]) giveLinesTexts(doc);
    const [update] = updatesOf(an, () => an.getXmlFragment(rootName).push([new Y.XmlElement(lineName)]));
    const content = new Content({ checkpoint: null, commits: [] });
    content.reserve('an', [an.clientID]);
    const offer = {
      id: '1',
      personId: 'an',
      update: update as Uint8Array,
      reading: readUpdate(update as Uint8Array),
    };
    expect(content.admit(offer, 1e6)).to.equal(null);
    Y.applyUpdate(bo, update as Uint8Array);
    const fromAn = updatesOf(an, () => typeInto(an, 0, 0, 'hallo'))[0] as Uint8Array;
    const fromBo = updatesOf(bo, () => typeInto(bo, 0, 0, 'dag'))[0] as Uint8Array;
    Y.applyUpdate(an, fromBo);
    Y.applyUpdate(bo, fromAn);
    expect((an.getXmlFragment(rootName).get(0) as Y.XmlElement).length).to.equal(1);
    expect(linesOf(an)).to.deep.equal(linesOf(bo));
    expect(linesOf(an)[0]).to.have.length(8);
  });
});
