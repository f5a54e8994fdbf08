import { expect } from 'chai';
import type { BodyKind, Role } from '../../server/core/person.ts';
import {
  statementRights,
  wordReading,
  wordWriting,
} from '../../server/features/coverage/wordsAndTasks/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
type Asking = ReturnType<typeof as>;

const admissions = new Map([
  ['house', ['BE-VAN']],
  ['other-house', ['BE-VAN', 'BE-VOV']],
  ['far-house', ['BE-VOV']],
]);

/** What is said of the house, of another house, of the platform, and of a body that is not in Schakel; all kept for Antwerp. */
const saidOf = ['house', 'other-house', 'BE-VAN', ''];

/** Who: reads, writes and sees names, for each of these. */
const matrix: [string, Asking, string[]][] = [
  ['a coordinator of that platform', as('coordinator', 'platform', 'BE-VAN'), ['rwn', 'rwn', 'rwn', 'rwn']],
  [
    'a coordinator of another platform',
    as('coordinator', 'platform', 'BE-VOV'),
    ['---', '---', '---', '---'],
  ],
  [
    'an administrator of the house',
    as('organisationAdministrator', 'organisation', 'house'),
    ['rwn', 'r-n', 'r-n', 'r-n'],
  ],
  ['a contributor of the house', as('contributor', 'organisation', 'house'), ['rwn', 'r-n', 'r-n', 'r-n']],
  ['a caregiver of the house', as('caregiver', 'organisation', 'house'), ['rwn', 'r-n', 'r-n', 'r-n']],
  [
    'a caregiver of another house, admitted here and elsewhere',
    as('caregiver', 'organisation', 'other-house'),
    ['r-n', 'rwn', 'r-n', 'r-n'],
  ],
  [
    'a caregiver of a house admitted elsewhere',
    as('caregiver', 'organisation', 'far-house'),
    ['---', '---', '---', '---'],
  ],
  [
    'a caregiver of an organisation nobody admitted',
    as('caregiver', 'organisation', 'stranger'),
    ['---', '---', '---', '---'],
  ],
  ['an official', as('official', 'authority', 'fod'), ['r--', 'r--', 'r--', 'r--']],
  ['the technical administrator', as('administrator', 'system', 'schakel'), ['---', '---', '---', '---']],
];

const lettersOf = (person: Asking, body: string, platforms = ['BE-VAN']): string => {
  const { read, write, seesNames } = statementRights(person, admissions, { platforms, body });
  return [read ? 'r' : '-', write ? 'w' : '-', seesNames ? 'n' : '-'].join('');
};

describe('tasks and meanings: who may do what', () => {
  for (const [who, person, expected] of matrix) {
    it(`${who}: ${saidOf.map((one, at) => `${one || 'elsewhere'} ${expected[at]}`).join(', ')}`, () => {
      expect(saidOf.map((body) => lettersOf(person, body))).to.deep.equal(expected);
    });
  }

  it('a house that left writes nothing any more, also not of itself', () => {
    expect(lettersOf(as('caregiver', 'organisation', 'house'), 'house', ['BE-VOV'])).to.equal('---');
  });

  it('a coordinator of one of the platforms that keep it together writes it', () => {
    expect(lettersOf(as('coordinator', 'platform', 'BE-VOV'), 'house', ['BE-VAN', 'BE-VOV'])).to.equal('rwn');
  });

  it('somebody writes for their platform, or else for their organisation', () => {
    const bodyOf = (person: Asking): string =>
      statementRights(person, admissions, { platforms: ['BE-VAN'], body: 'house' }).body;
    expect(bodyOf(as('coordinator', 'platform', 'BE-VAN'))).to.equal('BE-VAN');
    expect(bodyOf(as('caregiver', 'organisation', 'house'))).to.equal('house');
    expect(bodyOf(as('official', 'authority', 'fod'))).to.equal('fod');
    const both = {
      affiliations: [
        ...as('caregiver', 'organisation', 'other-house').affiliations,
        ...as('caregiver', 'organisation', 'house').affiliations,
      ],
    };
    expect(bodyOf(both)).to.equal('house');
  });

  it('the doors are those of the register: an official reads and writes nothing', () => {
    const open = (person: Asking): boolean[] =>
      [wordReading, wordWriting].map((one) => one.permits(person as never));
    expect(open(as('coordinator', 'platform', 'BE-VAN'))).to.deep.equal([true, true]);
    expect(open(as('contributor', 'organisation', 'house'))).to.deep.equal([true, true]);
    expect(open(as('official', 'authority', 'fod'))).to.deep.equal([true, false]);
    expect(open(as('administrator', 'system', 'schakel'))).to.deep.equal([false, false]);
  });
});
