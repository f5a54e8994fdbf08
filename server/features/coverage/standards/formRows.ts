import type { StandardChoices } from './choices.ts';
import { most, type RowKind } from './draft.ts';
import { type Choice, type FieldView, fieldView, type ShownForm } from './formFields.ts';

/** One row of the form: folded, with what it says in its summary. */
export interface RowView {
  name: string;
  summary: string;
  isOpen: boolean;
  /** A row that holds something can go. */
  isFilled: boolean;
  parts: { legend: string | null; fields: FieldView[] }[];
}

type Inside = (row: string) => RowView['parts'];

const namesIn = (form: ShownForm, row: string): string[] =>
  Object.keys(form.values).filter((name) => name.startsWith(`${row}_`) && form.values[name]!.length > 0);

/** A new row holds nothing but the weight and the level it comes with. */
const isFilled = (form: ShownForm, row: string): boolean =>
  namesIn(form, row).some((name) => !/_(level|weight|gone)$/.test(name));

/** How many rows are shown: those that hold something, one to fill in, and one more when it was asked for. */
function rowCount(form: ShownForm, kind: RowKind): number {
  const filled = Array.from({ length: most[kind] }, (_, at) => isFilled(form, `${kind}_${at}`)).lastIndexOf(
    true,
  );
  const shown = Number(form.values[`rows_${kind}`] ?? 0) || 0;
  return Math.min(most[kind], Math.max(filled + 2, shown + (form.values.more === kind ? 1 : 0)));
}

function rowsOf(
  form: ShownForm,
  kind: RowKind,
  summaryOf: (row: string) => string,
  inside: Inside,
): RowView[] {
  const count = rowCount(form, kind);
  return Array.from({ length: count }, (_, at) => {
    const name = `${kind}_${at}`;
    const isWrong = Object.keys(form.errors).some((one) => one.startsWith(`${name}_`));
    const filled = isFilled(form, name);
    return {
      name,
      summary: filled ? summaryOf(name) : form.t(`standards.form.new.${kind}`),
      isOpen: isWrong || (form.values.more === kind && at === count - 1),
      isFilled: filled,
      parts: inside(name),
    };
  });
}

/** The words of what is chosen in a row, as they stand in its lists. */
const chosen = ({ values }: ShownForm, name: string, choices: Choice[]): string[] =>
  choices.filter((one) => [values[name] ?? []].flat().includes(one.value)).map((one) => one.text);

/** What the fields have in common: where it holds, and how much it matters. */
const whereOf = (form: ShownForm, row: string, { levels, within }: StandardChoices): FieldView[] => {
  const { t } = form;
  return [
    fieldView(form, 'one', `${row}_level`, t('standards.form.level'), { choices: levels }),
    fieldView(form, 'several', `${row}_within`, t('standards.form.within'), {
      choices: within,
      hint: t('standards.form.withinHint'),
    }),
    fieldView(form, 'number', `${row}_weight`, t('standards.form.weight'), {
      hint: t('standards.form.weightHint'),
    }),
  ];
};

export function expectedRows(form: ShownForm, choices: StandardChoices): RowView[] {
  const { t } = form;
  const lists = ['ages', 'targets', 'settings'] as const;
  const summary = (row: string): string =>
    [
      chosen(form, `${row}_types`, choices.types).join(', '),
      ...lists.map((one) => chosen(form, `${row}_${one}`, choices[one]).join(' / ')),
      ...chosen(form, `${row}_level`, choices.levels),
    ]
      .filter((one) => one !== '')
      .join(', ');
  return rowsOf(form, 'expected', summary, (row) => {
    const several = (one: (typeof lists)[number]) =>
      fieldView(form, 'several', `${row}_${one}`, t(`standards.form.${one}`), {
        choices: choices[one],
        hint: t('standards.form.eachHint'),
      });
    const [level, within, weight] = whereOf(form, row, choices) as [FieldView, FieldView, FieldView];
    const types = fieldView(form, 'several', `${row}_types`, t('standards.form.types'), {
      choices: choices.types,
      hint: t('standards.form.typesHint'),
    });
    const places = fieldView(form, 'number', `${row}_per10000`, t('standards.form.per10000'), {
      hint: t('standards.form.per10000Hint'),
    });
    return [{ legend: null, fields: [types, level, ...lists.map(several), within, places, weight] }];
  });
}

export function transitionRows(form: ShownForm, choices: StandardChoices): RowView[] {
  const { t } = form;
  const sides = {
    type: choices.types,
    age: choices.ages,
    target: choices.targets,
    setting: choices.settings,
  };
  const side = (row: string, end: string): string =>
    Object.entries(sides)
      .flatMap(([one, list]) => chosen(form, `${row}_${end}_${one}`, list))
      .join(', ');
  const summary = (row: string): string =>
    t('standards.form.wayOf', { from: side(row, 'from'), to: side(row, 'to') });
  const any = { value: '', text: t('standards.form.any') };
  return rowsOf(form, 'transitions', summary, (row) => [
    ...(['from', 'to'] as const).map((end) => ({
      legend: t(`standards.form.${end}`),
      fields: Object.entries(sides).map(([one, list]) =>
        fieldView(form, 'one', `${row}_${end}_${one}`, t(`standards.form.side.${one}`), {
          choices: [any, ...list],
        }),
      ),
    })),
    { legend: null, fields: whereOf(form, row, choices) },
  ]);
}

export function obstacleRows(form: ShownForm, { obstacles }: StandardChoices): RowView[] {
  const { t } = form;
  const none = { value: '', text: t('standards.form.choose') };
  const summary = (row: string): string => chosen(form, `${row}_area`, obstacles).join('');
  return rowsOf(form, 'obstacles', summary, (row) => [
    {
      legend: null,
      fields: [
        fieldView(form, 'one', `${row}_area`, t('standards.form.area'), { choices: [none, ...obstacles] }),
        fieldView(form, 'number', `${row}_kilometres`, t('standards.form.obstacleKm')),
        fieldView(form, 'line', `${row}_source`, t('standards.form.obstacleSource'), {
          hint: t('standards.form.obstacleSourceHint'),
        }),
      ],
    },
  ]);
}
