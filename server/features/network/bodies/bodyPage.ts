import type { BodyRecord } from '../../../../models/Body.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { circuitMeanings } from '../../coverage/wordsAndTasks/shown.ts';
import { headOf } from './bodyHead.ts';
import { bodyLinks } from './bodyLinks.ts';
import { historyOf } from './history.ts';
import { marked } from './marks.ts';
import { missingAt, newPartners } from './missing.ts';
import { missingViews, namedIn } from './missingViews.ts';
import {
  bodiesSeenBy,
  changesAbout,
  isHeld,
  requireBody,
  type SeenBody,
  seatsOf,
  seatViews,
} from './queries.ts';
import { seatPicture } from './seatPicture.ts';
import { surroundingsInside, surroundingsOf } from './surroundings.ts';
import { tableOf } from './table.ts';
import { wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Bodies that are part of this one, as far as this reader may see them. */
const childrenOf = async ({ person, now }: Visit, id: string): Promise<BodyRecord[]> =>
  (await bodiesSeenBy(person, now, { 'values.parent': id })).map((one) => one.body);

/** Of a network: what it means by circuit and network, and who supports that. */
async function meaningsOf(visit: Visit, { body }: SeenBody) {
  const { circuitMeaning, networkMeaning, platforms, kind } = body.values;
  if (kind !== 'network') return null;
  const all = await circuitMeanings(visit, platforms);
  const found = (id: string) => all.find((one) => one.id === id) ?? null;
  const [platform = ''] = platforms;
  return {
    circuit: found(circuitMeaning),
    network: found(networkMeaning),
    register: paths.words({ platform, list: 'meanings' }),
  };
}

async function shownTo(visit: Visit) {
  const { params, person, now, t } = visit;
  const seen = await requireBody(person, params.id ?? '', now);
  const { body, rights } = seen;
  const day = brusselsDay(now);
  const [seats, changes, children, surroundings] = await Promise.all([
    seatsOf([body._id]),
    rights.takesPart ? changesAbout(body._id) : [],
    childrenOf(visit, body._id),
    body.organisation === null
      ? surroundingsOf(body.values.platforms)
      : surroundingsInside(body.organisation),
  ]);
  const table = await tableOf(body, await seatViews(seats.filter((one) => isHeld(one, day))), surroundings, {
    day,
  });
  const missing = rights.takesPart && !body.ended ? missingAt(table) : [];
  const fresh = newPartners(table);
  const named = namedIn(missing);
  const wording = await wordingFor(visit, {
    ...{ bodies: [body, ...children], seats, changes, sites: named.sites },
    organisations: [...named.organisations, ...fresh],
  });
  const around = { visit, body: body._id, rights, isOver: body.ended !== null, wording };
  return {
    ...{ seen, seats, changes, children, wording },
    picture: await seatPicture(seats, day, around),
    missing: missingViews(missing, { body, rights, wording, t }),
    fresh: rights.takesPart ? fresh.map(wording.organisation) : [],
  };
}

/** What the page shows of the body, and its part that is fetched again when something changed. */
async function bodyParts(visit: Visit) {
  const { seen, seats, changes, children, wording, picture, missing, fresh } = await shownTo(visit);
  const { body, rights } = seen;
  const id = body._id;
  const isOpen = body.values.openness === 'open' && !body.ended;
  return {
    id,
    may: rights,
    head: marked(headOf(seen, wording, visit.t)),
    links: marked(await bodyLinks(visit, seen)),
    meanings: marked({ of: await meaningsOf(visit, seen) }),
    table: marked({ ...picture, printed: body.values.actors, mayAdd: rights.keep && !body.ended }),
    missing: marked({
      all: missing,
      fresh,
      asks: rights.takesPart && !body.ended && picture.seats + missing.length > 0,
    }),
    children: marked({
      all: children.map((one) => ({
        href: paths.body({ id: one._id }),
        name: wording.said(one.values.name),
        kind: wording.value('body', 'kind', one.values.kind),
        isOver: one.ended !== null,
      })),
    }),
    history: marked({ all: historyOf(changes, seats, wording) }),
    join: isOpen && !picture.isSeated ? paths.bodyMembership({ id }) : null,
    leave: isOpen && picture.isSeated ? paths.bodyDeparture({ id }) : null,
    to: {
      newSeat: paths.newSeat({ id }),
      newChild: paths.newBody({
        parent: id,
        ...(body.organisation
          ? { organisation: body.organisation }
          : { platform: body.values.platforms[0] ?? '' }),
      }),
    },
  };
}

/** One body: what it is for, who sits at its table and who is missing there, and what happened to it. */
export async function bodyPage(visit: Visit): Promise<Answer> {
  const parts = await bodyParts(visit);
  const { refused, now } = visit;
  const { id, may, head } = parts;
  return page('bodies/show', {
    title: head.name.text,
    space: 'network',
    styles: ['/styles/bodies.css'],
    scripts: ['/build/gaps.js'],
    refused,
    insz: hasInsz(visit),
    liveHref: paths.bodyLive({ id }),
    end: may.keep && !head.ended ? paths.bodyEnd({ id }) : null,
    resume: may.keep && head.ended ? paths.bodyResumption({ id }) : null,
    typed: {
      why: refused ? String(refused.values.why ?? '') : '',
      on: refused ? String(refused.values.on ?? '') : brusselsDay(now),
    },
    ...parts,
  });
}

/** Pages that are open fetch this again after a change. */
export async function livePart(visit: Visit): Promise<Answer> {
  return fragment('bodies/_body', await bodyParts(visit));
}
