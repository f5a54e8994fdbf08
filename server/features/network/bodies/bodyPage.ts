import type { BodyRecord } from '../../../../models/Body.ts';
import type { BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { circuitMeanings } from '../../coverage/wordsAndTasks/shown.ts';
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
  surroundingsInside,
  surroundingsOf,
} from './queries.ts';
import { seatPicture } from './seatPicture.ts';
import { tableOf } from './table.ts';
import { type Wording, wordingFor, wordsOfText } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Icon beside the word of a kind. */
export const iconOf: Readonly<Record<BodyRecord['values']['kind'], string>> = {
  sub_area: 'pin',
  permanent_bureau: 'building',
  steering_group: 'flag',
  working_group: 'people',
  network: 'network',
  external: 'external',
};

function headOf({ body, rights }: SeenBody, wording: Wording) {
  const { values, organisation } = body;
  const words = (field: keyof typeof values): string => wording.value('body', field, values[field]);
  return {
    name: wording.said(values.name),
    kind: { code: values.kind, icon: iconOf[values.kind], text: words('kind') },
    openness: { code: values.openness, text: words('openness') },
    keptBy: organisation ? wording.organisation(organisation) : words('platforms'),
    isInside: organisation !== null,
    theme: wording.said(values.theme),
    forWhom: [words('ages'), words('targetGroups'), words('problems')]
      .filter((one) => one !== '')
      .join(' · '),
    areas: [words('areas'), words('zones')].filter((one) => one !== '').join(', '),
    language: words('language'),
    rhythm: wording.rhythm(values),
    rhythmWords: values.rhythmUnit === '' ? '' : values.rhythmWords,
    purpose: wording.said(values.purpose),
    participation: wording.said(values.participation),
    basis: wording.said(values.basis),
    source: values.source,
    from: words('from'),
    isFictional: body.fictional === true,
    parent: values.parent
      ? { href: paths.body({ id: values.parent }), name: wording.other(values.parent) }
      : null,
    printed: values.actors === null ? null : { count: values.actors, words: values.actorsWords },
    ended: body.ended
      ? {
          on: body.ended.on ?? '',
          why: body.ended.why,
          who: rights.seesNames ? wording.person(body.ended.by ?? '') : '',
        }
      : null,
    edit: rights.keep ? paths.bodyFields({ id: body._id }) : null,
  };
}

/** What happened, the newest first; fields from what to what. */
const historyOf = (changes: readonly BodyChangeRecord[], seats: readonly SeatRecord[], wording: Wording) =>
  changes.map((one) => {
    const seat = one.kind === 'seat' ? seats.find(({ _id }) => _id === one.item) : undefined;
    const who = seat && (seat.values.person ? wording.person(seat.values.person) : seat.values.name);
    const sender = seat && (wording.organisation(seat.values.organisation) || seat.values.organisationWords);
    return {
      at: one.at,
      kind: one.kind,
      way: one.way,
      why: one.why,
      of: [sender, who].filter(Boolean).join(', '),
      who: { person: wording.person(one.by) || null, body: wording.organisation(one.body) },
      fields: one.changes.map(({ field, from, to }) => ({
        label: `bodies.fields.${one.kind}.${field}`,
        isHidden: field === 'email',
        from: wordsOfText(wording, one.kind, field, from),
        to: wordsOfText(wording, one.kind, field, to),
      })),
    };
  });

/** Bodies that are part of this one, as far as this reader may see them. */
const childrenOf = async ({ person, now }: Visit, id: string): Promise<BodyRecord[]> =>
  (await bodiesSeenBy(person, now)).map((one) => one.body).filter((one) => one.values.parent === id);

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
    head: marked(headOf(seen, wording)),
    meanings: marked({ of: await meaningsOf(visit, seen) }),
    table: marked({ ...picture, printed: body.values.actors, mayAdd: rights.keep && !body.ended }),
    missing: marked({ all: missing, fresh, asks: rights.takesPart && !body.ended }),
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
