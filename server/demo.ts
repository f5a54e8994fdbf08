import { randomBytes } from 'node:crypto';
import type { House } from './core/house.ts';
import type { BodyKind, Role } from './core/person.ts';
import { loadDemoAccounts } from './features/accounts/demo.ts';
import { loadDemoCircuits } from './features/coverage/circuits/demo.ts';
import { loadDemoDemand } from './features/coverage/demand/demo.ts';
import { loadDemoGaps } from './features/coverage/register/demo.ts';
import { loadDemoSignals } from './features/coverage/signals/demo.ts';
import { loadDemoStatements } from './features/coverage/wordsAndTasks/demo.ts';
import { loadDemoZones } from './features/coverage/zones/demo.ts';
import { loadDemoMeetings } from './features/meetings/demo.ts';
import { loadDemoActivities } from './features/network/activities/demo.ts';
import { loadDemoBodies } from './features/network/bodies/demo.ts';
import { loadDemoItems } from './features/network/items/demo.ts';
import { loadDemoYearPlans } from './features/network/yearPlan/demo.ts';
import { loadDemoOffer } from './features/offer/demo.ts';
import { loadDemoCase } from './features/plans/demo.ts';

/**
 * Fills an installation with fictional people and a case; safe to repeat.
 * @returns lines that tell whoever started it how to sign in.
 */
export async function loadDemo(
  house: House,
  password = randomBytes(6).toString('base64url'),
): Promise<string[]> {
  const cast = await loadDemoAccounts(house, password);
  const { people, organisations } = cast;
  const acting = (id: string, role: Role, kind: BodyKind, bodyId: string) => ({
    id,
    affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }],
  });
  await loadDemoOffer(house, {
    debrug: acting(
      people['beheer.debrug'],
      'organisationAdministrator',
      'organisation',
      organisations.debrug,
    ),
    noordster: acting(
      people['beheer.noordster'],
      'organisationAdministrator',
      'organisation',
      organisations.noordster,
    ),
  });
  await loadDemoGaps(house);
  await loadDemoDemand(house);
  await loadDemoCircuits(house);
  await loadDemoStatements(house);
  await loadDemoSignals(house);
  await loadDemoZones(house);
  await loadDemoBodies(house, cast);
  await loadDemoItems(house, cast);
  await loadDemoMeetings(house);
  await loadDemoYearPlans(house, { people });
  await loadDemoActivities(house);
  await loadDemoCase(house, {
    owner: acting(people['hulpverlener.debrug'], 'caregiver', 'organisation', organisations.debrug),
    colleague: acting(people['hulpverlener.noordster'], 'caregiver', 'organisation', organisations.noordster),
    coordinator: acting(people['coordinator.antwerpen'], 'coordinator', 'platform', 'BE-VAN'),
  });
  return [
    'This is the demo: everyone and everything in it is fictional.',
    `Sign in as hulpverlener.debrug@demo.example with the password: ${password}`,
    'Others: admin, coordinator.antwerpen, coordinator.limburg, fod, vlaanderen, beheer.debrug, beheer.noordster,',
    'beheer.hetbaken, aanbod.debrug, hulpverlener.noordster, hulpverlener.hetbaken, buitenstaander (all @demo.example)',
    '',
  ];
}
