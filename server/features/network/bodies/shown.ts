import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { brusselsDay, inLanguage, type Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { paths } from '../../../paths.ts';
import { registersVisibleTo } from '../../coverage/register/queries.ts';
import { iconOf } from './bodyHead.ts';
import { bodiesSeenBy, isHeld } from './queries.ts';

interface Reader {
  person: Person;
  now: Date;
  language: Language;
}

/** A body at whose table an organisation has a place today, as far as this reader may read it. */
export interface TableOf {
  href: string;
  name: { text: string; language: Language | null };
  kind: string;
  icon: string;
  isInside: boolean;
  seats: number;
  toBeNamed: number;
}

/** Where an organisation sits, by name, and the networks it is drawn in. What is inside another organisation is not there. */
export async function tablesOfOrganisation({ person, now, language }: Reader, organisation: string) {
  const [bodies, registers, all] = await Promise.all([
    bodiesSeenBy(person, now),
    registersVisibleTo(person),
    SeatModel.find({ 'values.organisation': organisation }).lean<SeatRecord[]>(),
  ]);
  const today = brusselsDay(now);
  const seats = all.filter((one) => isHeld(one, today));
  const tables = bodies.flatMap(({ body }): TableOf[] => {
    const own = seats.filter((one) => one.body === body._id);
    if (own.length === 0 || body.ended) return [];
    const name = inLanguage(body.values.name, language);
    return [
      {
        href: paths.body({ id: body._id }),
        name: { text: name.text, language: name.language === language ? null : name.language },
        kind: body.values.kind,
        icon: iconOf[body.values.kind],
        isInside: body.organisation !== null,
        seats: own.length,
        toBeNamed: own.filter((one) => one.values.person === '' && one.values.name === '').length,
      },
    ];
  });
  return {
    tables: tables.sort((a, b) => a.name.text.localeCompare(b.name.text, language)),
    registers: registers.map((one) => ({ id: one._id, name: inLanguage(one.names, language).text })),
  };
}
