import { expect } from 'chai';
import { gapStatuses } from '../../models/Gap.ts';
import { emptyGap } from '../../models/gapFields.ts';
import type { BodyKind, Role } from '../../server/core/person.ts';
import {
  isClosed,
  isRecognised,
  nextStatuses,
  obstacleTo,
} from '../../server/features/coverage/register/lifeCycle.ts';
import {
  gapReading,
  gapReporting,
  gapWriting,
  registersOf,
  rightsOn,
} from '../../server/features/coverage/register/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
const admissions = new Map([
  ['house', ['BE-VAN']],
  ['self-help', ['BE-VAN', 'BE-VOV']],
]);

/** Who, about a gap of Antwerpen and Limburg: reads, contributes, writes, sees names. */
const matrix: [string, ReturnType<typeof as>, string][] = [
  ['a coordinator of one platform that shares it', as('coordinator', 'platform', 'BE-VAN'), 'rcwn'],
  ['a coordinator of the other', as('coordinator', 'platform', 'BE-VLI'), 'rcwn'],
  ['a coordinator of a third platform', as('coordinator', 'platform', 'BE-VOV'), '----'],
  [
    'a coordinator of a third platform who works for a partner of this one',
    {
      affiliations: [
        ...as('coordinator', 'platform', 'BE-VOV').affiliations,
        ...as('caregiver', 'organisation', 'house').affiliations,
      ],
    },
    'rc-n',
  ],
  [
    'an administrator of an admitted organisation',
    as('organisationAdministrator', 'organisation', 'house'),
    'rc-n',
  ],
  ['its contributor', as('contributor', 'organisation', 'house'), 'rc-n'],
  ['its caregiver', as('caregiver', 'organisation', 'house'), 'rc-n'],
  [
    'an expert by experience of a self-help organisation',
    as('contributor', 'organisation', 'self-help'),
    'rc-n',
  ],
  ['a caregiver of an organisation nobody admitted', as('caregiver', 'organisation', 'stranger'), '----'],
  ['an official', as('official', 'authority', 'fod'), 'r---'],
  ['the technical administrator', as('administrator', 'system', 'schakel'), '----'],
  ['somebody who belongs nowhere', { affiliations: [] }, '----'],
];

describe('the register of gaps: who may do what', () => {
  for (const [who, person, expected] of matrix) {
    it(`${who} may ${expected}`, () => {
      const rights = rightsOn(person, admissions, ['BE-VAN', 'BE-VLI']);
      const letters = [
        rights.read ? 'r' : '-',
        rights.contribute ? 'c' : '-',
        rights.write ? 'w' : '-',
        rights.seesNames ? 'n' : '-',
      ].join('');
      expect(letters).to.equal(expected);
    });
  }

  it('whoever coordinates a platform and works for a partner of it writes, as the platform', () => {
    const both = {
      affiliations: [
        ...as('caregiver', 'organisation', 'house').affiliations,
        ...as('coordinator', 'platform', 'BE-VAN').affiliations,
      ],
    };
    expect(rightsOn(both, admissions, ['BE-VAN'])).to.include({ write: true, body: 'BE-VAN' });
  });

  it('a partner of several platforms reports to each of them, for their own organisation', () => {
    expect(registersOf(as('caregiver', 'organisation', 'self-help'), admissions)).to.deep.equal([
      { platform: 'BE-VAN', body: 'self-help' },
      { platform: 'BE-VOV', body: 'self-help' },
    ]);
  });

  it('nobody who is not signed in passes a row of the register', () => {
    for (const one of [gapReading, gapReporting, gapWriting]) expect(one.permits(null)).to.equal(false);
  });
});

describe('the life of a gap', () => {
  const gap = {
    values: { ...emptyGap, kind: 'missing' as const, title: {}, platforms: ['BE-VAN'] },
    evidence: [],
  };

  it('every status can be reached from a report, and every one leads on', () => {
    const reached = new Set<string>(['reported']);
    for (let round = 0; round < gapStatuses.length; round++)
      for (const one of gapStatuses.filter((status) => reached.has(status)))
        for (const next of nextStatuses[one]) reached.add(next);
    expect([...reached].sort()).to.deep.equal([...gapStatuses].sort());
    for (const one of gapStatuses) expect(nextStatuses[one], one).not.to.be.empty;
  });

  it('what was closed goes back to being verified and nowhere else', () => {
    for (const one of gapStatuses.filter(isClosed)) expect(nextStatuses[one]).to.deep.equal(['verified']);
  });

  it('a report is not recognised, and neither is what was solved', () => {
    expect(gapStatuses.filter((one) => !isRecognised(one))).to.deep.equal(['reported', 'solved']);
  });

  it('verifying asks for evidence, prioritising for grounds, action for an owner; the rest for nothing', () => {
    expect(gapStatuses.map((one) => obstacleTo(one, gap))).to.deep.equal([
      null,
      'gaps.errors.noEvidence',
      'gaps.errors.noGrounds',
      'gaps.errors.noOwner',
      null,
      null,
      null,
    ]);
    const ready = { ...gap, values: { ...gap.values, owner: 'x', priority: 'high', priorityGrounds: 'y' } };
    expect(obstacleTo('prioritised', ready)).to.equal(null);
    expect(obstacleTo('in_action', ready)).to.equal(null);
  });
});
