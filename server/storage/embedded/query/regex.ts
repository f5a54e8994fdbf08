import { Regex, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';

/**
 * A MongoDB (PCRE) expression as a JavaScript one. Options i, m, s, x and u, also at the beginning as `(?i)`.
 * @throws StoreError BadValue for what JavaScript cannot express
 */
export function compileRegex(source: Regex): RegExp {
  let { pattern, flags } = source;
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline) {
    pattern = pattern.slice(inline[0].length);
    flags += inline[1];
  }
  if (/[^imsxu]/.test(flags)) throw new StoreError('BadValue', `invalid flag in regex options: ${flags}`);
  if (flags.includes('x')) pattern = withoutLayout(pattern);
  const kept = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const unicode = /[\u{10000}-\u{10ffff}]|\\[pP]\{/u.test(pattern) ? 'u' : '';
  try {
    return new RegExp(pattern, kept + unicode);
  } catch (cause) {
    throw new StoreError('BadValue', `Regular expression is invalid: ${(cause as Error).message}`);
  }
}

/** Extended syntax: white space and comments outside classes mean nothing. */
function withoutLayout(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#[^\n]*/gs, (part) =>
    /^(\\|\[)/.test(part) ? part : '',
  );
}

/** The regular expression of `{$regex, $options}`. */
export function regexOf(pattern: Value, options: Value | undefined): Regex {
  if (options !== undefined && typeof options !== 'string')
    throw new StoreError('BadValue', '$options has to be a string');
  if (pattern instanceof Regex) return options === undefined ? pattern : new Regex(pattern.pattern, options);
  if (typeof pattern !== 'string') throw new StoreError('BadValue', '$regex has to be a string');
  return new Regex(pattern, options ?? '');
}

/** The literal text every match begins with, or '' when there is none. */
export function literalPrefix(source: Regex): string {
  if (source.flags !== '' || !source.pattern.startsWith('^') || source.pattern.includes('|')) return '';
  const literal = /^\^([^\\^$.*+?()[\]{}|]*)([*+?{]?)/.exec(source.pattern);
  if (!literal) return '';
  // A quantifier makes the last character optional; a lone surrogate cannot be encoded.
  return literal[2] && literal[2] !== '+' ? literal[1]!.slice(0, -1) : literal[1]!;
}
