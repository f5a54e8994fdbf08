import { createHash } from 'node:crypto';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { headsOf } from '../../../core/acts.ts';
import { type ActWatch, watchActs } from '../../../core/actWatch.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { changedSince } from '../keptIndex.ts';
import type { OrganisationLine, PlaceLine, ServiceLine } from './lines.ts';
import { Pieces } from './pieces.ts';

/** Everything listed that programs may read, by what they find it by; the records themselves stay in the database. */
export interface PublicOffer {
  services: ServiceLine[];
  places: PlaceLine[];
  organisations: OrganisationLine[];
  moduleTypes: ModuleTypeRecord[];
  /** The same as long as nothing of it changed, on whichever server; another one each day, as modules start and end. */
  mark: string;
  /** When this server first saw it as it is now. */
  since: Date;
}

/** Acts that change nothing here. Whatever else happens is taken for a change. */
const harmless = /^(account|session|device|case|caseMember|consent|goal|action|narrative|comment|person)\./;

interface Kept {
  watch: ActWatch;
  word: number | null;
  day: string;
  /** The last act whose change is taken in. */
  sequence: number;
  pieces: Pieces | null;
  offer: PublicOffer | null;
  next: Promise<PublicOffer> | null;
  last: Promise<unknown>;
}

const kept = new WeakMap<House, Kept>();

/**
 * The public offer as it stands now, once for all who ask meanwhile. It is read when it is first asked for; then only
 * what acts of whichever server say was changed.
 */
export function publicOffer(house: House, now: Date): Promise<PublicOffer> {
  const known = kept.get(house) ?? {
    watch: watchActs(house.connection, harmless),
    word: null,
    day: '',
    sequence: 0,
    pieces: null,
    offer: null,
    next: null,
    last: Promise.resolve(),
  };
  kept.set(house, known);
  // Who asks while one is being read waits for the next: that one may have begun before the change.
  known.next ??= known.last
    .catch(() => {})
    .then(() => {
      known.next = null;
      const looking = renew(known, house, now);
      known.last = looking;
      return looking;
    });
  return known.next;
}

async function renew(known: Kept, house: House, now: Date): Promise<PublicOffer> {
  const { connection } = house;
  const word = await known.watch.word();
  const day = brusselsDay(now);
  if (known.offer && word !== null && word === known.word && day === known.day) return known.offer;
  const sequence = (await headsOf(connection).findOne({ _id: 'acts' }))?.sequence ?? 0;
  const isFirst = known.pieces === null;
  known.pieces ??= await Pieces.read(house.demo);
  const changed = isFirst ? [] : await changedSince(connection, { sequence: known.sequence });
  await known.pieces.renew(changed);
  const mark = createHash('sha256').update(`${day} ${known.pieces.mark}`).digest('hex').slice(0, 32);
  if (known.offer?.mark !== mark) known.offer = offerOf(known.pieces, mark, now);
  Object.assign(known, { word, day, sequence });
  return known.offer;
}

function offerOf(pieces: Pieces, mark: string, since: Date): PublicOffer {
  const all = pieces.inOrder();
  const services = all.flatMap((piece) => piece.services);
  let organisations: OrganisationLine[] | null = null;
  return {
    ...{ services, mark, since, moduleTypes: pieces.moduleTypes },
    places: all.flatMap((piece) => piece.places),
    // Most questions are about services: these are put together when somebody asks for them.
    get organisations() {
      organisations ??= organisationsOf(services);
      return organisations;
    },
  };
}

/** Each organisation once, with its own terms and those of its services. */
function organisationsOf(services: readonly ServiceLine[]): OrganisationLine[] {
  const found = new Map<string, OrganisationLine>();
  for (const { organisation, terms } of services) {
    if (!organisation) continue;
    const line = found.get(organisation.id) ?? { ...organisation, terms: new Set(organisation.terms) };
    for (const term of terms) line.terms.add(term);
    found.set(organisation.id, line);
  }
  return [...found.values()];
}
