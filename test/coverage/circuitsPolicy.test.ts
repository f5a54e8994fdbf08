import { expect } from 'chai';
import type { BodyKind, Role } from '../../server/core/person.ts';
import {
  bringsFor,
  circuitProposing,
  circuitReading,
  circuitRights,
  circuitWriting,
} from '../../server/features/coverage/circuits/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
const admissions = new Map([
  ['house', ['BE-VAN']],
  ['other-house', ['BE-VAN', 'BE-VOV']],
  ['far-house', ['BE-VOV']],
]);
/** House answers for the part, other-house brings something to it. */
const part = { partner: 'house', bringing: ['other-house'] };

/** Who, about a circuit of Antwerpen and Limburg: reads, writes, sees names, speaks for house, for other-house. */
const matrix: [string, ReturnType<typeof as> | { affiliations: [] }, string][] = [
  ['a coordinator of one of its platforms', as('coordinator', 'platform', 'BE-VAN'), 'rwn12'],
  ['a coordinator of the other', as('coordinator', 'platform', 'BE-VLI'), 'rwn12'],
  ['a coordinator of a third platform', as('coordinator', 'platform', 'BE-VOV'), '-----'],
  [
    'an administrator of the organisation that answers for it',
    as('organisationAdministrator', 'organisation', 'house'),
    'r-n1-',
  ],
  ['its contributor', as('contributor', 'organisation', 'house'), 'r-n1-'],
  ['its caregiver', as('caregiver', 'organisation', 'house'), 'r-n1-'],
  ['a caregiver of one that brings something', as('caregiver', 'organisation', 'other-house'), 'r-n-2'],
  [
    'a caregiver of one that another platform admitted',
    as('caregiver', 'organisation', 'far-house'),
    '-----',
  ],
  ['a caregiver of one nobody admitted', as('caregiver', 'organisation', 'stranger'), '-----'],
  ['an official', as('official', 'authority', 'fod'), 'r----'],
  ['the technical administrator', as('administrator', 'system', 'schakel'), '-----'],
  ['somebody who belongs nowhere', { affiliations: [] }, '-----'],
];

describe('care circuits: who may do what', () => {
  for (const [who, person, expected] of matrix) {
    it(`${who} may ${expected}`, () => {
      const rights = circuitRights(person, admissions, ['BE-VAN', 'BE-VLI']);
      const letters = [
        rights.read ? 'r' : '-',
        rights.write ? 'w' : '-',
        rights.seesNames ? 'n' : '-',
        bringsFor(rights, 'house', part) === null ? '-' : '1',
        bringsFor(rights, 'other-house', part) === null ? '-' : '2',
      ].join('');
      expect(letters).to.equal(expected);
    });
  }

  it('an organisation that has nothing to do with a part proposes nothing for it', () => {
    const rights = circuitRights(as('caregiver', 'organisation', 'other-house'), admissions, ['BE-VAN']);
    expect(bringsFor(rights, 'other-house', { partner: 'house', bringing: [] })).to.equal(null);
  });

  it('an organisation that none of its platforms admitted says nothing, also where it answers for a part', () => {
    const rights = circuitRights(as('caregiver', 'organisation', 'far-house'), admissions, ['BE-VAN']);
    expect(bringsFor(rights, 'far-house', { partner: 'far-house', bringing: [] })).to.equal(null);
  });

  it('a coordinator speaks as the platform, people of an organisation as that organisation', () => {
    const coordinator = circuitRights(as('coordinator', 'platform', 'BE-VAN'), admissions, ['BE-VAN']);
    const partner = circuitRights(as('contributor', 'organisation', 'house'), admissions, ['BE-VAN']);
    expect([bringsFor(coordinator, 'house', part), bringsFor(partner, 'house', part)]).to.deep.equal([
      'BE-VAN',
      'house',
    ]);
  });

  it('nobody who is not signed in passes a row', () => {
    for (const one of [circuitReading, circuitProposing, circuitWriting])
      expect(one.permits(null)).to.equal(false);
  });
});
