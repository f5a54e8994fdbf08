import { Regex, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';

/**
 * A MongoDB (PCRE) expression as a JavaScript one. Options i, m, s, x and u, also at the beginning as `(?i)`.
 * @throws StoreError BadValue for an unknown option, CommandNotSupported for what JavaScript cannot express
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
  try {
    // In Unicode mode JavaScript rejects every escape it does not know, where PCRE may mean something by it.
    return new RegExp(translated(pattern, flags.includes('m')), `${kept}u`);
  } catch (cause) {
    throw notOffered(`The regular expression /${source.pattern}/ (${(cause as Error).message})`);
  }
}

/** Extended syntax: white space and comments outside classes mean nothing. */
function withoutLayout(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#[^\n]*/gs, (part) =>
    /^(\\|\[)/.test(part) ? part : '',
  );
}

/** An escape, a class, a quantifier in braces, a named group, or a character that PCRE and JavaScript read differently. */
const PARTS =
  /\\[pPx]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|\(\?P<(?=\w)|[{}\]$]/gsu;
const SPACE = '\\t-\\r ';
const ESCAPES: Record<string, string> = {
  '\\A': '(?<![\\s\\S])',
  '\\z': '(?![\\s\\S])',
  '\\Z': '(?=\\n?(?![\\s\\S]))',
  '\\s': `[${SPACE}]`,
  '\\S': `[^${SPACE}]`,
  '\\h': '[\\t ]',
  '\\a': '\\x07',
  '\\e': '\\x1b',
};

function translated(pattern: string, multiline: boolean): string {
  return pattern.replace(PARTS, (part) => {
    if (part.startsWith('[')) return characterClass(part);
    if (part.startsWith('\\x{')) return part.replace('x', 'u');
    if (part.startsWith('\\')) return ESCAPES[part] ?? escaped(part);
    // The end of the text is also before a last line break.
    if (part === '$') return multiline ? '$' : ESCAPES['\\Z']!;
    if (part === '(?P<') return '(?<';
    return part.length === 1 ? `\\${part}` : part;
  });
}

/** An escaped character that means itself; JavaScript allows the escape only where it is needed. */
function escaped(part: string): string {
  if (/^\\[\w^$\\.*+?()[\]{}|/]/.test(part)) return part;
  return `\\u{${part.codePointAt(1)!.toString(16)}}`;
}

function characterClass(part: string): string {
  if (part.includes('[:')) throw new Error('a POSIX character class');
  const [, start, inside] = /^(\[\^?)(.*)\]$/su.exec(part)!;
  // Beside `\w` and its kind a hyphen makes no range.
  const made = inside!.replace(/^\]|\[|(?<=\\[dDwWsS])-|-(?=\\[dDwWsS])|\\./gsu, (one) =>
    one === '\\s' ? SPACE : one.startsWith('\\') ? escaped(one) : `\\${one}`,
  );
  return `${start}${made}]`;
}

/** The regular expression of `{$regex, $options}`. */
export function regexOf(pattern: Value, options: Value | undefined): Regex {
  if (options !== undefined && typeof options !== 'string')
    throw new StoreError('BadValue', '$options has to be a string');
  if (pattern instanceof Regex) {
    if (options !== undefined && pattern.flags !== '')
      throw new StoreError('BadValue', 'options set in both $regex and $options');
    return options === undefined ? pattern : new Regex(pattern.pattern, options);
  }
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
