import { expect } from 'chai';
import type { CircuitRecord } from '../../models/Circuit.ts';
import type { CircuitPartRecord } from '../../models/CircuitPart.ts';
import type { CircuitTransitionRecord } from '../../models/CircuitTransition.ts';
import { circuitFields, partFields, transitionFields } from '../../models/circuitFields.ts';
import type { PlatformRecord } from '../../models/Platform.ts';
import { isForCell, partsInCell } from '../../server/features/coverage/circuits/inCell.ts';
import type { ModuleKinds } from '../../server/features/coverage/circuits/modules.ts';
import { emptyValues } from '../../server/fields/values.ts';

const platforms = [
  { _id: 'BE-VAN', territory: ['10000'], territoryWithout: [] as string[] },
] as PlatformRecord[];

describe('a circuit and a cell', () => {
  const circuit = (said: object) =>
    ({
      values: { ...emptyValues(circuitFields), platforms: ['BE-VAN'], status: 'in_use', ...said },
    }) as unknown as CircuitRecord;
  const cases: [what: string, said: object, cell: object, is: boolean][] = [
    ['of a part of its area', { areas: ['10000'] }, { area: '13000' }, true],
    ['of what its area lies in', { areas: ['13000'] }, { area: '10000' }, true],
    ['beside its area', { areas: ['13000'] }, { area: '11000' }, false],
    ['of a zone that touches its area', { areas: ['13000'] }, { area: 'z', parts: ['11002', '13014'] }, true],
    ['of the territory, when it names no area', {}, { area: '12000' }, true],
    ['of another territory, when it names no area', {}, { area: '71000' }, false],
    ['for its people', { ages: ['adults'] }, { area: '13000', age: 'adults' }, true],
    ['for other people', { ages: ['adults'] }, { area: '13000', age: 'elderly' }, false],
    ['for a group, when it names none', {}, { area: '13000', target: 'homeless' }, true],
    ['that ended', { status: 'ended' }, { area: '13000' }, false],
  ];
  for (const [what, said, cell, is] of cases)
    it(`${what}: ${is ? 'go together' : 'do not'}`, () =>
      expect(isForCell(circuit(said), cell as { area: string }, platforms)).to.equal(is));
});

describe('the parts of a circuit a cell is about', () => {
  const part = (_id: string, said: object) =>
    ({ _id, values: { ...emptyValues(partFields), ...said } }) as unknown as CircuitPartRecord;
  const way = (_id: string, from: string, to: string, works: string) =>
    ({
      _id,
      values: { ...emptyValues(transitionFields), from, to, works },
    }) as unknown as CircuitTransitionRecord;
  const module = (said: Partial<ModuleKinds>) =>
    ({ types: null, ages: null, targetGroups: null, settings: null, problems: null, ...said }) as ModuleKinds;
  const modules = new Map([
    ['detox', module({ types: ['detox'], ages: ['adults'] })],
    ['silent', module({})],
  ]);
  const contents = {
    parts: [
      part('first', { module: 'detox' }),
      part('second', { type: 'aftercare' }),
      part('third', { module: 'silent' }),
      part('gone', { module: 'gone' }),
    ],
    transitions: [
      way('stuck', 'first', 'second', 'not'),
      way('slow', 'second', 'third', 'with_difficulty'),
      way('out', 'third', 'housing', 'not'),
    ],
  };
  const found = (kind: object) => {
    const { parts, broken } = partsInCell(contents, (id) => modules.get(id), kind);
    return [parts.map((one) => one._id), broken.map((one) => one._id)];
  };

  it('are those of that help, there or wanted, with the ways that do not work', () => {
    expect(found({ type: 'detox' })).to.deep.equal([['first'], ['stuck']]);
    expect(found({ type: 'aftercare' })).to.deep.equal([['second'], ['stuck']]);
    expect(found({ type: 'crisis' })).to.deep.equal([[], []]);
  });
  it('are for the people that are asked, as far as a module says', () => {
    expect(found({ type: 'detox', age: 'adults' })[0]).to.deep.equal(['first']);
    expect(found({ type: 'detox', age: 'elderly' })[0]).to.deep.equal([]);
    expect(found({ type: 'detox', target: 'homeless' })[0]).to.deep.equal(['first']);
  });
  it('are all that are there when no help is asked, without what is gone', () => {
    expect(found({})).to.deep.equal([
      ['first', 'second', 'third'],
      ['stuck', 'out'],
    ]);
  });
});
