import { expect } from 'chai';
import type { ConsentRecord } from '../../models/Consent.ts';
import type { Affiliation, Role } from '../../server/core/person.ts';
import {
  type CaseAccess,
  type CaseGrounds,
  decideCaseAccess,
  mayEndMember,
  mayManageCase,
  mayRedact,
  mayWriteNarrative,
  mayWriteRecords,
} from '../../server/features/cases/policy.ts';

const now = new Date('2027-03-10T12:00:00Z');
const both = ['records', 'narrative'] as const;

type Consent = CaseGrounds['consents'][number];
const aConsent = (change: Partial<Consent> = {}): Consent => ({
  case: 'case-1',
  scope: [...both],
  grants: [{ body: 'noordster' }],
  givenOn: '2027-01-01',
  until: '2027-12-31',
  ...change,
});

/** Every state a consent can be in, and what it then opens for Noordster. */
const consents: Record<string, { given: Consent[]; opens: readonly ConsentRecord['scope'][number][] }> = {
  holds: { given: [aConsent()], opens: both },
  'holds for the records': { given: [aConsent({ scope: ['records'] })], opens: ['records'] },
  'holds for the text': { given: [aConsent({ scope: ['narrative'] })], opens: ['narrative'] },
  'holds in two parts': {
    given: [aConsent({ scope: ['records'] }), aConsent({ scope: ['narrative'] })],
    opens: both,
  },
  'holds for its last day': { given: [aConsent({ until: '2027-03-10' })], opens: both },
  'holds from today': { given: [aConsent({ givenOn: '2027-03-10' })], opens: both },
  none: { given: [], opens: [] },
  withdrawn: { given: [aConsent({ grants: [{ body: 'noordster', withdrawnAt: now }] })], opens: [] },
  'withdrawn, then given anew': {
    given: [aConsent({ grants: [{ body: 'noordster', withdrawnAt: now }] }), aConsent()],
    opens: both,
  },
  'withdrawn for another body': {
    given: [aConsent({ grants: [{ body: 'het-baken', withdrawnAt: now }, { body: 'noordster' }] })],
    opens: both,
  },
  expired: { given: [aConsent({ until: '2027-03-09' })], opens: [] },
  'to begin later': { given: [aConsent({ givenOn: '2027-03-11' })], opens: [] },
  'for another body': { given: [aConsent({ grants: [{ body: 'het-baken' }] })], opens: [] },
  'of another case': { given: [aConsent({ case: 'case-2' })], opens: [] },
  'for nothing': { given: [aConsent({ scope: [] })], opens: [] },
};

/** Who asks: the place in the case, and what the person is now. */
const affiliation = (role: Role, bodyId: string): Affiliation => ({
  membershipId: 'm',
  role,
  kind: role === 'coordinator' ? 'platform' : 'organisation',
  bodyId,
  bodyName: bodyId,
});
const caregiver = affiliation('caregiver', 'noordster');

const affiliations: Record<string, { held: Affiliation[]; carries: ('caregiver' | 'coordinator')[] }> = {
  current: { held: [caregiver], carries: ['caregiver'] },
  'one of several': { held: [affiliation('official', 'fod'), caregiver], carries: ['caregiver'] },
  ended: { held: [], carries: [] },
  'of another body': { held: [affiliation('caregiver', 'het-baken')], carries: [] },
  'as administrator of the same body': {
    held: [affiliation('organisationAdministrator', 'noordster')],
    carries: [],
  },
  'as coordinator': { held: [affiliation('coordinator', 'noordster')], carries: ['coordinator'] },
};

type Place = NonNullable<CaseGrounds['member']>;
const aPlace = (role: Place['role'], change: Partial<Place> = {}): Place => ({
  role,
  body: 'noordster',
  person: 'karim',
  case: 'case-1',
  ...change,
});

