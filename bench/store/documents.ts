import { ObjectId } from 'mongodb';

/** Somebody's entry in a list, of the size that our own records have: about 420 bytes. */
export interface Row {
  _id: ObjectId;
  email: string;
  name: string;
  organisation: string;
  status: string;
  at: Date;
  version: number;
  text: string;
}

const ORGANISATIONS = 200;
const TEXT =
  'Neemt deel aan het overleg over de zorg voor mensen met een dubbele diagnose, en brengt de vragen van het team mee. '.repeat(
    2,
  );

/** The same number always gives the same identifier, so that a reader needs no list of them. */
export function idOf(number: number): ObjectId {
  return new ObjectId(number.toString(16).padStart(24, '0'));
}

export function emailOf(number: number): string {
  return `person.${(number * 7919) % 1_000_003}.${number}@example.org`;
}

export function organisationOf(number: number): string {
  return `organisation ${number % ORGANISATIONS}`;
}

export function aRow(number: number): Row {
  return {
    _id: idOf(number),
    email: emailOf(number),
    name: `Person ${number}`,
    organisation: organisationOf(number),
    status: number % 3 === 0 ? 'planned' : 'active',
    at: new Date(1_700_000_000_000 + ((number * 104_729) % 1_000_000) * 60_000),
    version: 1,
    text: TEXT,
  };
}
