import { languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import type { Inputs } from './inputs.ts';

export interface Choice {
  value: string;
  text: string;
}

/** A form as it is shown: what stands in its inputs, and what is wrong with them. */
export interface ShownForm extends Pick<Visit, 't' | 'language'> {
  values: Inputs;
  errors: Record<string, string>;
}

/** A field for the partials in `views/offer/upkeep/fields`. */
export interface FieldView {
  name: string;
  input: 'line' | 'number' | 'one' | 'several' | 'localised';
  label: string;
  hint: string | null;
  values: Inputs;
  errors: Record<string, string>;
  options: (Choice & { isChosen: boolean })[];
  maximum: number;
  open: readonly string[];
  folded: readonly string[];
}

type Rest = Partial<Pick<FieldView, 'hint' | 'maximum'>> & { choices?: Choice[] };

export function fieldView(
  form: ShownForm,
  input: FieldView['input'],
  name: string,
  label: string,
  { hint = null, maximum = 500, choices = [] }: Rest = {},
): FieldView {
  const { values, errors, language } = form;
  const chosen = [values[name] ?? []].flat();
  const isOpen = (one: string): boolean =>
    one === language || Boolean(values[`${name}_${one}`]) || errors[`${name}_${one}`] !== undefined;
  return {
    ...{ name, input, label, hint, values, errors, maximum },
    options: choices.map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
    open: languages.filter(isOpen),
    folded: languages.filter((one) => !isOpen(one)),
  };
}
