import { expect } from 'chai';
import fc from 'fast-check';
import { isMarkValue, isSafeAddress, largestAddress, toAddress } from '../../public/scripts/live/marks.ts';

describe('marks of live prose', () => {
  const addresses: [string, string | null][] = [
    ['https://druglijn.be', 'https://druglijn.be/'],
    ['  www.vad.be/a?b=c#d ', 'https://www.vad.be/a?b=c#d'],
    ['druglijn.be', 'https://druglijn.be/'],
    ['HTTP://Druglijn.BE/Hulp', 'http://druglijn.be/Hulp'],
    ['an@voorbeeld.be', 'mailto:an@voorbeeld.be'],
    ['mailto:an@voorbeeld.be', 'mailto:an@voorbeeld.be'],
    ['druglijn.be:8080/x', 'https://druglijn.be:8080/x'],
    ['javascript:alert(1)', null],
    ['JaVaScRiPt:alert(1)', null],
    [' java\nscript:alert(1)', null],
    ['data:text/html,<script>1</script>', null],
    ['vbscript:x', null],
    ['file:///etc/passwd', null],
    ['ftp://voorbeeld.be', null],
    ['tel:+3221234567', null],
    ['blob:https://voorbeeld.be/x', null],
    ['https://an:geheim@voorbeeld.be', null],
    ['https://', null],
    ['//voorbeeld.be', null],
    ['/plans', null],
    ['#kop', null],
    ['mailto:', null],
    ['geen adres', null],
    ['', null],
    [`https://voorbeeld.be/${'x'.repeat(largestAddress)}`, null],
  ];
  for (const [typed, address] of addresses) {
    it(`toAddress, ${JSON.stringify(typed.slice(0, 40))}, is ${address === null ? 'refused' : address}`, () => {
      expect(toAddress(typed)).to.equal(address);
    });
  }

  it('toAddress, anything that comes out of it, is safe and comes out again as it is', () => {
    const typed = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.emailAddress(),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(
          fc.constantFrom('javascript:', 'https://', 'http:', 'mailto:', 'data:', '\u0001https://'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const address = toAddress(text);
        if (address === null) return;
        expect(isSafeAddress(address), address).to.equal(true);
        expect(['http:', 'https:', 'mailto:']).to.include(new URL(address).protocol);
        expect(toAddress(address)).to.equal(address);
      }),
      { numRuns: 3000, seed: 11 },
    );
  });

  it('isSafeAddress, what a browser reads otherwise than a person, is not safe', () => {
    for (const address of [
      'https:\\\\voorbeeld.be',
      'https://voorbeeld.be/\u202egnp.exe',
      'https://voor beeld.be',
      '\thttps://voorbeeld.be',
      'https:///voorbeeld.be',
      'https:voorbeeld.be',
      null,
      { href: 'https://voorbeeld.be' },
    ])
      expect(isSafeAddress(address), JSON.stringify(address)).to.equal(false);
  });

  it('isMarkValue, holds exactly what an editor makes', () => {
    const person = '3f2b7a0e-8a55-4f0e-9d1c-2b1f4d1f9a11';
    const right: [string, unknown][] = [
      ['strong', {}],
      ['em', null],
      ['link', { href: 'https://vad.be/' }],
      ['link', null],
      ['mention', { person, id: person }],
    ];
    const wrong: [string, unknown][] = [
      ['strong', { a: 1 }],
      ['strong', []],
      ['strong', 'x'],
      ['link', {}],
      ['link', 'https://vad.be/'],
      ['link', { href: 'https://vad.be/', title: 'x' }],
      ['link', { href: 'javascript:1' }],
      ['mention', { person }],
      ['mention', { person, id: '' }],
      ['mention', { person: 'Karim Benali', id: person }],
      ['mention', { person, id: person, name: 'Karim' }],
      ['mention', { person, id: 7 }],
      ['image', { src: 'https://vad.be/' }],
      ['ychange', {}],
      ['constructor', {}],
      ['__proto__', null],
    ];
    for (const [name, value] of right)
      expect(isMarkValue(name, value), `${name} ${JSON.stringify(value)}`).to.equal(true);
    for (const [name, value] of wrong)
      expect(isMarkValue(name, value), `${name} ${JSON.stringify(value)}`).to.equal(false);
  });
});
