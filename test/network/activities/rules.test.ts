import { expect } from 'chai';
import { type ActivityState, activityStates } from '../../../models/Activity.ts';
import {
  type ActivityField,
  type AttendanceRow,
  activityFields,
  activityTypes,
} from '../../../models/activityFields.ts';
import type { Role } from '../../../server/core/person.ts';
import {
  commonFields,
  hasField,
  ownFields,
} from '../../../server/features/network/activities/activityTypes.ts';
import {
  attendanceText,
  rowsIn,
  rowsOfText,
} from '../../../server/features/network/activities/attendance.ts';
import { figuresOf } from '../../../server/features/network/activities/figures.ts';
import { activityRights } from '../../../server/features/network/activities/policy.ts';
import { daysAfter } from '../../../server/features/network/activities/recurring.ts';

const person = (role: Role, kind: 'platform' | 'organisation' | 'authority' | 'system', bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
const admissions = new Map([['house', ['BE-VAN']]]);

describe('who may do what with an activity', () => {
  const askers: [string, ReturnType<typeof person>, (state: ActivityState) => string][] = [
    ['its coordinator', person('coordinator', 'platform', 'BE-VAN'), () => 'writes'],
    ['another coordinator', person('coordinator', 'platform', 'BE-VLI'), () => 'nothing'],
    [
      'a partner',
      person('caregiver', 'organisation', 'house'),
      (state) => (state === 'confirmed' ? 'reads' : 'nothing'),
    ],
    ['somebody else', person('caregiver', 'organisation', 'elsewhere'), () => 'nothing'],
    [
      'an official',
      person('official', 'authority', 'fod'),
      (state) => (state === 'confirmed' ? 'reads, no names' : 'nothing'),
    ],
    ['an administrator', person('administrator', 'system', 'schakel'), () => 'nothing'],
  ];
  for (const [name, asking, expected] of askers)
    for (const state of activityStates)
      it(`${name}, of one that is ${state}: ${expected(state)}`, () => {
        const { read, write, seesNames } = activityRights(asking, admissions, { platform: 'BE-VAN', state });
        const said = !read ? 'nothing' : write ? 'writes' : seesNames ? 'reads' : 'reads, no names';
        expect(said).to.equal(expected(state));
      });
});

describe('who reads an activity whose summary was sent on', () => {
  const named = { id: 'somebody', affiliations: [] };
  const told: [string, Parameters<typeof activityRights>[0], string][] = [
    ['a house it was sent to', person('caregiver', 'organisation', 'elsewhere'), 'the summary'],
    ['a platform it was sent to', person('coordinator', 'platform', 'BE-VLI'), 'the summary'],
    ['who sits there in person', named, 'the summary'],
    ['a house it was not sent to', person('caregiver', 'organisation', 'nowhere'), 'nothing'],
    ['a technical administrator there', person('administrator', 'platform', 'BE-VLI'), 'nothing'],
    ['a partner, who reads it anyhow', person('caregiver', 'organisation', 'house'), 'all'],
  ];
  const readers = ['elsewhere', 'BE-VLI', 'somebody', 'house'];
  for (const [name, asking, expected] of told)
    for (const state of activityStates)
      it(`${name}, while it is ${state}: ${state === 'confirmed' ? expected : 'nothing'}`, () => {
        const rights = activityRights(asking, admissions, { platform: 'BE-VAN', state, readers });
        const said = !rights.read ? 'nothing' : rights.summaryOnly ? 'the summary' : 'all';
        expect(said).to.equal(state === 'confirmed' ? expected : 'nothing');
        expect(rights.write || (rights.summaryOnly && rights.seesNames)).to.equal(false);
      });
});

describe('the types of activities', () => {
  it('every field is of all of them or of some', () => {
    const all = Object.keys(activityFields) as ActivityField[];
    const some = new Set([...commonFields, ...Object.values(ownFields).flat()]);
    expect(all.filter((field) => !some.has(field))).to.deep.equal([]);
  });

  it('a round table has a synthesis, a meeting has none', () => {
    expect(activityTypes.filter((type) => hasField(type, 'synthesis'))).to.deep.equal(['round_table']);
  });
});

describe('the days on which something comes again', () => {
  const table: [Parameters<typeof daysAfter>, string[]][] = [
    [
      ['2026-01-31', 'monthly_day', 2],
      ['2026-02-28', '2026-03-31'],
    ],
    [
      ['2026-01-13', 'monthly_weekday', 2],
      ['2026-02-10', '2026-03-10'],
    ],
    [
      ['2026-01-29', 'monthly_weekday', 2],
      ['2026-02-26', '2026-03-26'],
    ],
    [['2026-12-28', 'weekly', 1], ['2027-01-04']],
    [['2026-11-30', 'quarterly', 1], ['2027-02-28']],
    [['2026-03-20', 'two_weekly', 1], ['2026-04-03']],
  ];
  for (const [asked, days] of table)
    it(`${asked.join(', ')}`, () => {
      expect(daysAfter(...asked)).to.deep.equal(days);
    });
});

const row = (said: Partial<AttendanceRow>): AttendanceRow => ({
  ...{
    kind: 'police',
    level: '',
    organisation: '',
    site: '',
    invited: null,
    present: null,
    excused: null,
    ...said,
  },
});

describe('who came', () => {
  it('rows of the same people are one, and what nobody counted stays not known', () => {
    const rows = rowsIn({ who_0: 'kind:police', present_0: '2', who_3: 'kind:police', present_3: '3' }, []);
    expect(rows).to.deep.equal([row({ present: 5 })]);
  });

  it('a row in which somebody is chosen and nothing counted is no row; a number of nobody is refused', () => {
    expect(rowsIn({ who_0: 'kind:police' }, [])).to.deep.equal([]);
    expect(() => rowsIn({ present_0: '3' }, [])).to.throw();
    expect(() => rowsIn({ who_0: 'organisation:unknown', present_0: '3' }, [])).to.throw();
  });

  it('the text of rows is the same whichever their order, and gives them back', () => {
    const rows = [
      row({ present: 0 }),
      row({ kind: 'justice', invited: 4, organisation: 'a', site: 'b', level: 'field' }),
    ];
    expect(attendanceText(rows)).to.equal(attendanceText([...rows].reverse()));
    expect(rowsOfText(attendanceText(rows))).to.have.deep.members(rows);
  });
});

describe('what activities come to', () => {
  const values = (said: object) => ({ type: 'training', times: 1, areas: [], ...said }) as never;

  it('what is not known is counted beside what is, and is never 0', () => {
    const { types, kinds, uncounted } = figuresOf([
      { values: values({ times: null }), attendance: [] },
      { values: values({}), attendance: [row({ present: 3 }), row({ kind: 'general_practice' })] },
    ]);
    expect(types).to.deep.equal([{ type: 'training', entries: 2, times: { known: 1, unknown: 1 } }]);
    expect(kinds.find((one) => one.key === 'general_practice')!.figures.present).to.deep.equal({
      known: 0,
      unknown: 1,
    });
    expect(uncounted).to.equal(1);
  });

  it('antennas and isolated actors count where they came', () => {
    const { antennas, organisations, isolated } = figuresOf([
      {
        values: values({}),
        attendance: [
          row({ organisation: 'a', site: 's', present: 1 }),
          row({ organisation: 'b', present: 0 }),
        ],
      },
      {
        values: values({}),
        attendance: [
          row({ kind: 'psychiatrist', present: 2 }),
          row({ organisation: 'a', site: 's', present: 4 }),
        ],
      },
    ]);
    expect([antennas, organisations]).to.deep.equal([1, 1]);
    expect(isolated.map((one) => [one.kind, one.present.known, one.activities])).to.deep.equal([
      ['general_practice', 0, 0],
      ['psychiatrist', 2, 1],
    ]);
  });
});
