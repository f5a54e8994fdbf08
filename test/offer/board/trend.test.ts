import { expect } from 'chai';
import { ageOf } from '../../../server/features/offer/board/page.ts';
import {
  factsOf,
  freePlaces,
  pathOf,
  stretchesOf,
  type TrendStep,
} from '../../../server/features/offer/board/trend.ts';

const window = { from: '2025-11-26', to: '2026-11-26' };

/** A step that says a number, counted on a day. */
const counts = (day: string, value: [number | null, number | null], counted?: [string | null, string]) =>
  ({
    day,
    way: 'changed',
    changes: [
      { field: 'capacity.available', from: value[0], to: value[1] },
      ...(counted ? [{ field: 'capacity.updated', from: counted[0], to: counted[1] }] : []),
    ],
  }) satisfies TrendStep;
const confirms = (day: string): TrendStep => ({ day, way: 'confirmed', changes: [] });

const course = (steps: TrendStep[], now: { value: number | null; counted: string | null }) =>
  stretchesOf(steps, freePlaces, now, window).map(({ points, until }) => [
    ...points.map((one) => `${one.day} ${one.value}`),
    until,
  ]);

describe('the trend of a number', () => {
  it('unchanged since it was counted: one level line from that day', () => {
    expect(course([], { value: 3, counted: '2026-09-01' })).to.deep.equal([['2026-09-01 3', '2026-11-26']]);
  });

  it('never counted, or counted nobody knows when: no line', () => {
    expect(course([], { value: null, counted: null })).to.deep.equal([]);
    expect(course([], { value: 3, counted: null })).to.deep.equal([]);
  });

  it('counted twice: the first holds until the second', () => {
    const steps = [counts('2026-08-01', [3, 5], ['2026-06-01', '2026-08-01'])];
    expect(course(steps, { value: 5, counted: '2026-08-01' })).to.deep.equal([
      ['2026-06-01 3', '2026-08-01 5', '2026-11-26'],
    ]);
  });

  it('counted before the year began: the line begins with the year', () => {
    const steps = [counts('2026-01-10', [3, 0], ['2025-10-01', '2026-01-10'])];
    expect(course(steps, { value: 0, counted: '2026-01-10' })).to.deep.equal([
      ['2025-11-26 3', '2026-01-10 0', '2026-07-10'],
    ]);
  });

  it('not counted again for half a year: a gap, until the next count', () => {
    const steps = [
      counts('2026-01-10', [null, 4], [null, '2026-01-10']),
      counts('2026-10-10', [4, 6], ['2026-01-10', '2026-10-10']),
    ];
    expect(course(steps, { value: 6, counted: '2026-10-10' })).to.deep.equal([
      ['2026-01-10 4', '2026-07-10'],
      ['2026-10-10 6', '2026-11-26'],
    ]);
  });

  it('said not to be known: a gap from that day', () => {
    const steps = [
      counts('2026-03-01', [null, 4], [null, '2026-03-01']),
      counts('2026-04-01', [4, null]),
      counts('2026-05-01', [null, 2], ['2026-03-01', '2026-05-01']),
    ];
    expect(course(steps, { value: 2, counted: '2026-05-01' })).to.deep.equal([
      ['2026-03-01 4', '2026-04-01'],
      ['2026-05-01 2', '2026-11-01'],
    ]);
  });

  it('confirmed without a change: still known', () => {
    const steps = [counts('2026-02-01', [null, 4], [null, '2026-02-01']), confirms('2026-07-15')];
    expect(course(steps, { value: 4, counted: '2026-02-01' })).to.deep.equal([
      ['2026-02-01 4', '2026-07-15 4', '2026-11-26'],
    ]);
  });

  it('entered later than it was counted: from the day of the count', () => {
    const steps = [counts('2026-06-20', [null, 4], [null, '2026-06-08'])];
    expect(course(steps, { value: 4, counted: '2026-06-08' })).to.deep.equal([
      ['2026-06-08 4', '2026-11-26'],
    ]);
  });

  it('counted twice in a day: the last one', () => {
    const steps = [counts('2026-06-20', [null, 4], [null, '2026-06-20']), counts('2026-06-20', [4, 1])];
    expect(course(steps, { value: 1, counted: '2026-06-20' })).to.deep.equal([
      ['2026-06-20 1', '2026-11-26'],
    ]);
  });

  it('says first, last, lowest and highest, and draws a line with a hole where it is not known', () => {
    const steps = [
      counts('2026-01-10', [null, 4], [null, '2026-01-10']),
      counts('2026-02-10', [4, 8], ['2026-01-10', '2026-02-10']),
      counts('2026-10-10', [8, 2], ['2026-02-10', '2026-10-10']),
    ];
    const stretches = stretchesOf(steps, freePlaces, { value: 2, counted: '2026-10-10' }, window);
    expect(factsOf(stretches)).to.deep.equal({
      first: { day: '2026-01-10', value: 4 },
      last: { day: '2026-10-10', value: 2 },
      lowest: { day: '2026-10-10', value: 2 },
      highest: { day: '2026-02-10', value: 8 },
    });
    expect(pathOf(stretches, window, { width: 365, height: 8 })).to.equal('M45 4H76V0H257M318 6H365');
    expect(factsOf([])).to.equal(null);
  });

  it('tells an age in days, weeks or months, in the language of the reader', () => {
    const at = (day: string, language: string) => ageOf(day, '2026-11-26', language);
    expect([at('2026-11-26', 'nl'), at('2026-11-25', 'fr'), at('2026-11-14', 'de')]).to.deep.equal([
      'vandaag',
      'hier',
      'vor 12 Tagen',
    ]);
    expect([at('2026-11-05', 'nl'), at('2026-04-26', 'en')]).to.deep.equal([
      '3 weken geleden',
      '7 months ago',
    ]);
  });
});
