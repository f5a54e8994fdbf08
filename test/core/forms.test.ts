import { expect } from 'chai';
import { z } from 'zod';
import { Invalid } from '../../server/core/errors.ts';
import { choices, day, line, lines, readForm, tick, typedValues } from '../../server/core/forms.ts';
import { path } from '../../server/core/path.ts';

const form = z.object({
  name: line(5),
  story: lines(10).default(''),
  sorts: choices(['a', 'b']),
  sure: tick,
  on: day.optional(),
});

const faultsOf = (body: unknown): Record<string, string> => {
  try {
    readForm(form, body);
    return {};
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return Object.fromEntries(Object.entries(error.fields).map(([name, { key }]) => [name, key]));
  }
};

describe('a form', () => {
  it('with everything right, becomes typed input', () => {
    const body = { name: '  Jo\tA ', story: 'a\r\nb\u0007 ', sorts: 'a', sure: 'on', on: '2028-02-29' };
    expect(readForm(form, body)).to.deep.equal({
      name: 'Jo A',
      story: 'a\nb',
      sorts: ['a'],
      sure: true,
      on: '2028-02-29',
    });
    expect(readForm(form, { name: 'x', sorts: ['a', 'b'] })).to.deep.include({
      sorts: ['a', 'b'],
      sure: false,
    });
  });

  const faults: [string, unknown, Record<string, string>][] = [
    ['nothing at all', undefined, { name: 'forms.required' }],
    ['an empty field', { name: ' ' }, { name: 'forms.required' }],
    ['a field too long', { name: 'abcdef' }, { name: 'forms.tooLong' }],
    ['a list for a text', { name: ['a'] }, { name: 'forms.invalid' }],
    ['an object for a text', { name: { $ne: 1 } }, { name: 'forms.invalid' }],
    ['a choice that is not offered', { name: 'a', sorts: ['a', 'c'] }, { 'sorts.1': 'forms.invalid' }],
    ['a day that does not exist', { name: 'a', on: '2027-02-29' }, { on: 'forms.dateInvalid' }],
    ['a list for a body', ['a'], { form: 'forms.invalid' }],
    ['two faults', { story: 'x'.repeat(11) }, { name: 'forms.required', story: 'forms.tooLong' }],
  ];
  for (const [what, body, expected] of faults) {
    it(`with ${what}, is refused with one message for each field`, () => {
      expect(faultsOf(body)).to.deep.equal(expected);
    });
  }

  it('with inherited or unknown names in it, takes nothing from them', () => {
    const body = JSON.parse('{"name":"a","__proto__":{"sure":"on"},"constructor":"x","extra":1}');
    expect(readForm(form, body)).to.deep.equal({ name: 'a', story: '', sorts: [], sure: false });
  });

  it('refused, gives back what was typed but never a password, a code or the tokens', () => {
    const typed = typedValues({
      name: 'Jo',
      sorts: ['a', 7, 'b'],
      newPassword: 'geheim',
      code: '123456',
      _csrf: 'x',
      _act: 'y',
      deep: { a: 'b' },
    });
    expect(typed).to.deep.equal({ name: 'Jo', sorts: ['a', 'b'] });
  });
});

describe('an address', () => {
  const plan = path('/plans/:id/goals/:goalId');
  const offer = path('/offer');

  it('built from its parts, has every one of them percent-encoded', () => {
    expect(plan({ id: 'a b/c', goalId: '?#é' })).to.equal('/plans/a%20b%2Fc/goals/%3F%23%C3%A9');
    expect(plan.pattern).to.equal('/plans/:id/goals/:goalId');
  });

  it('built with a query, repeats lists and leaves out what is empty', () => {
    expect(offer({ q: 'a&b', area: ['x', 'y'], none: undefined, empty: '', page: 2 })).to.equal(
      '/offer?q=a%26b&area=x&area=y&page=2',
    );
    expect(offer()).to.equal('/offer');
    expect(plan({ id: '1', goalId: '2' }, { to: '/x' })).to.equal('/plans/1/goals/2?to=%2Fx');
  });
});
