import { fold, words } from '../../../geography/fold.ts';

/** Legal forms of Belgium's three languages: they say nothing of who somebody is. */
const legalForms = new Set(
  'vzw ivzw asbl aisbl vog bv bvba nv sa sprl srl cv cvba scrl npo gcv snc vof fup'.split(' '),
);
/** Words between words. */
const small = new Set(
  'de het een van voor en in aan bij te ten ter t d l la le les du des et pour a au aux der die das und für fuer of the and'.split(
    ' ',
  ),
);

/** What is written in full or short, as it is used in the sector; the longest first. Small words are gone by then. */
const shortened: [string, string][] = [
  ['psychiatrische afdeling algemeen ziekenhuis', 'paaz'],
  ['openbaar centrum maatschappelijk welzijn', 'ocmw'],
  ['centre public action sociale', 'cpas'],
  ['medisch sociaal opvangcentrum', 'msoc'],
  ['psychiatrisch verzorgingstehuis', 'pvt'],
  ['initiatief beschut wonen', 'ibw'],
  ['maison soins psychiatriques', 'msp'],
  ['initiative habitations protegees', 'ihp'],
  ['centre hospitalier psychiatrique', 'chp'],
  ['centrum algemeen welzijnswerk', 'caw'],
  ['geestelijke gezondheidszorg', 'ggz'],
  ['psychiatrisch ziekenhuis', 'pz'],
  ['psychiatrisch centrum', 'pc'],
  ['algemeen ziekenhuis', 'az'],
  ['universitair ziekenhuis', 'uz'],
  ['beschut wonen', 'bw'],
  ['service sante mentale', 'ssm'],
  ['sante mentale', 'ggz'],
  ['centrum ggz', 'cgg'],
  ['sint', 'st'],
  ['saint', 'st'],
  ['sankt', 'st'],
  ['sainte', 'st'],
];

/** Kinds of house: what stands behind them says which one. */
const kindsOfHouse = new Set(
  'paaz ocmw cpas msoc pvt ibw msp ihp chp caw ggz pz pc az uz bw ssm cgg centrum centre zentrum dienst service huis maison vereniging association groep zorggroep'.split(
    ' ',
  ),
);

/** How much of a whole word a kind of house says. */
export const weightOfKind = 0.4;
export const isKindOfHouse = (word: string): boolean => kindsOfHouse.has(word);

/**
 * The words that make up a name: folded, without legal forms and small words, what the sector abbreviates in short.
 * "C.G.G. De Pont vzw" and "Centrum voor Geestelijke Gezondheidszorg De Pont" are the same words.
 */
export function nameWords(name: string): string[] {
  const all = words(joinedLetters(name));
  const said = all.filter((word) => !small.has(word) && !legalForms.has(word));
  let text = (said.length > 0 ? said : all).join(' ');
  for (const [long, short] of shortened) text = ` ${text} `.replace(` ${long} `, ` ${short} `).trim();
  return text.split(' ').filter((word) => word !== '');
}

/** Letters with points between them are one word: C.G.G., v.z.w. */
const joinedLetters = (name: string): string =>
  name.replaceAll(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu, (letters) =>
    letters.replaceAll('.', ''),
  );

/** The name as it is compared as a whole: its words in the order of the alphabet. */
export const nameKey = (name: string): string => nameWords(name).toSorted().join(' ');

/** A street with its number as it is compared: "Rue de la Loi, 16 bus 2" and "rue de la loi 16/2" begin alike. */
export const streetKey = (street: string): string =>
  fold(street.replaceAll(/\b(bus|bte|boite|boîte)\b\.?/gi, ' '))
    .replace(/^(.*?\d+).*$/, '$1')
    .replace(/straat\b/, 'str');

/** Digits of a Belgian number, without the country and the zero before the area. */
export const phoneKey = (phone: string): string =>
  phone
    .replaceAll(/\(0\)/g, '')
    .replaceAll(/\D/g, '')
    .replace(/^(00)?32/, '')
    .replace(/^0/, '');

/** A web address by its host, without `www.`; null for what is none. */
export function hostOf(website: string): string | null {
  try {
    const { hostname } = new URL(/^[a-z]+:\/\//i.test(website) ? website : `https://${website}`);
    return hostname.replace(/^www\./, '') || null;
  } catch {
    return null;
  }
}

/** A number by its digits and letters. */
export const numberKey = (number: string): string => fold(number).replaceAll(' ', '').toUpperCase();

/** The numbers of somebody, each with a letter for its kind: only two of one kind can be the same, or another. */
export const numberKeys = (of: {
  enterpriseNumber?: string | null | undefined;
  recognitionNumber?: string | null | undefined;
}): string[] => [
  ...(of.enterpriseNumber ? [`e${enterpriseKey(of.enterpriseNumber)}`] : []),
  ...(of.recognitionNumber ? [`r${numberKey(of.recognitionNumber)}`] : []),
];

/** An enterprise number as its ten digits: the Crossroads Bank writes 0123.456.789, others BE 123.456.789. */
export function enterpriseKey(number: string): string {
  const digits = number.replaceAll(/\D/g, '');
  return digits.length === 9 ? `0${digits}` : digits;
}
