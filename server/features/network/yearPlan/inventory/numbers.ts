import type { InventoryQuestion } from '../../../../../models/yearPlanFields.ts';
import { brusselsDay } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { paths } from '../../../../paths.ts';
import { circuitsOf, contentsOf } from '../../../coverage/circuits/queries.ts';
import { gapsOf } from '../../../coverage/register/queries.ts';
import { isClosed } from '../../../coverage/register/shown.ts';
import { meaningsOf } from '../../../coverage/wordsAndTasks/queries.ts';
import { bodiesVisibleTo, currentSeats } from '../../bodies/queries.ts';

/** What the registers say beside a question: a number as it is now, and where it stands. */
export interface Beside {
  label: string;
  count: number;
  href: string;
}

type Numbers = Partial<Record<InventoryQuestion, Beside[]>>;

async function participation({ house, person, now }: SignedInVisit<unknown>, platform: string) {
  const bodies = (await bodiesVisibleTo(house, person)).filter(
    (one) => one.platforms.includes(platform) && one.endedOn === '',
  );
  const seats = await Promise.all(bodies.map((one) => currentSeats(one.id, brusselsDay(now))));
  const organisations = new Set(seats.flat().flatMap((one) => one.organisation ?? []));
  return { bodies: bodies.length, organisations: organisations.size };
}

/**
 * The numbers the registers have for the questions of a platform, now: never written into an answer, only beside it.
 */
export async function numbersBeside(visit: SignedInVisit<unknown>, platform: string): Promise<Numbers> {
  const [gaps, circuits, meanings, tables] = await Promise.all([
    gapsOf([platform]),
    circuitsOf([platform]),
    meaningsOf([platform]),
    participation(visit, platform),
  ]);
  const contents = await contentsOf(circuits);
  const wanted = [...contents.values()]
    .flatMap((one) => one.parts)
    .filter((one) => one.values.module === '').length;
  const open = gaps.filter((one) => !isClosed(one.status));
  const ofKind = (kind: string): number => open.filter(({ values }) => values.kind === kind).length;
  const list = (kind: string): string => paths.gaps({ platform, kind });
  const label = (of: string): string => visit.t(`yearPlans.beside.${of}`);
  const concepts = meanings.filter(({ values }) => ['care_circuit', 'care_network'].includes(values.word));
  return {
    1: [{ label: label('insufficient'), count: ofKind('insufficient'), href: list('insufficient') }],
    2: [{ label: label('wanted'), count: wanted, href: paths.circuits() }],
    3: [{ label: label('circuits'), count: circuits.length, href: paths.circuits() }],
    4: [
      { label: label('transition'), count: ofKind('transition'), href: list('transition') },
      { label: label('access'), count: ofKind('access'), href: list('access') },
    ],
    5: [
      { label: label('open'), count: open.length, href: paths.gaps({ platform }) },
      { label: label('missing'), count: ofKind('missing'), href: list('missing') },
    ],
    6: [
      { label: label('bodies'), count: tables.bodies, href: paths.platformBodies({ platform }) },
      {
        label: label('organisations'),
        count: tables.organisations,
        href: paths.platformBodies({ platform }),
      },
    ],
    8: [
      { label: label('meanings'), count: concepts.length, href: paths.words({ platform, list: 'meanings' }) },
    ],
  };
}
