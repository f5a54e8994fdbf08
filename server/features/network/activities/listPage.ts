import { createHash } from 'node:crypto';
import type { ActivityRecord } from '../../../../models/Activity.ts';
import { activityTypes } from '../../../../models/activityFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fold } from '../../../geography/fold.ts';
import { paths } from '../../../paths.ts';
import { type ListInput, states } from './forms.ts';
import { activityWriting } from './policy.ts';
import { activitiesVisibleTo, platformsKeptBy, platformsReadBy } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<ListInput>;

/** Most rows of a page: who looks for an older one says the year, the type or a word. */
const most = 200;

/** Every word that was typed begins a word of the title, the body, the place or the themes. */
function isFound(text: string, query: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every((one) => words.some((word) => word.startsWith(one)));
}

const textOf = ({ values }: ActivityRecord, wording: Wording): string =>
  [
    values.title,
    wording.partOf(values),
    values.place,
    values.themes,
    wording.value('type', values.type),
  ].join(' ');

/** The platform that is asked for, else the first this person writes, else the first they read. */
async function platformFor({ person, input }: Visit) {
  const [read, kept] = await Promise.all([platformsReadBy(person), platformsKeptBy(person)]);
  const chosen = read.find((one) => one._id === input.platform) ?? kept[0] ?? read[0] ?? null;
  return { read, chosen, keeps: kept.some((one) => one._id === chosen?._id) };
}

async function rowsFor(visit: Visit) {
  const { input, person, now } = visit;
  const { read, chosen, keeps } = await platformFor(visit);
  const all = chosen ? await activitiesVisibleTo(person, chosen._id) : [];
  const wording = await wordingFor(visit, all);
  const today = brusselsDay(now);
  const isIn = (one: ActivityRecord): boolean =>
    (input.state === 'counted' ? one.state === 'confirmed' : one.state === input.state) &&
    (input.year === '' || String(one.values.year) === input.year) &&
    (input.type === '' || one.values.type === input.type) &&
    isFound(textOf(one, wording), input.q);
  const rowOf = (one: ActivityRecord) => {
    const row = {
      id: one._id,
      href: paths.activity({ id: one._id }),
      title: one.values.title,
      type: wording.value('type', one.values.type),
      when: wording.when(one.values),
      partOf: wording.partOf(one.values),
      place: one.values.place,
      present: one.attendance.some((came) => came.present !== null)
        ? one.attendance.reduce((sum, came) => sum + (came.present ?? 0), 0)
        : null,
      isFictional: one.fictional === true,
      why: one.why,
      confirm: one.state === 'draft' && keeps ? paths.activityConfirmation({ id: one._id }) : null,
    };
    return { ...row, mark: createHash('sha1').update(JSON.stringify(row)).digest('base64url').slice(0, 16) };
  };
  const found = all.filter(isIn);
  const shown = input.state === 'draft' ? [...found].reverse() : found;
  const waiting = all.filter(
    (one) => one.state === 'draft' && one.values.day !== '' && one.values.day <= today,
  );
  return {
    ...{ platforms: read, platform: chosen, keeps, state: input.state },
    count: found.length,
    rows: shown.slice(0, most).map(rowOf),
    waiting: keeps ? [...waiting].reverse().slice(0, 5).map(rowOf) : [],
    waitingCount: keeps ? waiting.length : 0,
    toDrafts: paths.activities({ platform: chosen?._id ?? '', state: 'draft' }),
    years: [...new Set(all.flatMap(({ values }) => values.year ?? []))].sort((a, b) => b - a),
    add: keeps && chosen ? paths.newActivity({ platform: chosen._id }) : null,
  };
}

/** What one platform did, by year and type; what waits for a yes comes first. */
export async function listPage(visit: Visit): Promise<Answer> {
  const { input, t, language, person } = visit;
  const shown = await rowsFor(visit);
  const { platforms, platform, years } = shown;
  const code = platform?._id ?? '';
  return page('activities/index', {
    ...shown,
    title: t('activities.title'),
    space: 'network',
    styles: ['/styles/offer.css', '/styles/activities.css'],
    scripts: ['/build/gaps.js'],
    topics: code === '' ? '' : `activities:${code}`,
    entries: paths.activityList({ ...input, platform: code }),
    asked: { ...input, platform: code },
    platformChoices: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    platformName: platform ? inLanguage(platform.names, language).text : '',
    types: activityTypes.map((value) => ({ value, text: t(`activities.types.${value}`) })),
    states: shown.keeps ? states.map((value) => ({ value, text: t(`activities.list.${value}`) })) : [],
    yearChoices: years.map((one) => ({ value: String(one), text: String(one) })),
    figures: paths.activityFigures({ platform: code, year: input.year }),
    imports: activityWriting.permits(person) ? paths.activityImports() : null,
  });
}

/** The rows as they are now, for a page that is open. */
export const listFragment = async (visit: Visit): Promise<Answer> =>
  fragment('activities/_rows', await rowsFor(visit));
