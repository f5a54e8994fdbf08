import { expect } from 'chai';
import type { BodyKind, Role } from '../../../server/core/person.ts';
import {
  type BodyFacts,
  bodyRights,
  mayKeepBody,
  mayNameDelegate,
  mayReadBody,
} from '../../../server/features/network/bodies/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  id: 'me',
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
type Asking = ReturnType<typeof as>;

const admissions = new Map([
  ['house', ['BE-VAN']],
  ['other-house', ['BE-VAN', 'BE-VOV']],
  ['far-house', ['BE-VOV']],
]);

const bodies: BodyFacts[] = [
  { platforms: ['BE-VAN'], organisation: null, openness: 'members' },
  { platforms: ['BE-VAN'], organisation: null, openness: 'open' },
  { platforms: [], organisation: 'house', openness: 'inside' },
];

/** Who: reads, keeps, takes part and sees names; of a body of members, an open one, and one inside the house. */
const matrix: [string, Asking, string[]][] = [
  ['a coordinator of its platform', as('coordinator', 'platform', 'BE-VAN'), ['rktn', 'rktn', '----']],
  ['a coordinator of another platform', as('coordinator', 'platform', 'BE-VOV'), ['----', 'r---', '----']],
  [
    'an administrator of the house',
    as('organisationAdministrator', 'organisation', 'house'),
    ['r-tn', 'r-tn', 'rktn'],
  ],
  ['a contributor of the house', as('contributor', 'organisation', 'house'), ['r-tn', 'r-tn', 'rktn']],
  ['a caregiver of the house', as('caregiver', 'organisation', 'house'), ['r-tn', 'r-tn', 'rktn']],
  [
    'a caregiver of another house admitted here',
    as('caregiver', 'organisation', 'other-house'),
    ['r-tn', 'r-tn', '----'],
  ],
  [
    'a caregiver of a house admitted elsewhere',
    as('caregiver', 'organisation', 'far-house'),
    ['----', 'r---', '----'],
  ],
  ['an official', as('official', 'authority', 'fod'), ['r---', 'r---', '----']],
  ['the technical administrator', as('administrator', 'system', 'schakel'), ['----', 'r---', '----']],
];

const lettersOf = (person: Asking, body: BodyFacts, isSeated = false): string => {
  const { read, keep, takesPart, seesNames } = bodyRights(person, body, { admissions, isSeated });
  return [read ? 'r' : '-', keep ? 'k' : '-', takesPart ? 't' : '-', seesNames ? 'n' : '-'].join('');
};

describe('who may do what with a body', () => {
  for (const [who, person, expected] of matrix) {
    it(`${who}: ${expected.join(', ')}`, () => {
      expect(bodies.map((body) => lettersOf(person, body))).to.deep.equal(expected);
      expect(bodies.map((body) => mayReadBody(person, body, { admissions, isSeated: false }))).to.deep.equal(
        expected.map((letters) => letters.startsWith('r')),
      );
      expect(bodies.map((body) => mayKeepBody(person, body))).to.deep.equal(
        expected.map((letters) => letters[1] === 'k'),
      );
    });
  }

  it('who sits at a table reads it and sees who is there, also from elsewhere; a group inside stays shut', () => {
    const stranger = as('caregiver', 'organisation', 'far-house');
    expect(bodies.map((body) => lettersOf(stranger, body, true))).to.deep.equal(['r-tn', 'r-tn', '----']);
  });

  it('a body that two platforms keep is kept by the coordinators of both', () => {
    const both: BodyFacts = { ...bodies[0]!, platforms: ['BE-VAN', 'BE-VOV'] };
    expect(lettersOf(as('coordinator', 'platform', 'BE-VOV'), both)).to.equal('rktn');
    expect(
      bodyRights(as('coordinator', 'platform', 'BE-VOV'), both, { admissions, isSeated: false }).body,
    ).to.equal('BE-VOV');
  });

  describe('naming a delegate', () => {
    const reads = { read: true, keep: false };
    const seat = { organisation: 'house', person: 'somebody' };
    const cases: [string, boolean, Asking, { read: boolean; keep: boolean }, typeof seat][] = [
      [
        'who keeps the body, any seat',
        true,
        as('coordinator', 'platform', 'BE-VAN'),
        { read: true, keep: true },
        seat,
      ],
      [
        'an administrator, a seat of their organisation',
        true,
        as('organisationAdministrator', 'organisation', 'house'),
        reads,
        seat,
      ],
      [
        'an administrator, a seat of another',
        false,
        as('organisationAdministrator', 'organisation', 'other-house'),
        reads,
        seat,
      ],
      ['a caregiver, the seat of a colleague', false, as('caregiver', 'organisation', 'house'), reads, seat],
      [
        'a caregiver, their own seat',
        true,
        as('caregiver', 'organisation', 'house'),
        reads,
        { ...seat, person: 'me' },
      ],
      ['an official', false, as('official', 'authority', 'fod'), reads, seat],
      [
        'an administrator, a seat of nobody',
        false,
        as('organisationAdministrator', 'organisation', 'house'),
        reads,
        { organisation: '', person: '' },
      ],
      [
        'who may not read the body',
        false,
        as('organisationAdministrator', 'organisation', 'house'),
        { read: false, keep: false },
        seat,
      ],
    ];
    for (const [what, may, person, rights, which] of cases)
      it(`${what}: ${may ? 'yes' : 'no'}`, () => {
        expect(mayNameDelegate(person, rights, which)).to.equal(may);
      });
  });
});
