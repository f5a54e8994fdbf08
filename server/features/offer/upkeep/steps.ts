import { randomUUID } from 'node:crypto';
import {
  type FieldChange,
  OfferChangeModel,
  type OfferChangeWay,
  type OfferKind,
} from '../../../../models/OfferChange.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { stateKey, versionOf } from './commands.ts';
import { partsOf, type Values } from './plain.ts';
import { type Maintained, type Maintainer, modelOf } from './queries.ts';

/** Who changes something, and for which body. */
export interface Writer {
  personId: string;
  body: string;
}

export const writerOf = (person: Maintainer, { body }: Maintained): Writer => ({ personId: person.id, body });

/** Adds a step to the history of a record, whose counter the caller moves on in the same transaction. */
export async function remember(
  unit: Unit,
  about: { kind: OfferKind; record: { _id: string } & Pick<Upkeep, 'steps'> },
  writer: Writer,
  way: OfferChangeWay,
  changes: FieldChange[],
  origin: string | null = null,
): Promise<void> {
  const row = {
    _id: randomUUID(),
    kind: about.kind,
    recordId: about.record._id,
    step: (about.record.steps ?? 0) + 1,
    at: unit.now,
    by: writer.personId,
    body: writer.body,
    way,
    changes,
    origin,
  };
  await OfferChangeModel.create([row], { session: unit.session });
}

/** Writes changed fields with their new versions, and the step in the record's history. */
export async function writeChanges(
  unit: Unit,
  { kind, record }: Pick<Maintained, 'kind' | 'record'>,
  after: Values,
  changes: FieldChange[],
  writer: Writer,
  way: OfferChangeWay,
  origin: string | null = null,
): Promise<void> {
  const names = changes.map((one) => one.field);
  const states = Object.fromEntries(
    names.map((name) => [
      `fields.${stateKey(name)}`,
      { version: versionOf(record, name) + 1, by: writer.personId, at: unit.now },
    ]),
  );
  const stated = kind === 'site' && names.includes('area') ? { areaFrom: 'stated' } : {};
  const set = {
    ...partsOf(kind, after, names),
    ...states,
    ...stated,
    changedAt: unit.now,
    steps: (record.steps ?? 0) + 1,
  };
  await modelOf[kind].updateOne(
    { _id: record._id },
    { $set: set },
    { session: unit.session, runValidators: true },
  );
  await remember(unit, { kind, record }, writer, way, changes, origin);
}
