import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { registersOf } from '../register/policy.ts';
import { admissionsOf } from '../register/queries.ts';
import { type AnyStatement, fieldsOf, wordOfKind } from './catalogue.ts';
import { choicesFor, type FormSubject } from './choices.ts';
import type { BeginInput } from './forms.ts';
import { statementRights } from './policy.ts';
import { meaningsOf, requireStatement, statementNamed } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

const hinted: readonly string[] = [
  'taskWords',
  'wordWords',
  'bodyWords',
  'areas',
  'ages',
  'note',
  'meaning',
  'sameAs',
  'source',
  'platforms',
];

interface Form extends FormSubject {
  title: string;
  lead: string;
  fields: Partial<Record<string, FieldState>>;
  shown: readonly string[];
  target: string;
  back: string;
}

const meaningsAround = async (platforms: readonly string[]): Promise<AnyStatement[]> =>
  (await meaningsOf(platforms)) as unknown as AnyStatement[];

async function formPage(visit: Visit, form: Form, wording: Wording): Promise<Answer> {
  const { t } = visit;
  const { kind, title, lead, target, back } = form;
  const { choices, municipalities } = await choicesFor(visit, form, wording);
  const areas = visit.refused ? [visit.refused.values.areas ?? []].flat() : form.values.areas;
  const chosen = (areas ?? []) as string[];
  const places = municipalities.map((one) => ({ ...one, isChosen: chosen.includes(one.value) }));
  return page('words/form', {
    title,
    lead,
    space: 'platform',
    styles: ['/styles/offer.css'],
    refused: visit.refused,
    insz: hasInsz(visit),
    target,
    back,
    crumb: { href: paths.words({ list: wordOfKind[kind] }), text: t('words.title') },
    places,
    placesOpen: places.some((one) => one.isChosen),
    fields: form.shown.map((name) =>
      fieldInput(visit, {
        ...{ name, rule: fieldsOf[kind][name]!, value: form.values[name] ?? null },
        version: form.fields[name]?.version ?? 0,
        label: t(`words.fields.${name}`),
        hint: hinted.includes(name) ? t(`words.hints.${name}`) : null,
        choices: choices[name] ?? [],
      }),
    ),
  });
}

/** The platform somebody begins at: the one they came from, where they take part in it. @throws NotFound */
function platformFor(own: readonly string[], { refused, input }: Visit): string {
  const given = refused ? refused.values.platforms : (input as BeginInput).platform;
  const found = [given ?? []].flat().find((one) => own.includes(one)) ?? own[0];
  if (found === undefined) throw new NotFound();
  return found;
}

/** The task or word of another body, for somebody who says the same or something else of it. */
async function besideValues(visit: Visit, kind: StatementKind): Promise<FieldValues> {
  const { beside = '' } = (visit.refused ? {} : visit.input) as Partial<BeginInput>;
  const found = await statementNamed(visit.person, beside);
  if (found?.kind !== kind) return {};
  const { values } = found.statement;
  return kind === 'task'
    ? { task: values.task!, taskWords: values.taskWords! }
    : { word: values.word!, wordWords: values.wordWords! };
}

/** A new task, or a new meaning. @throws NotFound for who takes no part anywhere */
export async function newPage(visit: Visit, kind: StatementKind): Promise<Answer> {
  const { person, t } = visit;
  const admissions = await admissionsOf(person);
  const own = registersOf(person, admissions).map((one) => one.platform);
  const platform = platformFor(own, visit);
  const rights = statementRights(person, admissions, { platforms: [platform], body: '' });
  const meanings = await meaningsAround([platform]);
  const wording = await wordingFor(visit, meanings, own);
  const form: Form = {
    ...{ kind, id: '', fields: {}, rights, meanings },
    values: {
      ...emptyValues(fieldsOf[kind]),
      body: rights.ofAll ? platform : rights.organisations[0]!,
      platforms: [platform],
      ...(await besideValues(visit, kind)),
    },
    platforms: rights.ofAll ? [platform] : own,
    title: t(`words.new.${kind}`),
    lead: t(`words.new.lead.${kind}`),
    // What one begins has no end yet.
    shown: Object.keys(fieldsOf[kind]).filter((field) => field !== 'until'),
    target: paths.statements({ kind: wordOfKind[kind] }),
    back: paths.words({ platform, list: wordOfKind[kind] }),
  };
  return formPage(visit, form, wording);
}

/** Every field of a task or a meaning, to change. @throws NotFound, Forbidden */
export async function fieldsPage(visit: Visit, kind: StatementKind): Promise<Answer> {
  const { person, params, t } = visit;
  const { statement, rights } = await requireStatement(person, kind, params.id);
  if (!rights.write) throw new Forbidden();
  const platforms = statement.values.platforms as string[];
  const meanings = await meaningsAround(platforms);
  const wording = await wordingFor(visit, [statement, ...meanings]);
  const address = { kind: wordOfKind[kind], id: statement._id };
  const form: Form = {
    ...{ kind, id: statement._id, values: statement.values, fields: statement.fields, rights, meanings },
    ...{ platforms, title: wording.name(kind, statement), lead: t(`words.form.lead.${kind}`) },
    shown: Object.keys(fieldsOf[kind]),
    target: paths.statementFields(address),
    back: paths.statement(address),
  };
  return formPage(visit, form, wording);
}
