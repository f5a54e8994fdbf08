import { expect } from 'chai';
import type { Invalid } from '../../../server/core/errors.ts';
import { attendanceIn } from '../../../server/features/network/bodies/attendance.ts';
import { newPartnersIn } from '../../../server/features/network/bodies/newPartners.ts';
import {
  keyOf,
  type Presence,
  reachOf,
  rowsOf,
  seldomHeardIn,
  shareOf,
  tallyOf,
} from '../../../server/features/network/participation/figures.ts';
import { periodOf } from '../../../server/features/network/participation/period.ts';

const presence = (said: Partial<Presence> = {}): Presence => ({
  ...{ meeting: 'm1', body: 'b', day: '2026-03-03', organisation: 'brug', kind: 'mental_health_centre' },
  ...{ level: 'field', site: 'unsaid', voice: '', profession: '', standing: 'attending' },
  ...{ isLate: false, isInvited: true },
  ...said,
});

describe('figures of participation', () => {
  it('count places, and meetings once; who came uninvited stands apart and outside the share', () => {
    const tally = tallyOf([
      presence({ isLate: true }),
      presence({ standing: 'excused' }),
      presence({ meeting: 'm2', standing: 'absent' }),
      presence({ meeting: 'm2', isInvited: false }),
    ]);
    expect(tally).to.deep.equal({
      ...{ meetings: 2, invited: 3, attending: 1, excused: 1, absent: 1, late: 1, besides: 1 },
    });
    expect(shareOf(tally)).to.equal(33);
    expect(shareOf(tallyOf([presence({ isInvited: false })]))).to.equal(null);
  });

  it('go by kind, sector, level, antenna and organisation', () => {
    const all = [
      presence({ kind: 'psychiatric_hospital', level: 'governance', site: 'mechelen' }),
      presence(),
      presence({ kind: 'platform', organisation: 'BE-VAN', level: 'unsaid' }),
    ];
    const keys = (dimension: keyof typeof keyOf): string[] =>
      rowsOf(all, keyOf[dimension]).map((row) => `${row.key}: ${row.tally.invited}`);
    expect(keys('kind')).to.deep.equal(['psychiatric_hospital: 1', 'mental_health_centre: 1', 'platform: 1']);
    expect(keys('sector')).to.deep.equal(['mental_health: 2', 'platform: 1']);
    expect(keys('level')).to.deep.equal(['governance: 1', 'field: 1', 'unsaid: 1']);
    expect(keys('antenna')).to.deep.equal(['brug mechelen: 1', 'unsaid: 2']);
    expect(keys('organisation')).to.deep.equal(['brug: 2', 'BE-VAN: 1']);
  });

  it('general practitioners, psychiatrists, clients and family are there also where nobody was invited', () => {
    const all = [presence({ kind: 'general_practice', standing: 'absent' }), presence({ voice: 'family' })];
    expect(seldomHeardIn(all).map(({ key, tally }) => [key, tally.invited, tally.attending])).to.deep.equal([
      ['general_practitioner', 1, 0],
      ['psychiatrist', 0, 0],
      ['client', 0, 0],
      ['family', 1, 1],
    ]);
  });

  it('reach counts who was there, without platforms', () => {
    const all = [
      presence({ site: 'mechelen' }),
      presence({ site: 'lier', standing: 'excused' }),
      presence({ organisation: 'BE-VAN', kind: 'platform' }),
    ];
    expect(reachOf(all)).to.deep.equal({ organisations: 1, antennas: 1 });
  });

  it('new partners are those of whom every first day is known, and the earliest is in the period, after the first of all', () => {
    const beginnings = [
      { organisation: 'old', from: '2020-01-01' },
      { organisation: 'old', from: '2026-05-01' },
      { organisation: 'new', from: '2026-05-02' },
      { organisation: 'unknown', from: '' },
      { organisation: 'unknown', from: '2026-05-01' },
      { organisation: 'coming', from: '2027-01-01' },
    ];
    expect(newPartnersIn(beginnings, { after: '2025-12-31', until: '2026-12-31' })).to.deep.equal([
      { organisation: 'new', from: '2026-05-02' },
    ]);
    const opening = ['one', 'two'].map((organisation) => ({ organisation, from: '2026-03-01' }));
    const later = { organisation: 'three', from: '2026-06-01' };
    expect(newPartnersIn([...opening, later], { after: '2025-12-31', until: '2026-12-31' })).to.deep.equal([
      later,
    ]);
  });

  it('of seats and of who came besides; a meeting of which nothing is known says nothing', () => {
    const place = { organisation: 'brug', actorType: '', isLate: false, isInvited: true };
    const held = [
      { places: [{ ...place, seat: 's', standing: 'attending' as const }] },
      { places: [{ ...place, seat: 's', standing: 'excused' as const }] },
      { places: null },
      {
        places: [1, 2].map(() => ({
          ...{ ...place, seat: null, organisation: 'walk', isInvited: false },
          standing: 'attending' as const,
        })),
      },
    ];
    expect(attendanceIn(held)).to.deep.equal({
      attendance: [{ seat: 's', invited: 2, attended: 1 }],
      besides: [{ organisation: 'walk', times: 1 }],
    });
  });
});

describe('the period of participation', () => {
  const asked = (said: object) =>
    periodOf({ year: '', from: '', until: '', ...said }, [2025, 2023], '2026-11-27');

  it('is this year where a meeting was held in it, else the last in which one was', () => {
    expect(asked({})).to.include({ year: 2025 });
    expect(periodOf({ year: '', from: '', until: '' }, [2026], '2026-11-27')).to.include({ year: 2026 });
    expect(periodOf({ year: '', from: '', until: '' }, [], '2026-11-27')).to.include({ year: 2026 });
    expect(asked({ year: '2023' })).to.deep.equal({ from: '2023-01-01', until: '2023-12-31', year: 2023 });
  });

  it('is days, of which one may be open; a whole year of days is that year', () => {
    expect(asked({ from: '2026-03-01' })).to.deep.equal({
      ...{ from: '2026-03-01', until: '2026-11-27', year: null },
    });
    expect(asked({ until: '2026-03-01' })).to.include({ from: '2026-01-01', until: '2026-03-01' });
    expect(asked({ from: '2024-01-01', until: '2024-12-31' })).to.include({ year: 2024 });
    expect(asked({ from: '2027-02-01' })).to.include({ until: '2027-12-31' });
  });

  it('is refused where it ends before it begins or is longer than ten years', () => {
    const refused = (said: object): object => {
      try {
        return asked(said);
      } catch (error) {
        return (error as Invalid).fields;
      }
    };
    expect(refused({ from: '2026-03-02', until: '2026-03-01' })).to.deep.equal({
      until: { key: 'participation.errors.order' },
    });
    expect(refused({ from: '2016-01-01', until: '2026-01-01' })).to.deep.equal({
      from: { key: 'participation.errors.long' },
    });
    expect(refused({ from: '2017-01-01', until: '2026-01-01' })).to.include({ from: '2017-01-01' });
  });
});
