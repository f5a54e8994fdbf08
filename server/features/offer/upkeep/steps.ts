import { randomUUID } from 'node:crypto';
import type { FieldChange, OfferChangeWay, OfferKind } from '../../../../models/OfferChange.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { stateKey, versionOf } from './commands.ts';
import type { Ledger } from './ledger.ts';
import { partsOf, type Values } from './plain.ts';
import type { Maintained, Maintainer } from './queries.ts';

/** Who changes something, and for which body. */
export interface Writer {
  personId: string;
  body: string;
}

export const writerOf = (person: Maintainer, { body }: Maintained): Writer => ({ personId: person.id, body });

/** How something came to be written; `origin` is what it follows from: a suggestion, a link, an import, another record. */
export interface Way {
  way: OfferChangeWay;
  origin: string | null;
  /** When it puts something back: the moment at which that was changed. */
  undone?: Date;
}

/** Adds a step to the history of a record, whose counter the caller moves on in the same transaction. */
export function remember(
  ledger: Ledger,
  about: { kind: OfferKind; record: { _id: string } & Pick<Upkeep, 'steps'> },
  writer: Writer,
  { way, origin }: Way,
  changes: FieldChange[],
): void {
  ledger.remember({
    _id: randomUUID(),
    kind: about.kind,
    recordId: about.record._id,
    step: (about.record.steps ?? 0) + 1,
    at: ledger.unit.now,
    by: writer.personId,
    body: writer.body,
    way,
    changes,
    origin,
  });
}

/** Writes changed fields with their new versions, and the step in the record's history. */
export async function writeChanges(
  ledger: Ledger,
  { kind, record }: Pick<Maintained, 'kind' | 'record'>,
  after: Values,
  changes: FieldChange[],
  writer: Writer,
  way: Way,
): Promise<void> {
  const { now } = ledger.unit;
  const names = changes.map((one) => one.field);
  const states = Object.fromEntries(
    names.map((name) => [
      stateKey(name),
      { version: versionOf(record, name) + 1, by: writer.personId, at: now },
    ]),
  );
  const stated = kind === 'site' && names.includes('area') ? { areaFrom: 'stated' } : {};
  const moved = { changedAt: now, steps: (record.steps ?? 0) + 1 };
  await ledger.change(kind, record, { ...partsOf(kind, after, names), ...stated, ...moved }, states);
  remember(ledger, { kind, record }, writer, way, changes);
}
