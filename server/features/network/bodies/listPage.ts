import { bodyKinds } from '../../../../models/bodyFields.ts';
import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { ZoneRecord } from '../../../../models/Zone.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fold } from '../../../geography/fold.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { allPlatforms, registersVisibleTo } from '../../coverage/register/queries.ts';
import { zonesInUse } from '../../coverage/zones/queries.ts';
import { iconOf } from './bodyHead.ts';
import type { ListInput } from './forms.ts';
import { bodyKeeping } from './policy.ts';
import { bodiesSeenBy, type SeenBody } from './queries.ts';
import { isHeld, seatsOf } from './seatViews.ts';
import { areasOf } from './table.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<ListInput>;

/** Whether a body works in an area: one that names none works everywhere, and a wider one holds the narrower. */
const worksIn = (areas: readonly string[], asked: string): boolean =>
  areas.length === 0 ||
  areas.some(
    (nis) =>
      Object.values(whereabouts(nis)).includes(asked) || Object.values(whereabouts(asked)).includes(nis),
  );

const holds = (text: string, asked: string): boolean =>
  fold(asked)
    .split(' ')
    .every((word) => fold(text).includes(word));

function fits({ body }: SeenBody, asked: ListInput, zones: readonly ZoneRecord[]): boolean {
  const { values, ended } = body;
  const all = (texts: object): string => Object.values(texts).join(' ');
  const isInState = asked.state === 'all' || (asked.state === 'ended') === (ended !== null);
  const hasEvery = (list: readonly string[], one: string): boolean =>
    one === '' || list.length === 0 || list.includes(one);
  const words = [all(values.name), all(values.purpose), all(values.theme), values.source].join(' ');
  return (
    isInState &&
    (asked.kind === '' || values.kind === asked.kind) &&
    (asked.platform === '' || values.platforms.includes(asked.platform)) &&
    (asked.area === '' || worksIn(areasOf(body, zones), asked.area)) &&
    hasEvery(values.ages, asked.age) &&
    hasEvery(values.targetGroups, asked.target) &&
    (asked.theme === '' || Object.values(values.theme).includes(asked.theme)) &&
    (asked.q === '' || holds(words, asked.q))
  );
}

function rowOf({ body }: SeenBody, seats: readonly SeatRecord[], { person }: Visit, wording: Wording) {
  const { values } = body;
  const words = (field: keyof typeof values): string => wording.value('body', field, values[field]);
  const own = seats.filter((one) => one.body === body._id);
  return {
    href: paths.body({ id: body._id }),
    name: wording.said(values.name),
    kind: words('kind'),
    icon: iconOf[values.kind],
    openness: values.openness,
    keptBy: body.organisation ? wording.organisation(body.organisation) : words('platforms'),
    forWhom: [words('ages'), words('targetGroups')].filter((one) => one !== '').join(' · '),
    theme: wording.said(values.theme),
    rhythm: wording.rhythm(values),
    seats: own.length,
    printed: values.actors,
    toBeNamed: own.filter((one) => one.values.person === '' && one.values.name === '').length,
    isMine: own.some((one) => one.values.person === person.id),
    isOver: body.ended !== null,
    isFictional: body.fictional === true,
  };
}

async function choicesOf({ t, language, person }: Visit, all: readonly SeenBody[]) {
  const ids = new Set(all.flatMap((one) => one.body.values.platforms));
  const platforms = (await allPlatforms()).filter((one) => ids.has(one._id));
  const own = await registersVisibleTo(person);
  const themes = [
    ...new Set(
      all.map((one) => inLanguage(one.body.values.theme, language).text).filter((one) => one !== ''),
    ),
  ];
  const listed = (codes: readonly string[], key: string) =>
    codes.map((value) => ({ value, text: t(`${key}${value}`) }));
  return {
    kinds: listed(bodyKinds, 'bodies.kind.'),
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    areas: areaChoices({ t, language }, own.length > 0 ? own : platforms),
    ages: listed(ageGroups, 'offer.age.'),
    targets: listed(targetGroups, 'offer.target.'),
    themes: themes.sort((a, b) => a.localeCompare(b, language)).map((one) => ({ value: one, text: one })),
    pages: own.map((one) => ({
      href: paths.platformBodies({ platform: one._id }),
      text: inLanguage(one.names, language).text,
    })),
  };
}

/** The bodies somebody may read: of their platforms, of their organisation, and what is open anywhere. */
export async function listPage(visit: Visit): Promise<Answer> {
  const { input, person, now, t, language } = visit;
  const all = await bodiesSeenBy(person, now);
  const zones = await zonesInUse();
  const found = all.filter((one) => fits(one, input, zones));
  const day = brusselsDay(now);
  const seats = (await seatsOf(found.map((one) => one.body._id))).filter((one) => isHeld(one, day));
  const wording = await wordingFor(visit, { bodies: found.map((one) => one.body) });
  const rows = found.map((one) => rowOf(one, seats, visit, wording));
  rows.sort(
    (a, b) => Number(b.isMine) - Number(a.isMine) || a.name.text.localeCompare(b.name.text, language),
  );
  const { area, age, target, theme, state } = input;
  return page('bodies/index', {
    title: t('bodies.title'),
    space: 'network',
    styles: ['/styles/bodies.css'],
    asked: input,
    isNarrowed: area + age + target + theme !== '' || state !== 'current',
    rows,
    mayAdd: bodyKeeping.permits(person),
    ...(await choicesOf(visit, all)),
  });
}
