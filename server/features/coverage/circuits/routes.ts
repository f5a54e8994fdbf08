import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { changeForm, itemForm, listForm, moduleForm, placeForm } from './forms.ts';
import * as handle from './handlers.ts';
import * as items from './itemHandlers.ts';
import { circuitProposing, circuitReading, circuitWriting } from './policy.ts';

/** Care circuits and programmes. Addresses that end in a word come before those of what stands in a circuit. */
export const circuitRoutes: RouteRow[] = [
  get(paths.circuits, circuitReading, { form: listForm }, handle.showCircuits),
  get(paths.newCircuit, circuitWriting, {}, handle.showNewCircuit),
  post(
    paths.circuits,
    circuitWriting,
    { act: 'circuit.added', form: changeForm, refused: handle.showNewCircuit },
    handle.add,
  ),
  get(paths.circuit, circuitReading, {}, handle.showCircuit),
  get(paths.circuitLive, circuitReading, {}, handle.showLivePart),
  get(paths.circuitFields, circuitWriting, {}, handle.showFields),
  post(
    paths.circuitFields,
    circuitWriting,
    { act: 'circuit.changed', form: changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.circuitModules, circuitWriting, { form: moduleForm }, handle.showModules),
  get(paths.circuitPlace, signedIn, {}, handle.toCircuit),
  post(
    paths.circuitPlace,
    circuitWriting,
    { act: 'circuit.partMoved', form: placeForm, refused: handle.showCircuit },
    items.move,
  ),
  get(paths.newCircuitItem, circuitProposing, { form: itemForm }, items.showNewItem),
  get(paths.circuitItems, signedIn, {}, handle.toCircuit),
  post(
    paths.circuitItems,
    circuitProposing,
    { act: 'circuit.itemAdded', form: changeForm, refused: items.showNewItem },
    items.add,
  ),
  get(paths.circuitItem, circuitProposing, { form: itemForm }, items.showItem),
  post(
    paths.circuitItem,
    circuitProposing,
    { act: 'circuit.itemChanged', form: changeForm, refused: items.showItem },
    items.change,
  ),
  get(paths.circuitItemRemoval, signedIn, {}, handle.toCircuit),
  post(paths.circuitItemRemoval, circuitProposing, { act: 'circuit.itemTakenOut' }, items.remove),
  get(paths.circuitItemRestoration, signedIn, {}, handle.toCircuit),
  post(
    paths.circuitItemRestoration,
    circuitWriting,
    { act: 'circuit.itemPutBack', refused: handle.showCircuit },
    items.restore,
  ),
];
