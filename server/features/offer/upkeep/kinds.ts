import { z } from 'zod';
import type { Plain } from '../../../../models/OfferChange.ts';
import type { Message } from '../../../core/errors.ts';
import { lines, messageOf } from '../../../core/forms.ts';
import { type Language, languages } from '../../../core/i18n.ts';
import { areaName, areaOf, whereabouts } from '../../../geography/geography.ts';
import { resolvePlace } from '../../../geography/places.ts';

/** A posted form: what somebody typed, by the name of the input. */
export type Body = Readonly<Record<string, unknown>>;

/** What is wrong with what was typed, and in which input. */
export class Mistyped extends Error {
  override name = 'Mistyped';
  readonly input: string;
  readonly told: Message;
  constructor(input: string, told: Message) {
    super(told.key);
    this.input = input;
    this.told = told;
  }
}

/** How a kind of value is typed, checked and put back in its inputs. Null is "not known" wherever it is allowed. */
export interface ValueKind {
  /** The partial that shows its inputs, `views/offer/upkeep/fields/<input>.ejs`. */
  input: string;
  /** What may be stored, as plain JSON. */
  schema: z.ZodType<Plain>;
  /** What a form says, still to be checked by the schema. @throws Mistyped */
  typed(body: Body, name: string, language: Language): unknown;
  /** What the inputs of this field hold, by input. */
  inputs(value: Plain, name: string, language: Language): Record<string, string | string[]>;
  /** Values to choose from, where there is a fixed list. */
  choices?: readonly string[];
  /** Beginning of the translation keys of the choices. */
  words?: string;
  /** Longest text, in characters. */
  maximum?: number;
}

