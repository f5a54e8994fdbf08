import type { Message } from '../../../core/errors.ts';
import { lines } from '../../../core/forms.ts';

/** A form as it came. */
export type Body = Record<string, unknown>;

interface Range {
  minimum: number;
  maximum: number;
  /** No decimals. */
  isWhole?: boolean;
}

const clean = (text: string): string => lines(1_000_000).parse(text);

/** Reads a form of many inputs, and keeps what is wrong with each; the first that is wrong is told. */
export class TypedForm {
  readonly errors: Record<string, Message> = {};
  readonly #body: Body;

  constructor(body: Body) {
    this.#body = body;
  }

  fail(input: string, key: string, values?: Message['values']): void {
    this.errors[input] ??= values ? { key, values } : { key };
  }

  has(name: string): boolean {
    return this.list(name).length > 0;
  }

  list(name: string): string[] {
    const value = this.#body[name];
    const all = (Array.isArray(value) ? value : [value]).map((one) => (one === true ? 'on' : one));
    return [...new Set(all.filter((one): one is string => typeof one === 'string' && one !== ''))];
  }

  /** Text of several lines; empty when it is none. */
  text(name: string, maximum: number): string {
    const value = this.#body[name];
    const text = typeof value === 'string' ? clean(value) : '';
    if (text.length > maximum) this.fail(name, 'forms.tooLong', { maximum });
    return text;
  }

  line(name: string, maximum: number): string {
    return this.text(name, maximum).replaceAll(/\s+/g, ' ');
  }

  /** A number with a point or a comma; null when nothing is typed. */
  number(name: string, { minimum, maximum, isWhole = false }: Range): number | null {
    const text = this.line(name, 20).replace(',', '.');
    if (text === '') return null;
    const value = Number(text);
    const isOne = (isWhole ? /^\d{1,6}$/ : /^\d{1,6}(\.\d{1,2})?$/).test(text);
    if (isOne && value >= minimum && value <= maximum) return value;
    this.fail(name, isWhole ? 'standards.errors.whole' : 'standards.errors.number', { minimum, maximum });
    return null;
  }

  needed(name: string, range: Range): number {
    const value = this.number(name, range);
    if (value === null) this.fail(name, 'forms.required');
    return value ?? range.minimum;
  }

  /** Codes of a list; another one is refused. Undefined when none is chosen. */
  codes(name: string, allowed: ReadonlySet<string>): string[] | undefined {
    const chosen = this.list(name);
    if (chosen.some((one) => !allowed.has(one))) this.fail(name, 'forms.invalid');
    return chosen.length === 0 ? undefined : chosen;
  }

  code(name: string, allowed: ReadonlySet<string>): string | undefined {
    return this.codes(name, allowed)?.[0];
  }
}
