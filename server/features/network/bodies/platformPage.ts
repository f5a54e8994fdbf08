import { functionShares } from '../../../../models/bodyFields.ts';
import type { CoordinatingFunctionRecord } from '../../../../models/CoordinatingFunction.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { iconOf } from './bodyHead.ts';
import { missingViews, namedIn } from './missingViews.ts';
import { coordinates } from './policy.ts';
import { bodiesSeenBy, changesAbout, isHeld, type SeenBody, seatsOf } from './queries.ts';
import { functionsOf, platformReadBy, surroundingsOf } from './surroundings.ts';
import { missingAtEach } from './table.ts';
import { holdsOn } from './terms.ts';
import { type Wording, wordingFor, wordsOfText } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Who has the coordinating function, or a share of it. */
function functionView(
  one: CoordinatingFunctionRecord,
  wording: Wording,
  { seesNames, mayChange }: { seesNames: boolean; mayChange: boolean },
) {
  const { values, platform } = one;
  const words = (field: keyof typeof values): string => wording.value('function', field, values[field]);
  const person = values.person ? wording.person(values.person) : values.name;
  return {
    share: values.share === 'area' && values.area ? words('area') : words('share'),
    person: seesNames ? person : '',
    isNamed: person !== '',
    workingTime: values.workingTime,
    source: values.source,
    from: words('from'),
    until: words('until'),
    isFictional: one.fictional === true,
    edit: mayChange ? paths.functionFields({ platform, item: one._id }) : null,
  };
}

/** The bodies of a platform with who is missing at each table. */
async function overview(visit: Visit, bodies: readonly SeenBody[], platform: string) {
  const day = brusselsDay(visit.now);
  const records = bodies.map((one) => one.body).filter((one) => !one.ended);
  const [seats, surroundings] = await Promise.all([
    seatsOf(records.map((one) => one._id)),
    surroundingsOf([platform]),
  ]);
  const missing = await missingAtEach(records, seats, surroundings, day);
  const named = namedIn([...missing.values()].flat());
  const wording = await wordingFor(visit, { bodies: records, ...named, seats });
  return bodies
    .filter(({ body }) => !body.ended)
    .map(({ body, rights }) => {
      const own = rights.takesPart ? (missing.get(body._id) ?? []) : [];
      return {
        href: paths.body({ id: body._id }),
        name: wording.said(body.values.name),
        kind: wording.value('body', 'kind', body.values.kind),
        icon: iconOf[body.values.kind],
        rhythm: wording.rhythm(body.values),
        seats: seats.filter((one) => one.body === body._id && isHeld(one, day)).length,
        printed: body.values.actors,
        missing: missingViews(own, { body, rights, wording, t: visit.t }),
      };
    })
    .sort((a, b) => a.name.text.localeCompare(b.name.text, visit.language));
}

/** What a platform has of its own: who has its coordinating function, its bodies, and who is missing at them. */
export async function platformPage(visit: Visit): Promise<Answer> {
  const { person, params, now, t } = visit;
  const { platform, seesNames } = await platformReadBy(person, params.platform ?? '');
  const id = platform._id;
  const [functions, bodies, changes] = await Promise.all([
    functionsOf(id),
    bodiesSeenBy(person, now),
    seesNames ? changesAbout(id) : [],
  ]);
  const own = bodies.filter(({ body }) => body.values.platforms.includes(id));
  const wording = await wordingFor(visit, { functions, changes, organisations: [id] });
  const mayChange = coordinates(person, [id]);
  const day = brusselsDay(now);
  const inOrder = ({ values }: CoordinatingFunctionRecord): string =>
    `${functionShares.indexOf(values.share)} ${values.area}`;
  const shown = (some: CoordinatingFunctionRecord[]) =>
    [...some]
      .sort((a, b) => inOrder(a).localeCompare(inOrder(b)))
      .map((one) => functionView(one, wording, { seesNames, mayChange }));
  return page('bodies/platform', {
    title: wording.organisation(id),
    space: 'network',
    styles: ['/styles/bodies.css'],
    functions: shown(functions.filter(({ values }) => holdsOn(values, day))),
    others: shown(functions.filter(({ values }) => !holdsOn(values, day))),
    newFunction: mayChange ? paths.newFunction({ platform: id }) : null,
    newBody: mayChange ? paths.newBody({ platform: id }) : null,
    list: paths.bodies({ platform: id }),
    network: paths.platformNetwork({ platform: id }),
    bodies: await overview(visit, own, id),
    history: changes.map((one) => ({
      at: one.at,
      way: one.way,
      who: { person: wording.person(one.by) || null, body: wording.organisation(one.body) },
      fields: one.changes.map(({ field, from, to }) => ({
        label: t(`bodies.fields.function.${field}`),
        from: wordsOfText(wording, 'function', field, from),
        to: wordsOfText(wording, 'function', field, to),
      })),
    })),
  });
}
