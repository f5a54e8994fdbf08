/** What words can bear, and what each of these holds: the same for the editor, the gate and the history. */

export const largestAddress = 2000;
const schemes = ['http:', 'https:', 'mailto:'];
/** White space, control characters, and characters that change the direction of what is read. */
const invisible = /[\s\p{Cc}\p{Cf}]/u;

/** Whether a link may lead there: somewhere on the web or to a mailbox, without a password in it. */
export function isSafeAddress(address: unknown): address is string {
  if (typeof address !== 'string' || address.length > largestAddress || invisible.test(address)) return false;
  if (!/^(https?:\/\/|mailto:)[^/]/.test(address)) return false;
  try {
    const { protocol, username, password, host, pathname } = new URL(address);
    const leadsSomewhere = protocol === 'mailto:' ? pathname.includes('@') : host !== '';
    return schemes.includes(protocol) && leadsSomewhere && username === '' && password === '';
  } catch {
    return false;
  }
}

/** What somebody typed or pasted as an address a link may have; null when it can be none. */
export function toAddress(typed: string): string | null {
  const text = typed.trim();
  // With a dot before the colon it is a site and its port.
  const hasScheme = /^[a-z][a-z\d+-]*:/i.test(text);
  const isMailbox = !hasScheme && /^[^\s/@]+@[^\s/@]+\.[^\s/@]+$/.test(text);
  const isSite = !hasScheme && /^[^\s/:@]+\.[^\s/:@]{2,}([/:?#]|$)/.test(text);
  const whole = isMailbox ? `mailto:${text}` : isSite ? `https://${text}` : text;
  try {
    const address = new URL(whole).href;
    return isSafeAddress(address) ? address : null;
  } catch {
    return null;
  }
}

/** The sign that stands in the text where somebody is mentioned; whom, says its mark. Names are never in the text. */
export const mentionSign = '@';

export interface MentionMark {
  /** The person's id. */
  person: string;
  /** Made with the mention, and the same wherever it is moved to: nobody is told of one mention twice. */
  id: string;
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

const hasOnly = (value: object, names: string[]): boolean =>
  Object.keys(value).sort().join() === names.sort().join();

/** By mark, whether it may hold this. */
const shapes: Record<string, (value: object) => boolean> = {
  strong: (value) => hasOnly(value, []),
  em: (value) => hasOnly(value, []),
  link: (value) => hasOnly(value, ['href']) && isSafeAddress((value as { href: unknown }).href),
  mention: (value) => hasOnly(value, ['person', 'id']) && Object.values(value).every(isId),
};

export const markNames = Object.keys(shapes);

/** Whether an editor can have made this mark; null takes it away. */
export function isMarkValue(name: string, value: unknown): boolean {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (!shape) return false;
  return value === null || (typeof value === 'object' && !Array.isArray(value) && shape(value));
}
