import { expect } from 'chai';
import type { Affiliation, BodyKind, Role } from '../../server/core/person.ts';
import {
  type Body,
  mayEndMembership,
  mayHandOverReset,
  mayInviteTo,
  maySeeBody,
} from '../../server/features/accounts/policy.ts';

const holding = (role: Role, kind: BodyKind, bodyId: string): { affiliations: Affiliation[] } => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
const body = (kind: BodyKind, id: string, rest: Partial<Body> = {}): Body => ({
  kind,
  id,
  admittedBy: [],
  hasAdministrator: true,
  ...rest,
});

const who = {
  nobody: { affiliations: [] },
  administrator: holding('administrator', 'system', 'schakel'),
  coordinator: holding('coordinator', 'platform', 'BE-VAN'),
  otherCoordinator: holding('coordinator', 'platform', 'BE-VLI'),
  head: holding('organisationAdministrator', 'organisation', 'ours'),
  otherHead: holding('organisationAdministrator', 'organisation', 'theirs'),
  caregiver: holding('caregiver', 'organisation', 'ours'),
  official: holding('official', 'authority', 'fod'),
};
type Who = keyof typeof who;

const system = body('system', 'schakel');
const platform = body('platform', 'BE-VAN');
const authority = body('authority', 'fod');
const ours = body('organisation', 'ours', { admittedBy: ['BE-VAN', 'BE-VLI'] });
const orphan = { ...ours, hasAdministrator: false };

/** Who may invite, who may end and hand over a password, and who may open the page. Everybody else may not. */
const matrix: [name: string, body: Body, role: Role, invite: Who[], end: Who[], see: Who[]][] = [
  ['the system', system, 'administrator', ['administrator'], ['administrator'], ['administrator']],
  ['the system, as caregiver', system, 'caregiver', [], [], ['administrator']],
  [
    'a platform',
    platform,
    'coordinator',
    ['administrator'],
    ['administrator'],
    ['administrator', 'coordinator'],
  ],
  ['an authority', authority, 'official', ['administrator'], ['administrator'], ['administrator']],
  [
    'an organisation, as its administrator',
    ours,
    'organisationAdministrator',
    ['coordinator', 'head'],
    ['coordinator', 'head'],
    ['coordinator', 'otherCoordinator', 'head'],
  ],
  [
    'an organisation without administrator',
    orphan,
    'organisationAdministrator',
    ['coordinator', 'otherCoordinator', 'head'],
    ['coordinator', 'head'],
    ['coordinator', 'otherCoordinator', 'head'],
  ],
  [
    'an organisation, as caregiver',
    ours,
    'caregiver',
    ['head'],
    ['head'],
    ['coordinator', 'otherCoordinator', 'head'],
  ],
  [
    'an organisation, as coordinator',
    ours,
    'coordinator',
    [],
    [],
    ['coordinator', 'otherCoordinator', 'head'],
  ],
];

describe('The policy of accounts', () => {
  for (const [name, about, role, invite, end, see] of matrix) {
    for (const [person, asking] of Object.entries(who)) {
      const listed = (people: Who[]) => people.includes(person as Who);
      it(`${person} and ${name}`, () => {
        expect(mayInviteTo(asking, about, role), 'invite').to.equal(listed(invite));
        expect(mayEndMembership(asking, about, role), 'end').to.equal(listed(end));
        expect(maySeeBody(asking, about), 'see').to.equal(listed(see));
      });
    }
  }

  it('a new password is handed over only by who looks after every body the person belongs to', () => {
    const caregiver = { role: 'caregiver' as const, body: ours };
    const elsewhere = { role: 'caregiver' as const, body: body('organisation', 'theirs') };
    const head = { role: 'organisationAdministrator' as const, body: ours };
    expect(mayHandOverReset(who.head, [caregiver])).to.equal(true);
    expect(mayHandOverReset(who.head, [caregiver, elsewhere])).to.equal(false);
    expect(mayHandOverReset(who.coordinator, [caregiver])).to.equal(false);
    expect(mayHandOverReset(who.coordinator, [head, caregiver])).to.equal(true);
    expect(mayHandOverReset(who.administrator, [caregiver])).to.equal(false);
    expect(mayHandOverReset(who.head, [])).to.equal(false);
  });
});
