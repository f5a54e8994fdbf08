import { randomUUID } from 'node:crypto';
import { type ActorType, OrganisationModel } from '../../../models/Organisation.ts';
import { PersonModel } from '../../../models/Person.ts';
import type { House } from '../../core/house.ts';
import type { BodyKind, Role } from '../../core/person.ts';
import { loadAuthorities } from './authorities.ts';
import { hashPassword } from './passwords.ts';
import { makeMember, makePerson } from './people.ts';
import { systemBody } from './queries.ts';

interface DemoOrganisation {
  id: string;
  name: string;
  actorType: ActorType;
  platforms: string[];
}

/** Fictional, and marked so: they stay out of the public directory and its counts. */
const organisations = {
  debrug: { id: 'demo-de-brug', name: 'De Brug', actorType: 'mental_health_centre', platforms: ['BE-VAN'] },
  noordster: {
    id: 'demo-noordster',
    name: 'Noordster',
    actorType: 'rehabilitation_centre',
    platforms: ['BE-VAN', 'BE-VLI'],
  },
  hetbaken: { id: 'demo-het-baken', name: 'Het Baken', actorType: 'general_welfare', platforms: ['BE-VAN'] },
  dekade: { id: 'demo-de-kade', name: 'De Kade', actorType: 'sheltered_living', platforms: ['BE-VAN'] },
} as const satisfies Record<string, DemoOrganisation>;

const inOrganisation = (key: keyof typeof organisations, role: Role) =>
  ({ role, kind: 'organisation', body: organisations[key].id }) as const;

/** Who the demo's people are, by the part of their address before the @. */
const cast = {
  admin: { name: 'Tom Wauters', role: 'administrator', kind: 'system', body: systemBody },
  'coordinator.antwerpen': { name: 'Nora Verbist', role: 'coordinator', kind: 'platform', body: 'BE-VAN' },
  'coordinator.limburg': { name: 'Joris Claesen', role: 'coordinator', kind: 'platform', body: 'BE-VLI' },
  fod: { name: 'Claire Lambert', role: 'official', kind: 'authority', body: 'fod-cel-drugs' },
  vlaanderen: { name: 'Pieter De Smet', role: 'official', kind: 'authority', body: 'vlaamse-overheid-zorg' },
  'beheer.debrug': { name: 'Lut Maes', ...inOrganisation('debrug', 'organisationAdministrator') },
  'aanbod.debrug': { name: 'Els Goossens', ...inOrganisation('debrug', 'contributor') },
  'hulpverlener.debrug': { name: 'Amina El Idrissi', ...inOrganisation('debrug', 'caregiver') },
  'beheer.noordster': { name: 'Jef Aerts', ...inOrganisation('noordster', 'organisationAdministrator') },
  'hulpverlener.noordster': { name: 'Karim Benali', ...inOrganisation('noordster', 'caregiver') },
  'beheer.hetbaken': { name: 'Griet Peeters', ...inOrganisation('hetbaken', 'organisationAdministrator') },
  'hulpverlener.hetbaken': { name: 'Sofie Willems', ...inOrganisation('hetbaken', 'caregiver') },
  buitenstaander: { name: 'Bart Michiels', ...inOrganisation('dekade', 'caregiver') },
} as const satisfies Record<string, { name: string; role: Role; kind: BodyKind; body: string }>;

export type DemoName = keyof typeof cast;

export interface DemoPeople {
  /** Person ids by the part of the address before `@demo.example`. */
  people: Record<DemoName, string>;
  /** Ids of the fictional organisations. */
  organisations: Record<keyof typeof organisations, string>;
}

/**
 * Loads the fictional organisations and people. Safe to repeat: who is there already keeps what they changed,
 * except the password, which becomes the one given.
 */
export async function loadDemoAccounts(house: House, password: string): Promise<DemoPeople> {
  await loadAuthorities(house);
  for (const one of Object.values(organisations)) await loadOrganisation(one, house.clock.now());
  const passwordHash = await hashPassword(password);
  const people = Object.fromEntries(
    await Promise.all(
      Object.keys(cast).map(async (key) => [key, await loadPerson(house, key as DemoName, passwordHash)]),
    ),
  );
  const ids = Object.entries(organisations).map(([key, { id }]) => [key, id]);
  return { people, organisations: Object.fromEntries(ids) };
}

async function loadOrganisation(one: DemoOrganisation, at: Date): Promise<void> {
  const fields = {
    names: [{ name: one.name, from: null, until: null }],
    actorType: one.actorType,
    description: null,
    admissions: one.platforms.map((platform) => ({ platform, at })),
    provenance: null,
    fictional: true,
  };
  await OrganisationModel.updateOne({ _id: one.id }, { $setOnInsert: fields }, { upsert: true });
}

async function loadPerson(house: House, key: DemoName, passwordHash: string): Promise<string> {
  const email = `${key}@demo.example`;
  const there = await PersonModel.findOneAndUpdate({ email }, { $set: { passwordHash } }).lean<{
    _id: string;
  } | null>();
  if (there) return there._id;
  const { name, ...membership } = cast[key];
  const draft = {
    id: randomUUID(),
    name: 'account.demoLoaded',
    actor: null,
    record: { type: 'system', id: systemBody },
  };
  return house.unitOfWork.do(draft, async (unit) => {
    const id = await makePerson(unit, { name, email, passwordHash, language: 'nl' });
    await makeMember(unit, id, membership);
    unit.note({ person: id });
    return id;
  });
}
