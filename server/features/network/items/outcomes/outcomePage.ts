import { outcomeFields } from '../../../../../models/agendaFields.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { fieldInput } from '../../../../fields/inputs.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { paths } from '../../../../paths.ts';
import { personNames } from '../../queries.ts';
import { bodyName } from '../agendaPage.ts';
import { seesItem } from '../policy.ts';
import { readerOf } from '../queries.ts';
import { changesOfItem, type SeenOutcome } from '../records.ts';
import { namesFor, outcomeViews } from '../views.ts';
import { mayChangeOutcome, mayFinish } from './actions.ts';
import { whoChoices } from './choices.ts';

type Visit = SignedInVisit<unknown>;

/** Values in words, from their text as commands compare them. */
export async function outcomeWords(
  { now, t, language }: Pick<Visit, 'now' | 't' | 'language'>,
  { outcome }: Pick<SeenOutcome, 'outcome'>,
): Promise<(field: string, text: string) => string> {
  const changes = await changesOfItem(outcome._id);
  const codes = changes.flatMap((one) =>
    one.changes.filter(({ field }) => field === 'who').flatMap(({ from, to }) => [from, to]),
  );
  const names = await namesFor([outcome.values.who, ...codes], now);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return (field, text) => {
    if (text === '') return '';
    if (field === 'who') return names.get(text) ?? t('agenda.someone');
    return field === 'due' ? day.format(new Date(`${text}T00:00:00Z`)) : text;
  };
}

async function historyOf(visit: Visit, { outcome }: SeenOutcome) {
  const changes = await changesOfItem(outcome._id);
  const words = await outcomeWords(visit, { outcome });
  const names = await personNames([...outcome.steps, ...changes].flatMap((one) => one.by ?? []));
  const steps = outcome.steps.map((one) => ({
    ...{ at: one.at, who: names.get(one.by ?? '') ?? '', why: one.why, fields: [], meeting: null },
    what: visit.t(`agenda.outcome.state.${one.state}`),
  }));
  const changed = changes.map((one) => ({
    ...{ at: one.at, who: names.get(one.by) ?? '', why: '', meeting: null },
    what: visit.t('agenda.history.changed'),
    fields: one.changes.map(({ field, from, to }) => ({
      label: visit.t(`agenda.fields.${field}`),
      from: words(field, from),
      to: words(field, to),
    })),
  }));
  return [...steps, ...changed].sort((a, b) => +b.at - +a.at);
}

/** One decision or action, with everything that happened to it. */
export async function outcomePage(visit: Visit, seen: SeenOutcome): Promise<Answer> {
  const { person, now, language, t } = visit;
  const { outcome, item, rights, meeting } = seen;
  const reader = readerOf(person, seen, now, language);
  const [shown] = await outcomeViews([outcome], new Map([[item._id, item]]), () => reader, now);
  const id = { id: outcome._id };
  const isOpen = outcome.state === 'open';
  return page('agenda/outcome', {
    title: t(`agenda.outcome.kind.${outcome.kind}`),
    space: 'network',
    narrow: true,
    styles: ['/styles/agenda.css'],
    ...{ outcome: shown!, meeting, rights, refused: visit.refused, insz: hasInsz(visit) },
    part: visit.refused ? visit.request.path.split('/').at(-1) : null,
    name: bodyName(seen, language),
    item: seesItem(rights, item.values)
      ? { title: item.values.title, href: paths.agendaItem({ id: item._id }) }
      : null,
    mayChange: mayChangeOutcome(seen),
    mayFinish: isOpen && mayFinish(seen),
    mayDrop: isOpen && rights.keep,
    mayRevoke: outcome.state === 'taken' && rights.keep,
    mayReopen:
      !isOpen && outcome.state !== 'taken' && (rights.keep || (outcome.state === 'done' && mayFinish(seen))),
    history: await historyOf(visit, seen),
    list: { href: paths.bodyDecisions({ id: outcome.body }), text: t('agenda.decisions.title') },
    to: { fields: paths.outcomeFields(id), steps: paths.outcomeSteps(id), due: paths.outcomeDue(id) },
  });
}

/** The fields of a decision or action, to change. */
export async function fieldsPage(visit: Visit, seen: SeenOutcome): Promise<Answer> {
  const { outcome } = seen;
  const choices = await whoChoices(visit, seen);
  const back = paths.outcome({ id: outcome._id });
  return page('agenda/form', {
    title: visit.t('agenda.outcome.edit'),
    space: 'network',
    styles: ['/styles/offer.css'],
    ...{ refused: visit.refused, insz: hasInsz(visit), back, lead: null, kinds: null },
    target: paths.outcomeFields({ id: outcome._id }),
    ...{
      crumb: { href: back, text: visit.t(`agenda.outcome.kind.${outcome.kind}`) },
      save: visit.t('gaps.form.save'),
    },
    fields: (Object.keys(outcomeFields) as (keyof typeof outcomeFields)[]).map((name) =>
      fieldInput(visit, {
        ...{ name, rule: outcomeFields[name], value: outcome.values[name] },
        version: outcome.fields[name]?.version ?? 0,
        label: visit.t(`agenda.fields.${name}`),
        hint: name === 'who' ? null : visit.t(`agenda.hints.${name}`),
        choices: name === 'who' ? choices : [],
      }),
    ),
  });
}
