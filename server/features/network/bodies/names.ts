import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import type { BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { CoordinatingFunctionRecord } from '../../../../models/CoordinatingFunction.ts';
import type { FieldValue } from '../../../../models/fieldRule.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { Visit } from '../../../core/route.ts';
import { textOf } from '../../../fields/values.ts';
import { zonesInUse } from '../../coverage/zones/queries.ts';
import { sitesWith } from '../../offer/upkeep/queries.ts';
import { bodyNames, personNames } from '../queries.ts';

const organisationFields: readonly string[] = ['organisation', 'platforms'];

/** What is named on a page: every id in these records is looked up. */
export interface Named {
  bodies?: readonly BodyRecord[];
  seats?: readonly SeatRecord[];
  functions?: readonly CoordinatingFunctionRecord[];
  changes?: readonly BodyChangeRecord[];
  /** Ids of organisations and platforms that are named beside them. */
  organisations?: readonly string[];
  people?: readonly string[];
  sites?: readonly string[];
  parents?: readonly string[];
}

/** Every value of these fields, now and in the history. */
function valuesNamed(
  { bodies = [], seats = [], functions = [], changes = [] }: Named,
  fields: readonly string[],
) {
  const now = [...bodies, ...seats, ...functions].flatMap(({ values }) =>
    fields.map((field) => textOf((values as unknown as Record<string, FieldValue>)[field])),
  );
  const past = changes.flatMap((one) =>
    one.changes.filter(({ field }) => fields.includes(field)).flatMap(({ from, to }) => [from, to]),
  );
  return [...now, ...past].flatMap((text) => text.split(' ')).filter((one) => one !== '');
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)].filter((one) => one !== '');

/** Names are looked up for these records, in one question a kind. */
export async function namesFor({ house, language }: Pick<Visit, 'house' | 'language'>, named: Named) {
  const { bodies = [], changes = [] } = named;
  const traces = [...bodies.map((one) => one.added.body), ...changes.map((one) => one.body)];
  const inside = bodies.flatMap((one) => one.organisation ?? []);
  const writers = [
    ...changes.map((one) => one.by),
    ...bodies.flatMap((one) => [one.added.by ?? '', one.ended?.by ?? '']),
  ];
  const [organisations, people, sites, zones, others] = await Promise.all([
    bodyNames(
      house,
      unique([
        ...valuesNamed(named, organisationFields),
        ...traces,
        ...inside,
        ...(named.organisations ?? []),
      ]),
      language,
    ),
    personNames(unique([...valuesNamed(named, ['person']), ...writers, ...(named.people ?? [])])),
    sitesWith(unique([...valuesNamed(named, ['site']), ...(named.sites ?? [])])),
    zonesInUse(),
    BodyModel.find({
      _id: { $in: unique([...valuesNamed(named, ['parent']), ...(named.parents ?? [])]) },
    }).lean<BodyRecord[]>(),
  ]);
  return { organisations, people, sites, zones, others };
}
