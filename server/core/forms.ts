import { type ZodType, z } from 'zod';
import { Invalid, type Message } from './errors.ts';

/** Messages are translation keys; a schema gives its own, these are for what zod says by itself. */
const ownKey = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9_]+)+$/;

/** What to tell about an issue: its own key, or one of the general ones. */
export function messageOf(issue: z.core.$ZodIssue): Message {
  if (ownKey.test(issue.message)) return { key: issue.message };
  if (issue.code === 'too_big') return { key: 'forms.tooLong', values: { maximum: Number(issue.maximum) } };
  if (issue.code === 'too_small' || (issue.code === 'invalid_type' && issue.input === undefined)) {
    return { key: 'forms.required' };
  }
  return { key: 'forms.invalid' };
}

/**
 * Body or query to typed input.
 * @throws Invalid with one message for each field; the first that is wrong with it.
 */
export function readForm<T>(schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const fields: Record<string, Message> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join('.') || 'form';
    fields[name] ??= messageOf(issue);
  }
  throw new Invalid(fields);
}

/** The typed values of a refused form, as text, to put back in its fields. Passwords and codes never come back. */
export function typedValues(body: unknown): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (/password|(?<!post)code|secret|^_/i.test(name)) continue;
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.filter((one) => typeof one === 'string');
  }
  return values;
}

/** Text of one line: trimmed, not empty, without control characters; half a surrogate pair becomes U+FFFD. */
export const line = (maximum: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\p{Cs}/gu, '\ufffd')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().min(1).max(maximum));

/** Text of several lines: line ends made equal, may be empty. */
export const lines = (maximum: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\p{Cs}/gu, '\ufffd')
        .replaceAll('\r\n', '\n')
        .replaceAll(/[^\P{Cc}\n\t]+/gu, '')
        .trim(),
    )
    .pipe(z.string().max(maximum));

/** A box that is ticked or not. */
export const tick = z
  .union([z.literal('on'), z.literal('true'), z.boolean()])
  .optional()
  .transform((value) => value === 'on' || value === 'true' || value === true);

/** One or several choices of a list: a form sends a single one as plain text. */
export const choices = <const T extends readonly [string, ...string[]]>(allowed: T) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(z.enum(allowed)),
  );

/** A calendar day as a date field sends it, YYYY-MM-DD, checked to exist. */
export const day = z.iso.date('forms.dateInvalid');
