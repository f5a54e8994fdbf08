import { expect } from 'chai';
import { endsInStart, findInsz, isInsz } from '../../public/scripts/inszCheck.ts';

/** Made numbers: nine digits with the two that belong to them. */
const before2000 = (nine: string): string => nine + String(97 - (Number(nine) % 97)).padStart(2, '0');
const from2000 = (nine: string): string => nine + String(97 - (Number(`2${nine}`) % 97)).padStart(2, '0');
const old = before2000('850730033');
const young = from2000('120315004');

const cases: [name: string, text: string, found: string[]][] = [
  ['nothing', '', []],
  ['a plain number of before 2000', old, [old]],
  ['a plain number of 2000 and later', young, [young]],
  ['the example of the register', '85.07.30-033.28', ['85.07.30-033.28']],
  ['spaces', 'nr 85 07 30 033 28 ok', ['85 07 30 033 28']],
  ['a slash and a hyphen', '850730/033-28.', ['850730/033-28']],
  ['a non-breaking space', '850730\u00a003328', ['850730\u00a003328']],
  ['an en dash with spaces', '85.07.30 \u2013 033.28', ['85.07.30 \u2013 033.28']],
  ['two numbers', `${old} en ${young}`, [old, young]],
  ['two numbers with only a space between', `${old} ${young}`, [old, young]],
  ['after another number', `kamer 2 ${old}`, [old]],
  ['in brackets', `(${old})`, [old]],
  ['a bis number with the month plus 40', before2000('854730033'), [before2000('854730033')]],
  ['an unknown birth day', before2000('850000033'), [before2000('850000033')]],
  ['a wrong check', '85073003329', []],
  ['a date that is none', before2000('851939033'), [before2000('851939033')]],
  ['eleven digits inside more', `9${old}`, []],
  ['an account number', 'BE68 5390 0754 7034', []],
  ['a telephone number', '0475 12 34 56', []],
  ['an enterprise number', '0403.019.261', []],
  ['letters between', '850730a03328', []],
];

describe('inszCheck', () => {
  for (const [name, text, expected] of cases) {
    it(`findInsz, ${name}, finds ${expected.length}`, () => {
      expect(findInsz(text).map(({ index, length }) => text.slice(index, index + length))).to.deep.equal(
        expected,
      );
    });
  }
  it('isInsz, a number from 2000 read as one from before, counts only by its own rule', () => {
    expect(isInsz(young)).to.equal(true);
    expect(isInsz(`${young.slice(0, 9)}00`)).to.equal(false);
  });
  const starts: [string, boolean][] = [
    ['85', false],
    ['85.0', true],
    ['850730', true],
    ['85.07.30-03', true],
    ['8507300332', true],
    ['85.07.30-033.', true],
    ['85073003329', false],
    ['in 2026 was', false],
    ['850730 was', false],
  ];
  for (const [text, expected] of starts) {
    it(`endsInStart, "${text}", says ${expected}`, () => expect(endsInStart(text)).to.equal(expected));
  }
});
