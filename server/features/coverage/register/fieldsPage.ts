import type { GapRecord } from '../../../../models/Gap.ts';
import { type GapField, type GapFieldRule, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { choicesFor } from './choices.ts';
import { crumbOf } from './pageParts.ts';
import { wordingFor, wordsOfText } from './wording.ts';

const sections: readonly GapFieldRule['section'][] = ['what', 'where', 'size', 'flow', 'care', 'links'];

const hinted: readonly GapField[] = [
  'plain',
  'sizeBasis',
  'flowShare',
  'owner',
  'platforms',
  'units',
  'priorityGrounds',
];

function fieldView(visit: SignedInVisit<unknown>, gap: GapRecord, name: GapField, choices: Choice[]) {
  // Units are named by their ids: a long list to tick would help nobody.
  const isLine = name === 'units';
  return fieldInput(visit, {
    ...{ name, choices, rule: isLine ? { ...gapFields.units, kind: 'line' } : gapFields[name] },
    value: isLine ? gap.values.units.join(' ') : gap.values[name],
    version: gap.fields[name]?.version ?? 0,
    label: visit.t(`gaps.fields.${name}`),
    hint: hinted.includes(name) ? visit.t(`gaps.hints.${name}`) : null,
  });
}

/** A platform that admitted nobody yet has no partners to tick. */
const hasNothingToTick = (field: GapField, choices: Choice[] | undefined): boolean =>
  field !== 'units' && gapFields[field].kind === 'list' && (choices ?? []).length === 0;

/** Every field of a gap, to change. */
export async function fieldsPage(visit: SignedInVisit<unknown>, gap: GapRecord): Promise<Answer> {
  const wording = await wordingFor(visit, [gap.values]);
  const choices = await choicesFor(visit, gap.values, wording);
  return page('coverage/fields', {
    title: visit.t('gaps.form.title'),
    space: 'platform',
    styles: ['/styles/offer.css'],
    crumb: crumbOf(gap, wording),
    refused: visit.refused,
    insz: hasInsz(visit),
    target: paths.gapFields({ id: gap._id }),
    back: paths.gap({ id: gap._id }),
    sections: sections.map((name) => ({
      name,
      title: visit.t(`gaps.sections.${name}`),
      fields: gapFieldNames
        .filter((field) => gapFields[field].section === name && !hasNothingToTick(field, choices[field]))
        .map((field) => fieldView(visit, gap, field, choices[field] ?? [])),
    })),
  });
}

/** Both values of every field that changed meanwhile, for the one who came second. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  gap: GapRecord,
  conflicts: FieldConflict<GapField>[],
): Promise<Answer> {
  const wording = await wordingFor(visit, [gap.values]);
  return conflictsPage(visit, conflicts, {
    title: visit.t('gaps.form.title'),
    target: paths.gapFields({ id: gap._id }),
    back: paths.gap({ id: gap._id }),
    label: (field) => visit.t(`gaps.fields.${field}`),
    words: (field, text) => wordsOfText(wording, field, text),
    names: personNames,
  });
}
