import { expect } from 'chai';
import fc from 'fast-check';
import { contextLength } from '../../../public/scripts/live/remarks/anchors.ts';
import { blotPassage, blotText } from '../../../server/live/remarks/blotting.ts';

const blotting = { words: ['wachtwoord Zwaluw-4711'], blot: '▇' };
const cut = (text: string, from: number, to: number) => ({
  before: text.slice(Math.max(0, from - contextLength), from),
  quote: text.slice(from, to),
  after: text.slice(to, to + contextLength),
});

describe('words that are redacted, in a quote and what stands around it', () => {
  const text = 'Voor de deur staat het wachtwoord Zwaluw-4711 op een briefje, en dat mag niet.';

  it('go whole, also when only a part of them is quoted', () => {
    const at = text.indexOf('Zwaluw');
    expect(blotPassage(cut(text, at, at + 6), blotting)).to.deep.equal({
      before: 'or de deur staat het ▇',
      quote: '▇',
      after: '▇ op een briefje, en dat mag',
    });
  });

  it('leave alone what only looks like their end or beginning, where the text itself begins and ends', () => {
    const passage = { before: '', quote: '1 keer', after: ' w' };
    expect(blotPassage(passage, blotting)).to.deep.equal(passage);
  });

  it('go from what stands around it, also where that begins or ends inside them', () => {
    const long = `${text} Wie het vindt, geeft het af.`;
    const behind = long.indexOf('wachtwoord Zw') + 'wachtwoord Zw'.length + contextLength;
    const begun = cut(long, behind, behind + 5);
    expect(begun.before.startsWith('aluw-4711 op')).to.equal(true);
    expect(blotPassage(begun, blotting).before).to.equal('▇ op een briefje, en dat');
    const ahead = long.indexOf('Zwaluw') - contextLength;
    const ended = cut(long, 0, ahead);
    expect(ended.after.endsWith(' het wachtwoord ')).to.equal(true);
    expect(blotPassage(ended, blotting).after).to.equal(`${ended.after.slice(0, -11)}▇`);
  });

  it('go from the ends of what stands around it, also after other words there went before them', () => {
    const at = text.indexOf('mag niet');
    const passage = cut(text, at, at + 3);
    expect(passage.before.startsWith('luw-4711')).to.equal(true);
    const first = blotPassage(passage, { words: ['briefje'], blot: '▇' });
    expect(first.before.length).to.be.lessThan(contextLength);
    expect(blotPassage(first, blotting).before).to.equal('▇ op een ▇, en dat ');
  });

  it('go with half a character, where what stands around it was cut in the middle of one', () => {
    const word = 'geheim😀slot';
    const passage = {
      before: `\ude00slot ${'x'.repeat(27)}`,
      quote: 'y',
      after: `${'x'.repeat(25)}geheim\ud83d`,
    };
    const made = blotPassage(passage, { words: [word], blot: '▇' });
    expect([made.before, made.after]).to.deep.equal([`▇ ${'x'.repeat(27)}`, `${'x'.repeat(25)}▇`]);
  });

  it('leave no part of themselves, wherever the quote lies', () => {
    const secret = 'QXZJKVWYQXZJ';
    const around = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 90, size: 'max' });
    fc.assert(
      fc.property(around, around, fc.nat(), fc.nat(40), (left, right, place, length) => {
        const whole = left + secret + right;
        const from = place % whole.length;
        const made = blotPassage(cut(whole, from, from + 1 + length), { words: [secret], blot: '▇' });
        expect(made.before + made.quote + made.after).not.to.match(/[QXZJKVWY]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('several words that are redacted at once', () => {
  const words = ['wachtwoord', 'wachtwoord Zwaluw-4711', 'Zwaluw-4711 en'];
  const orders = [words, [...words].reverse(), [words[1]!, words[2]!, words[0]!]];

  it('go whole where they overlap, in whichever order they are given', () => {
    for (const order of orders) {
      expect(blotText('Zijn wachtwoord Zwaluw-4711 en meer', { words: order, blot: '▇' })).to.equal(
        'Zijn ▇ meer',
      );
      const passage = { before: 'Zijn ', quote: 'wachtwoord', after: ' Zwaluw-4711 en meer' };
      expect(blotPassage(passage, { words: order, blot: '▇' })).to.deep.equal({
        before: 'Zijn ',
        quote: '▇',
        after: '▇ meer',
      });
    }
  });

  it('of which one repeats itself go with every repetition', () => {
    expect(blotText('xabababx aba', { words: ['aba'], blot: '▇' })).to.equal('x▇bx ▇');
  });
});