const places: Record<string, Place | null> = {
  owner: aPlace('owner'),
  caregiver: aPlace('caregiver'),
  facilitator: aPlace('facilitator'),
  none: null,
  "somebody else's": aPlace('caregiver', { person: 'sofie' }),
  'of another case': aPlace('caregiver', { case: 'case-2' }),
};

const decide = (change: Partial<CaseGrounds>): CaseAccess | null =>
  decideCaseAccess({
    person: { id: 'karim', affiliations: [caregiver] },
    record: { _id: 'case-1', organisation: 'de-brug' },
    member: places.caregiver!,
    consents: [aConsent()],
    now,
    ...change,
  });

describe('who may enter a case', () => {
  let decided = 0;
  for (const [placeName, member] of Object.entries(places)) {
    for (const [affiliationName, { held, carries }] of Object.entries(affiliations)) {
      for (const [consentName, { given, opens }] of Object.entries(consents)) {
        const isPlace = member !== null && ['owner', 'caregiver', 'facilitator'].includes(placeName);
        const isCarried =
          isPlace && carries.includes(placeName === 'facilitator' ? 'coordinator' : 'caregiver');
        const scopes = !isCarried ? [] : placeName === 'owner' ? both : opens;
        const outcome = scopes.length > 0 ? `opens ${scopes.join(' and ')}` : 'is closed';
        it(`place ${placeName}, affiliation ${affiliationName}, consent ${consentName}: ${outcome}`, () => {
          decided += 1;
          const person = { id: 'karim', affiliations: held };
          const access = decide({ member, person, consents: given });
          if (scopes.length === 0) return expect(access).to.equal(null);
          expect(access).to.include({
            caseId: 'case-1',
            personId: 'karim',
            body: 'noordster',
            role: member!.role,
          });
          expect([...access!.scopes].sort()).to.deep.equal([...scopes].sort());
          expect(mayWriteRecords(access!)).to.equal((scopes as readonly string[]).includes('records'));
          expect(mayWriteNarrative(access!)).to.equal((scopes as readonly string[]).includes('narrative'));
          expect(mayManageCase(access!)).to.equal(placeName !== 'facilitator');
          expect(mayRedact(access!)).to.equal(placeName === 'owner');
        });
      }
    }
  }

  it('the matrix, counted at the end, was walked whole', () => {
    expect(decided).to.equal(6 * 6 * 15);
  });

  it('the last day, seen from Brussels at midnight, is the day there and not in UTC', () => {
    const last = [aConsent({ until: '2027-07-10' })];
    expect(decide({ consents: last, now: new Date('2027-07-10T21:59:00Z') })).not.to.equal(null);
    expect(decide({ consents: last, now: new Date('2027-07-10T22:00:00Z') })).to.equal(null);
  });
});

describe('who may end a place in a case', () => {
  const access = (member: Place, held: Affiliation[] = [caregiver]): CaseAccess =>
    decide({ member, person: { id: 'karim', affiliations: held } })!;
  const owner = access(aPlace('owner'));
  const guest = access(aPlace('caregiver'));
  const facilitator = access(aPlace('facilitator'), [affiliation('coordinator', 'noordster')]);
  const own = { person: 'karim', role: 'caregiver' } as const;
  const other = { person: 'sofie', role: 'caregiver' } as const;
  const opener = { person: 'amina', role: 'owner' } as const;
  const rows: [string, CaseAccess, { person: string; role: Place['role'] }, boolean][] = [
    ['the owner, of another', owner, other, true],
    ['the owner, of the owner', owner, { person: 'karim', role: 'owner' }, false],
    ['a caregiver, of themselves', guest, own, true],
    ['a caregiver, of another', guest, other, false],
    ['a caregiver, of the owner', guest, opener, false],
    ['a facilitator, of themselves', facilitator, { person: 'karim', role: 'facilitator' }, true],
    ['a facilitator, of another', facilitator, other, false],
  ];
  for (const [who, asking, member, may] of rows) {
    it(`${who}: ${may ? 'may' : 'may not'}`, () => expect(mayEndMember(asking, member)).to.equal(may));
  }
});
