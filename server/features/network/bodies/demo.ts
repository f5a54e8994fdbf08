import { readFileSync } from 'node:fs';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import {
  type BodyValues,
  bodyFields,
  type FunctionValues,
  functionFields,
  type SeatValues,
  seatFields,
} from '../../../../models/bodyFields.ts';
import {
  CoordinatingFunctionModel,
  type CoordinatingFunctionRecord,
} from '../../../../models/CoordinatingFunction.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { emptyValues } from '../../../fields/values.ts';
import type { DemoPeople } from '../../accounts/demo.ts';
import { idOf } from '../../offer/ids.ts';
import { fictionalActors } from './demoActors.ts';
import { fictionalSeats, insideGroup } from './demoPeople.ts';
import { dayBeside } from './terms.ts';

interface Sourced {
  key: string;
  source: string;
  /** Lines of the source. */
  lines: string;
}

interface BodyFile {
  /** `on` is the last day of which the source speaks, as far as it says. */
  sources: Record<string, { name: string; on: string }>;
  bodies: (Sourced & Partial<BodyValues> & { platforms: string[] })[];
  functions: (Sourced & Partial<FunctionValues> & { platform: string })[];
}

const id = (key: string): string => idOf('body', key);

/** In which document, and where in it. */
const sourceOf = ({ sources }: BodyFile, { source, lines }: Sourced): string =>
  `${sources[source]!.name} (r. ${lines})`;

const carriedOver = ({ sources }: BodyFile, { source }: Sourced, body: string) => ({
  at: new Date(`${sources[source]!.on}T12:00:00Z`),
  by: null,
  body,
});

function bodyOf(file: BodyFile, given: BodyFile['bodies'][number]): BodyRecord {
  const { key, source, lines, parent, ...said } = given;
  const values = {
    ...emptyValues(bodyFields),
    ...{ openness: 'members', language: '' },
    ...said,
    parent: parent ? id(parent) : '',
    source: sourceOf(file, { key, source, lines }),
  } as BodyValues;
  return {
    _id: id(key),
    values,
    fields: {},
    organisation: null,
    revision: 0,
    added: carriedOver(file, given, said.platforms[0]!),
    ended: null,
  };
}

function functionOf(file: BodyFile, given: BodyFile['functions'][number]): CoordinatingFunctionRecord {
  const { key, source, lines, platform, ...said } = given;
  const values = {
    ...emptyValues(functionFields),
    ...said,
    source: sourceOf(file, { key, source, lines }),
  } as unknown as FunctionValues;
  return {
    _id: idOf('coordinatingFunction', key),
    platform,
    values,
    fields: {},
    added: carriedOver(file, given, platform),
  };
}

function seatOf(house: House, at: number, [body, said]: [string, Partial<SeatValues>]): SeatRecord {
  return {
    _id: idOf('seat', `demo-${at}`),
    body: id(body),
    values: { ...(emptyValues(seatFields) as unknown as SeatValues), ...said },
    fields: {},
    added: { at: house.clock.now(), by: null, body: 'BE-VAN' },
    replaces: null,
    mistaken: null,
    fictional: true,
  };
}

/** Bodies and coordinating functions as documents say, with their source, and fictional people at some; safe to repeat. */
export async function loadDemoBodies(house: House, cast: DemoPeople): Promise<void> {
  const file = JSON.parse(
    readFileSync(new URL('reference/bodies2010.json', import.meta.url), 'utf8'),
  ) as BodyFile;
  const now = house.clock.now();
  const bodies = [...file.bodies.map((one) => bodyOf(file, one)), insideGroup(id('demo-inside'), cast, now)];
  for (const body of bodies) {
    if (await BodyModel.exists({ _id: body._id })) continue;
    const draft = { name: 'body.added', actor: null, record: { type: 'body', id: body._id } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      await BodyModel.create([body], { session });
    });
  }
  for (const one of file.functions.map((given) => functionOf(file, given))) {
    if (await CoordinatingFunctionModel.exists({ _id: one._id })) continue;
    const record = { type: 'platform', id: one.platform };
    await house.unitOfWork.do({ name: 'body.functionAdded', actor: null, record }, async ({ session }) => {
      await CoordinatingFunctionModel.create([one], { session });
    });
  }
  await loadSeats(house, cast);
}

/** Each seat of an organisation speaks for another of its sites, as far as it has any. */
async function spokenFor(seats: readonly SeatRecord[], organisation: string): Promise<void> {
  const sites = await SiteModel.find({ organisationId: organisation }).sort({ _id: 1 }).lean<SiteRecord[]>();
  const own = seats.filter((one) => one.values.organisation === organisation);
  for (const [at, seat] of own.entries()) seat.values.site = sites[at % sites.length]?._id ?? '';
}

/** Seats, under one act for each table. */
async function loadSeats(house: House, cast: DemoPeople): Promise<void> {
  const today = brusselsDay(house.clock.now());
  const given = [...fictionalSeats(cast, today), ...fictionalActors(dayBeside(today, -365 * 3))];
  const seats = given.map((one, at) => seatOf(house, at, one));
  await spokenFor(seats, cast.organisations.debrug);
  for (const body of new Set(seats.map((one) => one.body))) {
    const own = seats.filter((one) => one.body === body);
    const there = await SeatModel.find({ body }, { _id: 1 }).lean<Pick<SeatRecord, '_id'>[]>();
    const fresh = own.filter(({ _id }) => !there.some((one) => one._id === _id));
    if (fresh.length === 0) continue;
    const record = { type: 'body', id: body };
    await house.unitOfWork.do({ name: 'seat.added', actor: null, record }, async ({ session }) => {
      await SeatModel.insertMany(fresh, { session });
    });
  }
}
