import { ageGroups, problems, settings, targetGroups } from '../../../models/CareModule.ts';
import { centreTypes, unitKinds } from '../../../models/CareUnit.ts';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import { languages, translator } from '../../core/i18n.ts';
import { allAreas, areaName } from '../../geography/geography.ts';
import type { Facet, Trait } from './facets.ts';
import type { Field } from './search/fields.ts';
import type { Label } from './search/vocabulary.ts';

/** Everything a code is called in each language: what people look for when they name a problem, a kind of help, a place. */
export function labelsOf(types: readonly ModuleTypeRecord[]): Label[] {
  return languages.flatMap((language) => {
    const t = translator(language);
    const codes = (facet: Facet | Trait, field: Field, list: readonly string[], key: string): Label[] =>
      list.map((code) => ({ language, facet, code, field, text: t(`offer.${key}.${code}`) }));
    const ofType = (field: Field, texts: 'names' | 'searchWords'): Label[] =>
      types.map((type) => ({
        language,
        facet: 'type',
        code: type._id,
        field,
        text: type[texts][language] ?? '',
      }));
    return [
      ...codes('kind', 'type', unitKinds, 'kind'),
      ...codes('centre', 'type', centreTypes, 'centre'),
      ...codes('setting', 'type', settings, 'setting'),
      ...codes('age', 'group', ageGroups, 'age'),
      ...codes('target', 'group', targetGroups, 'target'),
      ...codes('problem', 'group', problems, 'problem'),
      ...ofType('type', 'names'),
      ...ofType('otherWords', 'searchWords'),
      ...[...allAreas()].map(
        ({ nis, level, code }): Label => ({
          language,
          // The Brussels region is filtered on as a province, like the ten.
          facet: code ? 'province' : level,
          code: code ?? nis,
          field: 'place',
          text: areaName(nis, language),
        }),
      ),
    ];
  });
}
