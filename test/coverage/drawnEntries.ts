import fc from 'fast-check';
import type { Axis, Cell } from '../../server/features/coverage/frame.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import type { Look } from '../../server/features/coverage/matrix.ts';
import { territory, zone } from '../../server/features/coverage/territories.ts';
import type { WrittenEntry } from './anInventory.ts';

export const day = '2026-03-01';
const types = ['crisis', 'detox', 'therapeutic_community'];
const ages = ['children_youth', 'adults'];
const targets = ['dual_diagnosis', 'homeless'];
const areas = ['11002', '12025', '13040', '23088', '44021', '81001', '13000', '10000', '02000'];
const territories = ['11000', '12000', '13000', '23000', '44000', '81000'];

/** Entries in which everything may be not known, and every hindrance occurs. */
const anEntry: fc.Arbitrary<Omit<WrittenEntry, 'id'>> = fc.record(
  {
    organisation: fc.constantFrom('one', 'two', 'three', 'four'),
    at: fc.subarray(areas),
    kind: fc.constantFrom('building', 'online', 'visits'),
    types: fc.subarray([...types, 'aftercare']),
    settings: fc.subarray(['residential', 'ambulatory']),
    ages: fc.subarray(ages),
    targetGroups: fc.subarray([...targets, 'parents']),
    excluded: fc.subarray(targets),
    status: fc.constantFrom('active', 'active', 'planned', 'stopped'),
    until: fc.constantFrom('2026-01-01', '2027-01-01'),
    catchment: fc.subarray(['10000', '13000', '44000', '11002']),
    crossesProvinces: fc.boolean(),
    places: fc.nat(40),
    verified: fc.constantFrom('2026-02-01', '2023-01-01'),
    waiting: fc.record({ weeks: fc.nat(20), countedOn: fc.constantFrom('2026-02-01', '2023-01-01') }),
  },
  { requiredKeys: [] },
);

export const someEntries: fc.Arbitrary<WrittenEntry[]> = fc
  .array(anEntry, { maxLength: 14 })
  .map((entries) => entries.map((entry, at) => ({ ...entry, id: `module-${at}` })));

const own = frames.get('own')!;
const frame = {
  ...own,
  expected: [
    ...own.expected,
    { level: 'arrondissement', types: ['detox'], per10000: 0.3, weight: 1 },
  ] as const,
};
const other = frames.get('oost-vlaanderen-2010')!;

const axes: Axis[][] = [
  [{ dimension: 'type', values: types }],
  [
    { dimension: 'type', values: types },
    { dimension: 'target', values: targets },
  ],
  [{ dimension: 'age', values: ages }],
];

/** Looks of every kind: one or two axes, a filter or none, arrondissements, a province and a zone, two frames. */
export const aLook: fc.Arbitrary<Look> = fc.record({
  areas: fc.constant(
    [...territories, '10000', '02000'].map(territory).concat(zone('kempen', ['13000', '12025'])),
  ),
  axes: fc.constantFrom(...axes),
  filters: fc.constantFrom<Omit<Cell, 'area'>>({}, { setting: 'residential' }, { problem: 'alcohol' }),
  frame: fc.constantFrom(frame, other),
  day: fc.constant(day),
});
