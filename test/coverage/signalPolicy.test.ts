import { expect } from 'chai';
import type { GapStatus } from '../../models/Gap.ts';
import type { SignalStatus } from '../../models/GovernmentSignal.ts';
import type { SignalValues } from '../../models/signalFields.ts';
import type { BodyKind, Role } from '../../server/core/person.ts';
import {
  signalAnswering,
  signalReading,
  signalRights,
  signalWriting,
} from '../../server/features/coverage/signals/policy.ts';
import { obstaclesTo, unsigned } from '../../server/features/coverage/signals/sending.ts';

const as = (role: Role, kind: BodyKind, bodyId: string) => ({
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
const admissions = new Map([['house', ['BE-VAN']]]);

/** What somebody may not do at all. */
const none = '-------';

/**
 * Who, about a signal of Antwerp and Limburg to the fod, as a draft, thrown away and sent: reads, also how it came
 * about, writes, throws away, takes up again, answers, sees names.
 */
const matrix: [string, ReturnType<typeof as>, draft: string, thrownAway: string, sent: string][] = [
  [
    'a coordinator of a platform that signs',
    as('coordinator', 'platform', 'BE-VAN'),
    ...(['rdwt--n', 'rd--u-n', 'rd---an'] as const),
  ],
  [
    'a coordinator of the other',
    as('coordinator', 'platform', 'BE-VLI'),
    ...(['rdwt--n', 'rd--u-n', 'rd---an'] as const),
  ],
  ['a coordinator of a third platform', as('coordinator', 'platform', 'BE-VOV'), none, none, none],
  ['an official of that authority', as('official', 'authority', 'fod'), none, none, 'r----a-'],
  ['an official of another authority', as('official', 'authority', 'vlaanderen'), none, none, none],
  [
    'an administrator of a partner',
    as('organisationAdministrator', 'organisation', 'house'),
    none,
    none,
    'r-----n',
  ],
  ['a caregiver of a partner', as('caregiver', 'organisation', 'house'), none, none, 'r-----n'],
  [
    'a caregiver of an organisation nobody admitted',
    as('caregiver', 'organisation', 'stranger'),
    none,
    none,
    none,
  ],
  ['the technical administrator', as('administrator', 'system', 'schakel'), none, none, none],
];

const lettersOf = (person: ReturnType<typeof as>, status: SignalStatus): string => {
  const asked = { status, platforms: ['BE-VAN', 'BE-VLI'], authority: 'fod' };
  const { read, readsDrafts, write, withdraw, resume, answer, seesNames } = signalRights(
    person,
    admissions,
    asked,
  );
  const may = { r: read, d: readsDrafts, w: write, t: withdraw, u: resume, a: answer, n: seesNames };
  return Object.entries(may)
    .map(([letter, isSo]) => (isSo ? letter : '-'))
    .join('');
};

describe('signals to government: who may do what', () => {
  for (const [who, person, draft, thrownAway, sent] of matrix) {
    it(`${who} may ${draft} with a draft, ${thrownAway} with one that was thrown away, ${sent} with a letter`, () => {
      expect(lettersOf(person, 'draft')).to.equal(draft);
      expect(lettersOf(person, 'withdrawn')).to.equal(thrownAway);
      for (const status of ['sent', 'acknowledged', 'answered'] as const)
        expect(lettersOf(person, status), status).to.equal(sent);
    });
  }

  it('somebody signs for the platforms they coordinate, and for no other', () => {
    const both = {
      affiliations: [
        ...as('coordinator', 'platform', 'BE-VLI').affiliations,
        ...as('coordinator', 'platform', 'BE-VOV').affiliations,
      ],
    };
    const asked = { status: 'draft' as const, platforms: ['BE-VAN', 'BE-VLI'], authority: 'fod' };
    expect(signalRights(both, admissions, asked).signsFor).to.deep.equal(['BE-VLI']);
  });

  it('the doors are those of the register: an official reads and answers, and writes nothing', () => {
    const open = (person: ReturnType<typeof as>): boolean[] =>
      [signalReading, signalWriting, signalAnswering].map((one) => one.permits(person as never));
    expect(open(as('coordinator', 'platform', 'BE-VAN'))).to.deep.equal([true, true, true]);
    expect(open(as('official', 'authority', 'fod'))).to.deep.equal([true, false, true]);
    expect(open(as('caregiver', 'organisation', 'house'))).to.deep.equal([true, false, false]);
    expect(open(as('administrator', 'system', 'schakel'))).to.deep.equal([false, false, false]);
  });
});

describe('what stands between a draft and its dispatch', () => {
  const values: SignalValues = {
    ...{ authority: 'fod', language: 'nl', platforms: ['BE-VAN', 'BE-VLI'], gaps: ['gap'] },
    ...{ title: 'Crisisopvang', missing: 'Er is geen', asked: 'Een module', concerned: '', size: '' },
    ...{ scientific: '', practice: '', experience: '', demand: '', tried: '' },
  };
  const signed = (platform: string, revision: number) => ({ platform, revision, by: 'x', at: new Date(0) });
  const codesOf = (
    more: Partial<SignalValues>,
    signatures: ReturnType<typeof signed>[] = [signed('BE-VLI', 3)],
    status: GapStatus = 'verified',
  ): string[] =>
    obstaclesTo(
      { values: { ...values, ...more }, signatures, revision: 3 },
      [{ _id: 'gap', status }],
      'BE-VAN',
    ).map((one) => one.code);

  it('nothing, once the others signed these words, its needed words are there and its gaps are verified', () => {
    for (const status of ['verified', 'prioritised', 'in_action', 'escalated'] as const)
      expect(codesOf({}, undefined, status), status).to.deep.equal([]);
  });

  it('each needed word that is empty', () => {
    expect(codesOf({ title: '', missing: '', asked: '' })).to.deep.equal(['empty', 'empty', 'empty']);
  });

  it('a platform that did not sign, or signed other words', () => {
    expect(codesOf({}, [])).to.deep.equal(['unsigned']);
    expect(codesOf({}, [signed('BE-VLI', 2)])).to.deep.equal(['unsigned']);
    expect(unsigned({ values, signatures: [signed('BE-VLI', 3)], revision: 3 })).to.deep.equal(['BE-VAN']);
  });

  it('a gap that nobody looked at yet, or that is closed', () => {
    expect(codesOf({}, undefined, 'reported')).to.deep.equal(['notVerified']);
    expect(codesOf({}, undefined, 'solved')).to.deep.equal(['closed']);
    expect(codesOf({}, undefined, 'accepted')).to.deep.equal(['closed']);
  });
});
