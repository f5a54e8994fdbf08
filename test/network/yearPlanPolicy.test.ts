import { expect } from 'chai';
import type { YearPlanState } from '../../models/YearPlan.ts';
import type { BodyKind, Role } from '../../server/core/person.ts';
import { planRights, progressFor } from '../../server/features/network/yearPlan/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
type Asking = ReturnType<typeof as>;

const admissions = new Map([
  ['house', ['BE-VAN']],
  ['far-house', ['BE-VOV']],
]);

const states: YearPlanState[] = ['draft', 'submitted', 'reviewed', 'closed'];

/** Reads, writes points, says how far every point is, says it of a point of the house, reviews, answers, sees names. */
const lettersOf = (person: Asking, state: YearPlanState): string => {
  const rights = planRights(person, admissions, { platform: 'BE-VAN', state, authorities: ['fod'] });
  const letters: [boolean, string][] = [
    [rights.read, 'r'],
    [rights.writesPoints, 'w'],
    [progressFor(rights, 'other-house') !== null, 'P'],
    [progressFor(rights, 'house') !== null, 'p'],
    [rights.review, 'c'],
    [rights.answer, 'a'],
    [rights.seesNames, 'n'],
  ];
  return letters.map(([may, letter]) => (may ? letter : '-')).join('');
};

const none = ['-------', '-------', '-------', '-------'];

const matrix: [string, Asking, string[]][] = [
  [
    'a coordinator of the platform',
    as('coordinator', 'platform', 'BE-VAN'),
    ['rwPp-an', 'r-Pp-an', 'r-Pp-an', 'r----an'],
  ],
  ['a coordinator of another platform', as('coordinator', 'platform', 'BE-VOV'), none],
  [
    'somebody of an organisation that is a partner',
    as('caregiver', 'organisation', 'house'),
    ['r--p--n', 'r--p--n', 'r--p--n', 'r-----n'],
  ],
  ['somebody of an organisation elsewhere', as('caregiver', 'organisation', 'far-house'), none],
  [
    'an official of the authority it was put before',
    as('official', 'authority', 'fod'),
    ['-------', 'r---c--', 'r---c--', 'r------'],
  ],
  [
    'an official of another authority',
    as('official', 'authority', 'elsewhere'),
    ['-------', 'r------', 'r------', 'r------'],
  ],
  ['the technical administrator', as('administrator', 'system', 'schakel'), none],
];

describe('year plans: who may do what', () => {
  for (const [who, person, expected] of matrix)
    it(`${who}: ${states.map((one, at) => `${one} ${expected[at]}`).join(', ')}`, () => {
      expect(states.map((state) => lettersOf(person, state))).to.deep.equal(expected);
    });

  it('a partner says how far a point is for the organisation that owns it', () => {
    const rights = planRights(as('caregiver', 'organisation', 'house'), admissions, {
      ...{ platform: 'BE-VAN', state: 'submitted', authorities: [] },
    });
    expect(progressFor(rights, 'house')).to.equal('house');
    expect(progressFor(rights, '')).to.equal(null);
  });
});
