import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { AskedOfRegister } from '../register/cells.ts';
import type { Contents } from './catalogue.ts';
import { isForCell, partsInCell } from './inCell.ts';
import { stateMarks } from './itemViews.ts';
import { circuitsOf, contentsOf } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

/** Parts of one circuit that are told; without a kind of help a cell is about all of them. */
const mostParts = 6;

type Found = ReturnType<typeof partsInCell>;

function circuitView(circuit: CircuitRecord, { parts, broken }: Found, wording: Wording) {
  const href = paths.circuit({ id: circuit._id });
  return {
    href,
    name: wording.said(circuit.values.name),
    kind: wording.value('circuit', 'kind', circuit.values.kind),
    parts: parts.slice(0, mostParts).map(({ _id, values }) => ({
      href: `${href}#part-${_id}`,
      title: wording.part(values),
      isWanted: values.module === '',
      partner: wording.value('part', 'partner', values.partner),
    })),
    more: Math.max(0, parts.length - mostParts),
    broken: broken.map(({ _id, values }) => ({
      href: `${href}#transition-${_id}`,
      from: wording.value('transition', 'from', values.from),
      to: wording.value('transition', 'to', values.to),
      state: stateMarks[values.works],
    })),
  };
}

/**
 * The circuits and programmes a cell is a part of: who answers for it, what of it is wanted and not there, and which
 * ways to it or from it do not work.
 * @param registers the platforms whose register this person reads
 */
export async function cellCircuits(
  visit: Pick<SignedInVisit<unknown>, 'house' | 'person' | 't' | 'language'>,
  cell: AskedOfRegister,
  registers: readonly PlatformRecord[],
) {
  const all = await circuitsOf(registers.map((one) => one._id));
  const circuits = all.filter((one) => isForCell(one, cell, registers));
  if (circuits.length === 0) return [];
  const contents = await contentsOf(circuits);
  const wording = await wordingFor(visit, { circuits, contents: [...contents.values()] });
  return circuits.flatMap((circuit) => {
    const found = partsInCell(contents.get(circuit._id) as Contents, wording.module, cell);
    return found.parts.length === 0 ? [] : [circuitView(circuit, found, wording)];
  });
}
