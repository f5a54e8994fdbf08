import type { LocalisedText, Translate } from '../../../core/i18n.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import { catalogue, fieldOf, type OfferField } from '../upkeep/catalogue.ts';
import { none } from '../upkeep/kinds.ts';

/** Fields of a module and of an organisation whose values are words of a list: what programs filter by. */
const ofModules = ['settings', 'ages', 'targetGroups', 'problems', 'stages'] as const;

/** A list of words under the name of the field it is for. */
export interface Taxonomy {
  code: string;
  terms: { code: string; name(language: Language, t: Translate): string; about: LocalisedText | null }[];
}

interface KnownType {
  _id: string;
  names: LocalisedText;
  descriptions: LocalisedText;
}

function ofField({ name, kind }: OfferField): Taxonomy {
  const codes = (kind.choices ?? []).filter((code) => code !== '' && code !== none);
  return {
    code: name,
    terms: codes.map((code) => ({ code, name: (_, t) => t(`${kind.words}${code}`), about: null })),
  };
}

/** Every list, that of the module types first. */
export function taxonomiesOf(moduleTypes: readonly KnownType[]): Taxonomy[] {
  const types = moduleTypes.map((type) => ({
    code: type._id,
    name: (language: Language) => inLanguage(type.names, language).text,
    about: type.descriptions,
  }));
  const fields = ofModules.map((name) => fieldOf('module', name)!);
  const actors = catalogue.organisation.find(({ name }) => name === 'actorType')!;
  return [{ code: 'types', terms: types }, ...fields.map(ofField), ofField(actors)];
}

/** One word of one list, as filters write it. */
export const termKey = (taxonomy: string, code: string): string => `${taxonomy}:${code}`;

/** The words a module carries; what is not known carries none. */
export function termsOf(module: object): string[] {
  return ['types', ...ofModules].flatMap((name) =>
    ((module as Record<string, string[] | null>)[name] ?? []).map((code) => termKey(name, code)),
  );
}
