import { findInsz } from './inszCheck.ts';

/** What in a text may point at one person. */
export const identityKinds = ['insz', 'phone', 'email', 'birth'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** Mailboxes of a service: the part before the @ is a task and no name. */
const sharedMailbox =
  /^(info|contact|onthaal|secretariaat|secretariat|sekretariat|accueil|empfang|administratie|administration|admin|hello|mail|noreply|no-reply|office|platform|plateforme|support|helpdesk|vorming|formation|intake|aanmelding|webmaster)\b/i;
const email =
  /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.\p{L}{2,}/gu;

/** A number as it is dialled, with what people write between the digits; never inside a longer number or an amount. */
const dialled =
  /(?<![\d€$]|\d,|\d[.\-/ ]|€\s)\+?\d(?:[ \u00a0./-]{0,3}\d| ?\(0\) ?\d){7,14}(?!\d|,\d|[ .\-/]\d)/gu;
/** Words before a number that is of an enterprise or an account. */
const numbered =
  /(?:KBO|BCE|ZDU|BTW|TVA|MwSt|VAT|BE|IBAN|ondernemingsnummer|rekening|compte|Konto|erkenning|ISBN|ISSN|DOI|doi\.org\S*|nr\.?|n°)[\s:.]*$/iu;
/** Lines of services: free, paid, and non-geographic. */
const serviceNumber = /^0(?:800|90\d|78|70|77)/;

/** Enterprise numbers: the last two digits are 97 less the rest of the eight before them. */
const isEnterprise = (digits: string): boolean =>
  /^[01]\d{9}$/.test(digits) && 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));

/** The number as it is dialled within Belgium; null for one of another country. */
function withinBelgium(written: string): string | null {
  const digits = written.replace(/\(0\)/g, '').replace(/\D/g, '');
  if (/^\s*(\+|00)/.test(written)) {
    const abroad = written.trim().startsWith('+') ? digits : digits.slice(2);
    return abroad.startsWith('32') ? `0${abroad.slice(2)}` : null;
  }
  return digits;
}

function isPhone(written: string, before: string): boolean {
  if (numbered.test(before)) return false;
  const number = withinBelgium(written);
  // Of another country: only where the plus sign says that it is dialled.
  if (number === null) return written.trim().startsWith('+');
  if (serviceNumber.test(number) || isEnterprise(number)) return false;
  return /^04[5-9]\d{7}$/.test(number) || /^0[1-9]\d{7}$/.test(number);
}

const born =
  /(?:geboren|geboortedatum|geb\.|née?\s+le|né\(e\)\s+le|date de naissance|geburtsdatum|born|date of birth|dob|°)[^\d\n]{0,15}\d{1,2}(?:[./-]|\s+(?:\p{L}+\s+)?)\d{0,2}[./-]?\s?(?:19|20)?\d{2}/iu;

/**
 * What in a text may point at one person: a valid national number (INSZ), a telephone number as it is dialled in or from
 * Belgium, a mailbox of a person, a day of birth. Amounts, years, postcodes, days and enterprise numbers are none of these,
 * nor are mailboxes and numbers that are known to be of a service.
 */
export function identitiesIn(text: string): IdentityKind[] {
  const found = new Set<IdentityKind>();
  if (findInsz(text).length > 0) found.add('insz');
  for (const { 0: written, index } of text.matchAll(dialled))
    if (isPhone(written, text.slice(Math.max(0, index - 24), index))) found.add('phone');
  for (const [address] of text.matchAll(email)) if (!sharedMailbox.test(address)) found.add('email');
  if (born.test(text)) found.add('birth');
  return identityKinds.filter((kind) => found.has(kind));
}
