import type { BodyRecord } from '../../../../models/Body.ts';
import { type BodyValues, bodyFields, type SeatValues } from '../../../../models/bodyFields.ts';
import { emptyValues } from '../../../fields/values.ts';
import { dayBeside } from './terms.ts';

/** The people and organisations of the demo, by their short names. */
interface Cast {
  people: Record<string, string>;
  organisations: Record<'debrug' | 'noordster' | 'hetbaken' | 'dekade', string>;
}

/** Who sits at two tables of the fictional people, so that a coordinator sees a body that lives. */
export function fictionalSeats(
  { people, organisations }: Cast,
  today: string,
): [string, Partial<SeatValues>][] {
  const years = (count: number): string => dayBeside(today, -365 * count);
  const { debrug, noordster, hetbaken, dekade } = organisations;
  const ogPmg = 'antwerp-og-pmg';
  return [
    [
      ogPmg,
      { organisation: 'BE-VAN', person: people['coordinator.antwerpen']!, mandate: 'chair', from: years(3) },
    ],
    [
      ogPmg,
      {
        organisation: debrug,
        person: people['beheer.debrug']!,
        mandate: 'member',
        level: 'governance',
        from: years(3),
      },
    ],
    [
      ogPmg,
      {
        organisation: debrug,
        person: people['hulpverlener.debrug']!,
        mandate: 'substitute',
        level: 'field',
        from: years(2),
      },
    ],
    [
      ogPmg,
      {
        organisation: noordster,
        person: people['beheer.noordster']!,
        mandate: 'member',
        level: 'governance',
        from: years(3),
      },
    ],
    [
      ogPmg,
      {
        organisation: hetbaken,
        person: people['beheer.hetbaken']!,
        mandate: 'member',
        level: 'governance',
        from: dayBeside(today, -120),
      },
    ],
    [ogPmg, { organisation: dekade, mandate: 'member', from: dayBeside(today, -30) }],
    [ogPmg, { name: 'Hilde Coppens', voice: 'family', mandate: 'member', from: years(1) }],
    [
      'antwerp-mechelen',
      {
        organisation: 'BE-VAN',
        person: people['coordinator.antwerpen']!,
        mandate: 'secretary',
        from: years(2),
      },
    ],
    [
      'antwerp-mechelen',
      {
        organisation: debrug,
        person: people['hulpverlener.debrug']!,
        mandate: 'member',
        level: 'field',
        from: years(2),
      },
    ],
    [
      'antwerp-mechelen',
      {
        organisation: noordster,
        person: people['hulpverlener.noordster']!,
        mandate: 'member',
        level: 'field',
        from: years(2),
      },
    ],
    [
      'recovery-academies',
      { organisation: 'BE-VLI', person: people['coordinator.limburg']!, mandate: 'member', from: years(1) },
    ],
  ];
}

/** A group inside a fictional member, after the one De Pont had in 2010 (lines 1194-1197): its people alone see it. */
export function insideGroup(_id: string, { organisations }: Cast, at: Date): BodyRecord {
  const values = {
    ...emptyValues(bodyFields),
    kind: 'working_group',
    openness: 'inside',
    name: { nl: 'Interne werkgroep drugs', fr: 'Groupe de travail interne drogues' },
    purpose: {
      nl: 'Interne afstemming tussen de hulpverleners, de preventiewerker en de projectmedewerkers van de vestigingen.',
    },
    rhythmUnit: 'every_months',
    rhythmNumber: 1,
  } as unknown as BodyValues;
  const organisation = organisations.debrug;
  const added = { at, by: null, body: organisation };
  const base = {
    _id,
    values,
    fields: {},
    organisation,
    revision: 0,
    added,
    ended: null,
  };
  return { ...base, fictional: true };
}
