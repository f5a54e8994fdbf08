import { inLanguage, type Language, type LocalisedText, type Translate } from '../../../core/i18n.ts';
import { none } from '../upkeep/kinds.ts';
import { everywhere, neutralised } from './cells.ts';
import type { Column } from './columns.ts';

export interface LegendContext {
  t: Translate;
  language: Language;
  /** The types of module in use. */
  types: { _id: string; names: LocalisedText }[];
}

/** What each column holds and which codes it takes, in the language of who exports. */
export function legendRows(columns: readonly Column[], context: LegendContext): string[][] {
  const { t } = context;
  const heading = ['column', 'record', 'field', 'code', 'meaning'].map((one) => t(`exchange.legend.${one}`));
  const rows = columns.flatMap((column) => {
    const { kind, field, name, holds } = column;
    const label = field ? t(`upkeep.fields.${field.name}`) : t(`exchange.legend.${holds}`);
    const own = [name, t(`exchange.kind.${kind}`), label];
    const codes = codesOf(column, context);
    return codes.length === 0
      ? [[...own, '', field ? t('exchange.legend.empty') : '']]
      : codes.map(([code, meaning]) => [...own, code, meaning]);
  });
  return [heading, ...rows].map((row) => row.map(neutralised));
}

function codesOf({ field }: Column, { t, language, types }: LegendContext): [string, string][] {
  if (!field) return [];
  const { kind, name } = field;
  if (name === 'types') return types.map((one) => [one._id, inLanguage(one.names, language).text]);
  if (kind.input === 'areas') return [[everywhere, t('upkeep.everywhere')]];
  if (!kind.choices) return [];
  return kind.choices.map((code) => {
    if (code === '') return ['', t('upkeep.notKnown')];
    return [code, code === none ? t(`upkeep.noneOf.${name}`) : t(`${kind.words ?? ''}${code}`)];
  });
}
