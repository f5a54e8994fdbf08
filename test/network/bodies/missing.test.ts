import { expect } from 'chai';
import { missingAt, newPartners } from '../../../server/features/network/bodies/missing.ts';
import type {
  Around,
  Missing,
  Table,
  TableSeat,
} from '../../../server/features/network/bodies/tableSeats.ts';

const seat = (id: string, said: Partial<TableSeat> = {}): TableSeat => ({
  ...{
    id,
    organisation: id,
    organisationWords: '',
    actorType: 'mental_health_centre',
    isNamed: true,
    mandate: 'member',
    level: '',
  },
  ...{ site: null, voice: '', profession: '', from: '' },
  ...said,
});
const around = (id: string, actorType: Around['actorType'], sites: string[] = []): Around => ({
  id,
  actorType,
  sites,
});

/** A table at which nothing stands out. */
const full: Table = {
  composition: 'platform',
  day: '2026-11-27',
  yearBefore: '2025-11-27',
  seats: [
    seat('centre', { level: 'governance', voice: 'client' }),
    seat('hospital', { actorType: 'psychiatric_hospital', level: 'field', profession: 'psychiatrist' }),
    seat('practice', { actorType: 'general_practice', level: 'field', voice: 'family' }),
  ],
  around: [around('centre', 'mental_health_centre'), around('hospital', 'psychiatric_hospital')],
};

const missing = (change: Partial<Table>): Missing[] => missingAt({ ...full, ...change });
const kinds = (change: Partial<Table>): string[] => missing(change).map((one) => one.kind);

