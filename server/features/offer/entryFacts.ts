import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { Catchment } from '../../../models/CareUnit.ts';
import { areaName } from '../../geography/geography.ts';
import type { Entry } from './entries.ts';
import {
  type Catalogue,
  languageName,
  listed,
  moduleTitle,
  notKnown,
  plain,
  type Reader,
  type Shown,
  shownCodes,
  shownText,
} from './wording.ts';

/** One fact of an entry; several values when its modules differ, each then named after its module. */
export interface Fact {
  name: string;
  values: { of: string | null; value: Shown }[];
}

/** What a fact is for each module, said once where all modules agree. */
function acrossModules(
  entry: Entry,
  pick: (module: CareModuleRecord) => Shown,
  catalogue: Catalogue,
  reader: Reader,
) {
  const told = entry.modules.map((module) => ({ module, value: pick(module) }));
  const texts = new Set(told.map(({ value }) => value.text));
  const [first] = told;
  if (first === undefined) return [{ of: null, value: notKnown(reader) }];
  if (texts.size === 1) return [{ of: null, value: first.value }];
  const known = told.filter(({ value }) => !value.unknown);
  return known.map(({ module, value }) => ({ of: moduleTitle(module, catalogue, reader).text, value }));
}

function catchmentOf(catchment: Catchment | null, reader: Reader): Shown {
  const { t, language } = reader;
  if (catchment === null) return notKnown(reader);
  if (catchment.areas !== null) {
    const names = catchment.areas.map((nis) => areaName(nis, language));
    return plain(names.length === 0 ? t('offer.place.everywhere') : listed(names, reader));
  }
  if (catchment.note) return shownText(catchment.note, reader);
  if (catchment.crossesProvinces === null) return notKnown(reader);
  return plain(t(catchment.crossesProvinces ? 'offer.catchment.crosses' : 'offer.catchment.stays'));
}

function exclusionOf({ exclusion }: CareModuleRecord, reader: Reader): Shown {
  if (exclusion === null) return notKnown(reader);
  const text = shownText(exclusion.text, reader);
  return text.unknown ? shownCodes(exclusion.groups, 'target', reader) : text;
}

/** "nl", "fr" as the reader calls them. */
function languagesOf({ languages }: CareModuleRecord, reader: Reader): Shown {
  if (languages === null) return notKnown(reader);
  return plain(
    listed(
      languages.map((code) => languageName(code, reader)),
      reader,
    ),
  );
}

/** Good to know before somebody calls; what is not known is said so, row by row. */
export function entryFacts(entry: Entry, catalogue: Catalogue, reader: Reader): Fact[] {
  const { t } = reader;
  const each = (name: string, pick: (module: CareModuleRecord) => Shown): Fact => ({
    name: t(`offer.fact.${name}`),
    values: acrossModules(entry, pick, catalogue, reader),
  });
  const once = (name: string, value: Shown): Fact => ({
    name: t(`offer.fact.${name}`),
    values: [{ of: null, value }],
  });
  const ofSite = (field: 'travel' | 'accessibility'): Shown => {
    const site = entry.sites.find((one) => one[field] !== null);
    return shownText(site?.[field] ?? null, reader);
  };
  const online = entry.sites.every((site) => site.kind === 'online');
  return [
    each('problem', (module) => shownCodes(module.problems, 'problem', reader)),
    each('referral', (module) => shownText(module.referral, reader)),
    each('admission', (module) => shownText(module.admission, reader)),
    each('exclusion', (module) => exclusionOf(module, reader)),
    each('cost', (module) => shownText(module.cost, reader)),
    each('hours', (module) => shownText(module.hours, reader)),
    each('languages', (module) => languagesOf(module, reader)),
    once('catchment', catchmentOf(entry.unit.catchment, reader)),
    // Nobody travels to a website.
    ...(online ? [] : [once('travel', ofSite('travel')), once('accessibility', ofSite('accessibility'))]),
  ];
}
