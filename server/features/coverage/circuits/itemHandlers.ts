import { randomUUID } from 'node:crypto';
import { type Answer, redirect } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { addItem, movePart, restoreItem, takeOut } from './actions.ts';
import { fieldsOf, type ItemKind, kindOfWord } from './catalogue.ts';
import type { ChangeInput, PlaceInput } from './forms.ts';
import { changeRecord } from './handlers.ts';
import type { Place } from './itemActions.ts';
import { itemPage, newItemPage } from './itemForms.ts';
import { requireCircuit } from './queries.ts';

type Asked<Input = unknown> = SignedInVisit<Input>;

/** What an address names; the words are those of `wordOfKind`. @throws NotFound for any other */
function placeOf({ params }: Asked): Place {
  const kind = Object.hasOwn(kindOfWord, params.kind ?? '') ? kindOfWord[params.kind!] : undefined;
  if (!kind) throw new NotFound();
  return { circuit: params.id ?? '', kind, id: params.item ?? '' };
}

export const showNewItem = (visit: Asked): Promise<Answer> => newItemPage(visit, placeOf(visit).kind);
export const showItem = (visit: Asked): Promise<Answer> => itemPage(visit, placeOf(visit).kind);

/** Runs a write for the body this person does it for: their platform, or else the organisation they speak for. */
async function write<T>(visit: Asked, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { circuit } = placeOf(visit);
  return visit.act({ record: { type: 'circuit', id: circuit }, bodyId: await bodyOf(visit) }, work);
}

async function bodyOf(visit: Asked): Promise<string> {
  const { rights } = await requireCircuit(visit.person, visit.params.id);
  return rights.write ? rights.body : (rights.organisations[0] ?? rights.body);
}

/** Where something stands on the page of the circuit. */
const at = (circuit: string, kind: ItemKind, id: string): string =>
  `${paths.circuit({ id: circuit })}#${kind}-${id}`;

export async function add(visit: Asked<ChangeInput>): Promise<Answer> {
  const place = placeOf(visit);
  const { circuit, kind } = place;
  const values = valuesIn(fieldsOf[kind], visit.input);
  const part = typeof visit.input.part === 'string' && kind === 'share' ? { part: visit.input.part } : {};
  const wanted = { ...place, id: randomUUID(), ...part };
  const { item } = await write(visit, (unit) => addItem(unit, visit.person, wanted, values));
  leaveNotice(visit, `circuits.notice.itemAdded.${kind}`);
  return redirect(at(circuit, kind, item));
}

export async function change(visit: Asked<ChangeInput>): Promise<Answer> {
  const { circuit, kind, id } = placeOf(visit);
  const target = paths.circuitItem({ id: circuit, kind: visit.params.kind!, item: id });
  const about = { kind, id, target, title: visit.t(`circuits.form.change.${kind}`) };
  return changeRecord(visit, { ...about, back: at(circuit, kind, id), body: await bodyOf(visit) });
}

export async function remove(visit: Asked): Promise<Answer> {
  const place = placeOf(visit);
  await write(visit, (unit) => takeOut(unit, visit.person, place));
  leaveNotice(visit, 'circuits.notice.removed');
  return redirect(paths.circuit({ id: place.circuit }));
}

export async function restore(visit: Asked): Promise<Answer> {
  const place = placeOf(visit);
  await write(visit, (unit) => restoreItem(unit, visit.person, place));
  leaveNotice(visit, 'circuits.notice.restored');
  return redirect(at(place.circuit, place.kind, place.id));
}

export async function move(visit: Asked<PlaceInput>): Promise<Answer> {
  const { id = '', item = '' } = visit.params;
  const { before, after } = visit.input;
  const { rights } = await requireCircuit(visit.person, id);
  await visit.act({ record: { type: 'circuit', id }, bodyId: rights.body }, (unit) =>
    movePart(unit, visit.person, id, item, before ? { before } : { after }),
  );
  return redirect(at(id, 'part', item));
}