describe('who is missing at a table', () => {
  it('nobody, where every kind of actor, both levels, both voices and both professions sit', () => {
    expect(missing({})).to.deep.equal([]);
  });

  it('a seat of an organisation without a delegate is to be named, and counts for its kind of actor', () => {
    const seats = [...full.seats, seat('kade', { actorType: 'sheltered_living', isNamed: false })];
    const all = missing({ seats, around: [...full.around, around('kade', 'sheltered_living')] });
    expect(all).to.deep.equal([
      { kind: 'to_be_named', seat: 'kade', organisation: 'kade', organisationWords: '' },
    ]);
  });

  it('a kind of actor around that sits nowhere is named once, with its organisations', () => {
    const all = missing({
      around: [
        ...full.around,
        around('a', 'youth_care'),
        around('b', 'youth_care'),
        around('c', 'other'),
        around('d', null),
      ],
    });
    expect(all).to.deep.equal([{ kind: 'actor_type', actorType: 'youth_care', organisations: ['a', 'b'] }]);
  });

  for (const [governance, field, expected] of [
    [0, 3, 'governance'],
    [4, 1, 'field'],
    [3, 1, null],
    [1, 1, null],
    [0, 2, null],
    [2, 2, null],
  ] as const) {
    it(`${governance} of governance and ${field} of the field: ${expected ?? 'nothing'} is said to be few`, () => {
      const some = (level: string, count: number) =>
        Array.from({ length: count }, (_, at) => seat(`${level}-${at}`, { level }));
      const voiced = full.seats.map((one) => ({ ...one, level: '' }));
      const found = missing({
        seats: [...voiced, ...some('governance', governance), ...some('field', field)],
      });
      expect(found).to.deep.equal(expected ? [{ kind: 'level', level: expected, governance, field }] : []);
    });
  }

  describe('antennas', () => {
    const sites = ['ghent', 'aalst'];
    const withSites = [around('centre', 'mental_health_centre', sites), full.around[1]!];

    it('one delegate for all of them leaves each without its own', () => {
      expect(missing({ around: withSites })).to.deep.equal([
        { kind: 'antennas', organisation: 'centre', sites },
      ]);
    });

    it('with a delegate of one, the other is missing', () => {
      const seats = full.seats.map((one) => (one.id === 'centre' ? { ...one, site: 'ghent' } : one));
      expect(missing({ around: withSites, seats })).to.deep.equal([
        { kind: 'antennas', organisation: 'centre', sites: ['aalst'] },
      ]);
    });

    it('as many delegates as antennas, without a word on whose, may be all', () => {
      const seats = [...full.seats, seat('second', { organisation: 'centre' })];
      expect(kinds({ around: withSites, seats })).to.deep.equal([]);
    });

    it('an organisation that does not sit there misses none', () => {
      expect(kinds({ around: [...full.around, around('far', 'mental_health_centre', sites)] })).to.deep.equal(
        [],
      );
    });
  });

  it('clients, family, general practitioners and psychiatrists are asked for one by one', () => {
    const seats = [seat('centre'), seat('hospital', { actorType: 'psychiatric_hospital' })];
    expect(missing({ seats })).to.deep.equal([
      { kind: 'voice', voice: 'client' },
      { kind: 'voice', voice: 'family' },
      { kind: 'profession', profession: 'general_practitioner' },
      { kind: 'profession', profession: 'psychiatrist' },
    ]);
  });

  describe('new partners', () => {
    const since = (from: string) => full.seats.map((one) => ({ ...one, from }));
    const waiting = [...full.around, around('new', 'mental_health_centre')];

    it('are those whose first seat began in the past year', () => {
      const seats = [
        seat('old', { from: '2020-01-01' }),
        seat('old-again', { organisation: 'old', from: '2026-05-01' }),
        seat('new', { from: '2026-05-01' }),
        seat('unknown'),
      ];
      expect(newPartners({ ...full, seats })).to.deep.equal([{ organisation: 'new', from: '2026-05-01' }]);
    });

    it('none for a year at an older table, while somebody around sits nowhere, is said', () => {
      expect(missing({ seats: since('2024-01-01'), around: waiting })).to.deep.equal([
        { kind: 'new_partner', organisations: ['new'] },
      ]);
    });

    it('nothing is said where the table is young, or its days are not known, or nobody is left', () => {
      expect(kinds({ seats: since('2026-02-01'), around: waiting })).to.deep.equal([]);
      expect(kinds({ around: waiting })).to.deep.equal([]);
      expect(kinds({ seats: since('2024-01-01') })).to.deep.equal([]);
    });
  });

  it('a delegate who took over from another makes no new partner', () => {
    const seats = [seat('old', { from: '2026-05-01' }), seat('new', { from: '2026-06-01' })];
    const earlier = [{ organisation: 'old', from: '2020-01-01' }];
    expect(newPartners({ ...full, seats, earlier })).to.deep.equal([
      { organisation: 'new', from: '2026-06-01' },
    ]);
  });

  describe('who was invited often', () => {
    const more = [...full.seats, seat('shelter', { organisation: 'shelter' }), seat('work')];
    const said = (attendance: NonNullable<Table['attendance']>, seats = more): Missing[] =>
      missing({ seats, attendance });

    it('three times, and was never there is said; two times is not', () => {
      const attendance = [
        { seat: 'shelter', invited: 3, attended: 0 },
        { seat: 'work', invited: 2, attended: 0 },
        { seat: 'gone', invited: 9, attended: 0 },
      ];
      expect(said(attendance)).to.deep.equal([
        { kind: 'never_there', seat: 'shelter', organisation: 'shelter', organisationWords: '', invited: 3 },
      ]);
    });

    it('and came once in three times or less is said with both figures; more often is not', () => {
      const attendance = [
        { seat: 'shelter', invited: 6, attended: 2 },
        { seat: 'work', invited: 6, attended: 3 },
        { seat: 'centre', invited: 3, attended: 1 },
      ];
      expect(said(attendance)).to.deep.equal([
        {
          kind: 'seldom_there',
          seat: 'shelter',
          organisation: 'shelter',
          organisationWords: '',
          invited: 6,
          attended: 2,
        },
      ]);
    });

    it('and stands in for somebody else is not expected each time', () => {
      const seats = [...full.seats, seat('second', { mandate: 'substitute' })];
      expect(said([{ seat: 'second', invited: 9, attended: 0 }], seats)).to.deep.equal([]);
    });

    it('as one of those who stand alone or have a voice, is said of all of them together, and once', () => {
      const seats = [...full.seats, seat('second', { profession: 'psychiatrist' })];
      const attendance = [
        { seat: 'hospital', invited: 2, attended: 0 },
        { seat: 'second', invited: 3, attended: 0 },
        { seat: 'centre', invited: 9, attended: 9 },
      ];
      expect(said(attendance, seats)).to.deep.equal([
        { kind: 'not_reached', who: 'psychiatrist', invited: 5 },
      ]);
      const once = attendance.map((one) => ({ ...one, attended: one.seat === 'second' ? 2 : one.attended }));
      expect(said(once, seats)).to.deep.equal([]);
    });
  });

  it('an organisation that came twice without a seat is said; one that came once, or has a seat, is not', () => {
    const besides = [
      { organisation: 'visitor', times: 2 },
      { organisation: 'once', times: 1 },
      { organisation: 'centre', times: 5 },
    ];
    expect(missing({ besides })).to.deep.equal([{ kind: 'without_seat', organisation: 'visitor', times: 2 }]);
  });

  it('a body of others is put together by others: only its own seats are looked at', () => {
    const seats = [seat('platform', { isNamed: false })];
    expect(kinds({ composition: 'external', seats })).to.deep.equal(['to_be_named']);
  });

  it('a group inside one organisation is asked for its levels and antennas alone', () => {
    const seats = [1, 2, 3].map((at) => seat(`s${at}`, { organisation: 'centre', level: 'field' }));
    const inside = [around('centre', 'mental_health_centre', ['a', 'b', 'c', 'd'])];
    expect(kinds({ composition: 'inside', seats, around: inside })).to.deep.equal(['level', 'antennas']);
  });
});
