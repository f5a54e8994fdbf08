import { expect } from 'chai';
import type { BodyKind, Role } from '../../../server/core/person.ts';
import {
  type HeldSeat,
  isPromisedBy,
  itemRights,
  type StandingBody,
  seesItem,
} from '../../../server/features/network/items/policy.ts';

const as = (role: Role, kind: BodyKind, bodyId: string, id = 'me') => ({
  id,
  affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
});
type Asking = ReturnType<typeof as>;

const members: StandingBody = { platforms: ['BE-VAN'], organisation: null, openness: 'members' };
const open: StandingBody = { ...members, openness: 'open' };
const inside: StandingBody = { platforms: [], organisation: 'house', openness: 'inside' };

const seat = (said: Partial<HeldSeat>): HeldSeat => ({
  ...{ id: 'seat', organisation: null, person: null, name: '', mandate: 'member' },
  ...said,
});
const seats: HeldSeat[] = [
  seat({ id: 'chair', person: 'chairs', organisation: 'house', mandate: 'chair' }),
  seat({ id: 'notes', person: 'notes', organisation: 'other', mandate: 'secretary' }),
  seat({ id: 'member', person: 'sits', organisation: 'other' }),
  seat({ id: 'unnamed', organisation: 'third' }),
  seat({ id: 'named', organisation: 'fourth', name: 'Hilde Coppens' }),
];

/** Who: reads, proposes, keeps, and is told of an item for the house; of a body of members, an open one, one inside the house. */
const matrix: [string, Asking, [string, string, string]][] = [
  ['a coordinator of the platform', as('coordinator', 'platform', 'BE-VAN'), ['rpkt', 'rpkt', '----']],
  ['a coordinator of another platform', as('coordinator', 'platform', 'BE-VLI'), ['----', 'r---', '----']],
  ['who chairs it', as('caregiver', 'organisation', 'house', 'chairs'), ['rpkt', 'rpkt', 'rpkt']],
  [
    'its secretary, of another organisation',
    as('caregiver', 'organisation', 'other', 'notes'),
    ['rpkt', 'rpkt', '----'],
  ],
  ['who sits there', as('caregiver', 'organisation', 'other', 'sits'), ['rp--', 'rp--', '----']],
  ['people of a seat without a name', as('contributor', 'organisation', 'third'), ['rp--', 'rp--', '----']],
  [
    'people of a seat with the name of somebody else',
    as('contributor', 'organisation', 'fourth'),
    ['----', 'r---', '----'],
  ],
  [
    'an administrator of the house',
    as('organisationAdministrator', 'organisation', 'house'),
    ['----', 'r--t', 'rpkt'],
  ],
  ['a caregiver of the house', as('caregiver', 'organisation', 'house'), ['----', 'r--t', 'rpkt']],
  ['an official', as('official', 'authority', 'fod'), ['----', '----', '----']],
  [
    'an official with the name of who sits there',
    as('official', 'authority', 'fod', 'sits'),
    ['----', '----', '----'],
  ],
  ['a technical administrator', as('administrator', 'system', 'schakel'), ['----', '----', '----']],
];

describe('who does what with agendas, decisions and actions', () => {
  for (const [name, person, expected] of matrix)
    it(`${name}: ${expected.join(' ')}`, () => {
      const found = [members, open, inside].map((body) => {
        const rights = itemRights(person, body, seats, true);
        const told = seesItem(rights, { organisations: ['house'] });
        return [rights.read && 'r', rights.propose && 'p', rights.keep && 'k', told && 't']
          .map((one) => one || '-')
          .join('');
      });
      expect(found).to.deep.equal(expected);
    });

  it('an open body is read by who may read the body, and by nobody else', () => {
    const outsider = as('caregiver', 'organisation', 'far');
    expect(itemRights(outsider, open, seats, true).read).to.equal(true);
    expect(itemRights(outsider, open, seats, false).read).to.equal(false);
  });

  it('a chair whose seat has ended keeps nothing', () => {
    const person = as('caregiver', 'organisation', 'house', 'chairs');
    expect(itemRights(person, members, [], true)).to.deep.include({
      read: false,
      propose: false,
      keep: false,
    });
  });

  it('a promise is of who sits in the seat, of the person, or of their organisation', () => {
    const person = as('caregiver', 'organisation', 'other', 'sits');
    const rights = itemRights(person, members, seats, true);
    const of = (who: string) => isPromisedBy(person, rights, who);
    expect(['seat:member', 'person:sits'].map(of)).to.deep.equal(['person', 'person']);
    expect(of('organisation:other')).to.equal('organisation');
    expect(['seat:chair', 'person:me', 'organisation:house', '', 'seat:', 'other'].map(of)).to.deep.equal(
      Array(6).fill(null),
    );
  });
});
