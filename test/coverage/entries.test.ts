import { expect } from 'chai';
import type { PlatformRecord } from '../../models/Platform.ts';
import type { Affiliation } from '../../server/core/person.ts';
import { mayName } from '../../server/features/coverage/entries/policy.ts';
import { servedBy } from '../../server/features/coverage/entries/serving.ts';

const platform = (_id: string, territory: string[], territoryWithout: string[] = []) =>
  ({ _id, territory, territoryWithout }) as PlatformRecord;

const antwerp = platform('BE-VAN', ['10000']);
const limburg = platform('BE-VLI', ['70000']);
const liege = platform('BE-WLG', ['60000'], ['63023']);
const east = platform('DG', ['63023']);
const all = [antwerp, limburg, liege, east];

const works = (areas: string[] | null) => ({
  catchment: areas && { areas, crossesProvinces: null, note: null },
});

describe('whose territory an entry serves', () => {
  const cases: [what: string, by: ReturnType<typeof works>[], places: string[], served: string[]][] = [
    ['an arrondissement of one', [works(['13000'])], ['11002'], ['BE-VAN']],
    ['its module says, not its unit', [works(['70000']), works(['10000'])], [], ['BE-VLI']],
    ['its unit, when the module says nothing', [works(null), works(['10000'])], [], ['BE-VAN']],
    ['everywhere', [works([])], ['11002'], ['BE-VAN', 'BE-VLI', 'BE-WLG', 'DG']],
    ['where it is, when nobody said for whom', [works(null)], ['71000'], ['BE-VLI']],
    ['a municipality taken out of a territory', [works(['63023'])], [], ['DG']],
    ['nowhere anybody knows', [works(null)], [], []],
  ];
  for (const [what, by, places, served] of cases)
    it(what, () => expect(servedBy(all, by, places)).to.deep.equal(served));
});

describe('an entry that is not publicly listed', () => {
  const as = (role: Affiliation['role'], kind: Affiliation['kind'], bodyId: string) => ({
    affiliations: [{ membershipId: 'm', role, kind, bodyId, bodyName: bodyId }],
  });
  const admissions = new Map([
    ['partner', ['BE-VAN']],
    ['stranger', ['BE-VLI']],
  ]);
  const entry = { organisationId: 'house', admittedBy: ['BE-WLG'], serves: ['BE-VAN'] };
  const cases: [who: string, person: ReturnType<typeof as>, named: boolean][] = [
    ['an administrator of its organisation', as('organisationAdministrator', 'organisation', 'house'), true],
    ['a caregiver of its organisation', as('caregiver', 'organisation', 'house'), true],
    ['a coordinator whose territory it serves', as('coordinator', 'platform', 'BE-VAN'), true],
    ['a partner of that platform', as('caregiver', 'organisation', 'partner'), true],
    ['a coordinator of a platform that admitted it', as('coordinator', 'platform', 'BE-WLG'), true],
    ['a coordinator from elsewhere', as('coordinator', 'platform', 'BE-VLI'), false],
    ['a partner from elsewhere', as('organisationAdministrator', 'organisation', 'stranger'), false],
    ['an official', as('official', 'authority', 'fod'), false],
    ['a technical administrator', as('administrator', 'system', 'system'), false],
    ['nobody in particular', { affiliations: [] }, false],
  ];
  for (const [who, person, named] of cases)
    it(`${named ? 'is' : 'is not'} named to ${who}`, () =>
      expect(mayName(person, admissions, entry)).to.equal(named));
});