/** The value of one field of a posted form. @throws Mistyped */
export function readValue(kind: ValueKind, body: Body, name: string, language: Language): Plain {
  const parsed = kind.schema.safeParse(kind.typed(body, name, language), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Mistyped([name, ...(issue?.path ?? [])].join('_'), messageOf(issue!));
}

export const textOf = (body: Body, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value.trim() : '';
};

export const manyOf = (body: Body, name: string): string[] => {
  const value = body[name];
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.filter((one): one is string => typeof one === 'string' && one !== '');
};

const orNull = (text: string): string | null => (text === '' ? null : text);
const asText = (value: Plain): string => (value === null ? '' : String(value));

const oneText = (input: string, schema: z.ZodType<Plain>, more: Partial<ValueKind> = {}): ValueKind => ({
  input,
  schema,
  typed: (body, name) => orNull(textOf(body, name)),
  inputs: (value, name) => ({ [name]: asText(value) }),
  ...more,
});

const oneLine = (maximum: number) =>
  lines(maximum).transform((text) => text.replaceAll(/\s+/g, ' ')) as unknown as z.ZodType<string, string>;

/** Text of one line in no particular language: a name, a street. */
export const line = (maximum: number): ValueKind =>
  oneText(
    'line',
    oneLine(maximum)
      .nullable()
      .transform((text) => text || null),
    { maximum },
  );

/** Text of one line that says something: blanks alone are none. */
const someText = (maximum: number) =>
  z.string('forms.required').pipe(oneLine(maximum)).pipe(z.string().min(1, 'forms.required'));

/** The same where it may not be missing. */
export const neededLine = (maximum: number): ValueKind => oneText('line', someText(maximum), { maximum });

/** Text in any of the site's languages. Inputs: `<name>_nl` and so on. */
export function localised(maximum: number): ValueKind {
  const part = lines(maximum).optional();
  return {
    input: 'localised',
    maximum,
    schema: z
      .strictObject({ nl: part, fr: part, de: part, en: part })
      .nullable()
      .transform((text) => withoutEmpty(text)) as unknown as z.ZodType<Plain>,
    typed: (body, name) =>
      Object.fromEntries(
        languages.map((language) => [language, textOf(body, `${name}_${language}`)] as const),
      ),
    inputs: (value, name) =>
      Object.fromEntries(
        languages.map((language) => [
          `${name}_${language}`,
          asText((value as Record<string, Plain> | null)?.[language] ?? null),
        ]),
      ),
  };
}

function withoutEmpty(text: Record<string, string | undefined> | null): Plain {
  const kept = Object.entries(text ?? {}).filter(([, one]) => one);
  return kept.length > 0 ? (Object.fromEntries(kept) as Plain) : null;
}

/** The input's value for "none of these", which says something, unlike nothing ticked. */
export const none = 'none';

/** Several of a list. Nothing ticked is not known; `none` is an answer where it can be one. */
export function several(
  choices: readonly string[],
  words: string,
  options: { mayBeNone?: boolean } = {},
): ValueKind {
  return {
    input: 'several',
    choices: options.mayBeNone ? [...choices, none] : choices,
    words,
    schema: codeList(choices),
    typed: (body, name) => {
      const ticked = manyOf(body, name);
      if (ticked.length === 0) return null;
      if (!options.mayBeNone || !ticked.includes(none)) return ticked;
      if (ticked.length > 1) throw new Mistyped(name, { key: 'upkeep.errors.noneAndSome' });
      return [];
    },
    inputs: (value, name) => ({
      [name]: value === null ? [] : (value as string[]).length === 0 ? [none] : (value as string[]),
    }),
  };
}

/** Known codes, each once, in the order of the list: two people ticking the same say the same. */
const codeList = (choices: readonly string[]): z.ZodType<Plain> =>
  z
    .array(z.enum(choices as [string, ...string[]]))
    .max(choices.length)
    .nullable()
    .transform((codes) => codes && choices.filter((one) => codes.includes(one)));

/** One of a list. */
export const one = (
  choices: readonly string[],
  words: string,
  options: { needed?: boolean } = {},
): ValueKind =>
  oneText(
    'one',
    options.needed
      ? z.enum(choices as [string, ...string[]], 'forms.required')
      : z.enum(choices as [string, ...string[]]).nullable(),
    { choices: options.needed ? choices : ['', ...choices], words },
  );

/** Yes, no, or not known. */
export const yesOrNo = (options: { needed?: boolean } = {}): ValueKind => ({
  input: 'one',
  choices: options.needed ? ['yes', 'no'] : ['', 'yes', 'no'],
  words: 'upkeep.yesNo.',
  schema: options.needed ? z.boolean('forms.required') : z.boolean().nullable(),
  typed: (body, name) => ({ yes: true, no: false })[textOf(body, name)] ?? null,
  inputs: (value, name) => ({ [name]: value === null ? '' : value ? 'yes' : 'no' }),
});

/** A number of at most two decimals, with a comma or a point. */
export const amount = (): ValueKind => numeric(/^\d{1,6}([.,]\d{1,2})?$/, 'upkeep.errors.amount');

/** How many people, weeks. */
export const count = (): ValueKind => numeric(/^\d{1,6}$/, 'upkeep.errors.count');

const numeric = (form: RegExp, message: string): ValueKind => ({
  input: 'number',
  schema: z.number(message).min(0, message).max(999_999, message).nullable(),
  typed: (body, name) => {
    const text = textOf(body, name);
    if (text === '') return null;
    if (!form.test(text)) throw new Mistyped(name, { key: message });
    return Number(text.replace(',', '.'));
  },
  inputs: (value, name, language) => ({
    [name]: language === 'en' ? asText(value) : asText(value).replace('.', ','),
  }),
});

/** A calendar day, YYYY-MM-DD. */
export const day = (): ValueKind => oneText('day', z.iso.date('forms.dateInvalid').nullable());

export const phone = (): ValueKind =>
  oneText(
    'phone',
    z
      .string()
      .max(40)
      .regex(/^\+?\d[\d\s/.()-]{4,}$/, 'upkeep.errors.phone')
      .nullable(),
    { maximum: 40 },
  );

export const email = (): ValueKind =>
  oneText('email', z.email('upkeep.errors.email').max(254).nullable(), { maximum: 254 });

/** A web address; `www.huis.be` is taken for `https://www.huis.be`. */
export const website = (): ValueKind => ({
  ...oneText(
    'website',
    z
      .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'upkeep.errors.website' })
      .max(500)
      .nullable(),
    { maximum: 500 },
  ),
  typed: (body, name) => {
    const text = textOf(body, name);
    return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? orNull(text) : `https://${text}`;
  },
});

/** Of a number of the Crossroads Bank, the last two digits are 97 less what the others leave when divided by 97. */
const isEnterpriseNumber = (digits: string): boolean =>
  /^[01]\d{9}$/.test(digits) && Number(digits.slice(8)) === 97 - (Number(digits.slice(0, 8)) % 97);

/** A number of the Crossroads Bank for Enterprises: typed with or without points and BE, stored as ten digits. */
export const enterpriseNumber = (): ValueKind => ({
  ...oneText('line', z.string().refine(isEnterpriseNumber, 'upkeep.errors.enterpriseNumber').nullable(), {
    maximum: 20,
  }),
  typed: (body, name) => {
    const text = textOf(body, name);
    const digits = text.replaceAll(/[\s.-]|^be/gi, '');
    return orNull(/^\d{9}$/.test(digits) ? `0${digits}` : digits);
  },
  inputs: (value, name) => ({
    [name]: asText(value).replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3'),
  }),
});

export const postcode = (): ValueKind =>
  oneText(
    'postcode',
    z
      .string()
      .regex(/^[1-9]\d{3}$/, 'upkeep.errors.postcode')
      .nullable(),
    { maximum: 4 },
  );

const nis = z.string().refine((code) => areaOf(code) !== undefined, 'upkeep.errors.place');

/** NIS code of what somebody typed: a name, a postcode, or the code itself with anything behind it. */
function areaTyped(text: string, input: string, language: Language): string {
  const [, code] = /^(\d{5})(?:\s|$)/.exec(text) ?? [];
  const found = resolvePlace(code ?? text, language);
  if (found.kind === 'found' && found.areas.length === 1) return found.areas[0]!;
  if (found.kind === 'none')
    throw new Mistyped(input, { key: 'upkeep.errors.placeOf', values: { typed: text } });
  const several = found.areas.map((one) => placeInput(one, language)).join('; ');
  throw new Mistyped(input, { key: 'upkeep.errors.placeSeveral', values: { several } });
}

/** A place as it can be typed back: by its name, with its code where the name alone means another. */
export function placeInput(code: string, language: Language): string {
  const name = areaName(code, language);
  const meant = resolvePlace(name, language);
  const isClear = meant.kind === 'found' && meant.areas.length === 1 && meant.areas[0] === code;
  return isClear ? name : `${code} ${name}`;
}

/** A municipality, arrondissement, province or region. Stored as its NIS code. */
export const area = (): ValueKind => ({
  input: 'area',
  maximum: 100,
  schema: nis.nullable(),
  typed: (body, name, language) => {
    const text = textOf(body, name);
    return text === '' ? null : areaTyped(text, name, language);
  },
  inputs: (value, name, language) => ({
    [name]: value === null ? '' : placeInput(value as string, language),
  }),
});

/** The province of a place; Brussels is in none, and stands for itself. Stored as its NIS code. */
export const province = (): ValueKind => ({
  ...area(),
  schema: nis.nullable().transform((code) => {
    const around = code === null ? null : whereabouts(code);
    return around ? (around.province ?? around.region ?? code) : null;
  }),
});

/** Several places, one a line or between commas; the tick `<name>_everywhere` is an empty list: everywhere. */
export const areas = (): ValueKind => ({
  input: 'areas',
  maximum: 6000,
  schema: z
    .array(nis)
    .max(600)
    .nullable()
    .transform((codes) => codes && [...new Set(codes)]),
  typed: (body, name, language) => {
    const typed = textOf(body, name)
      .slice(0, 6001)
      .split(/[\n,;]+/)
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const everywhere = textOf(body, `${name}_everywhere`) !== '';
    if (everywhere && typed.length > 0) throw new Mistyped(name, { key: 'upkeep.errors.everywhereAndSome' });
    if (everywhere) return [];
    return typed.length === 0 ? null : typed.slice(0, 601).map((text) => areaTyped(text, name, language));
  },
  inputs: (value, name, language) => ({
    [name]: ((value as string[] | null) ?? []).map((code) => placeInput(code, language)).join('\n'),
    [`${name}_everywhere`]: value !== null && (value as string[]).length === 0 ? ['on'] : [],
  }),
});

/** Ids of other records; which ones there are is for the action to say. */
export const references = (): ValueKind => ({
  input: 'several',
  schema: z
    .array(z.string().max(64))
    .max(200)
    .transform((ids) => [...new Set(ids)]),
  typed: (body, name) => manyOf(body, name),
  inputs: (value, name) => ({ [name]: (value as string[] | null) ?? [] }),
});

/** The same, where nothing ticked is not known. */
export const maybeReferences = (): ValueKind => ({
  ...references(),
  schema: references().schema.nullable(),
  typed: (body, name) => {
    const ticked = manyOf(body, name);
    return ticked.length > 0 ? ticked : null;
  },
});

export const reference = (options: { needed?: boolean } = {}): ValueKind =>
  oneText('one', options.needed ? z.string('forms.required').max(64) : z.string().max(64).nullable());

/** Names, each with the time it was used. Inputs: `<name>_0_name`, `_from`, `_until`; rows left empty are none. */
export const datedNames = (): ValueKind => ({
  input: 'datedNames',
  maximum: 200,
  schema: z
    .array(
      z.strictObject({
        name: someText(200),
        from: z.iso.date('forms.dateInvalid').nullable(),
        until: z.iso.date('forms.dateInvalid').nullable(),
      }),
    )
    .min(1, 'forms.required')
    .max(20),
  typed: (body, name) =>
    Array.from({ length: 20 }, (_, at) => ({
      name: orNull(textOf(body, `${name}_${at}_name`)),
      from: orNull(textOf(body, `${name}_${at}_from`)),
      until: orNull(textOf(body, `${name}_${at}_until`)),
    })).filter((row) => row.name !== null || row.from !== null || row.until !== null),
  inputs: (value, name) =>
    Object.fromEntries(
      ((value as Record<string, Plain>[] | null) ?? []).flatMap((row, at) =>
        ['name', 'from', 'until'].map((part) => [`${name}_${at}_${part}`, asText(row[part] ?? null)]),
      ),
    ),
});
