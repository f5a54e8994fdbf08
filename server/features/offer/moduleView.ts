import { type CareModuleRecord, statusOn } from '../../../models/CareModule.ts';
import type { Entry } from './entries.ts';
import { moduleTrust } from './trust.ts';
import {
  type Catalogue,
  capacityOf,
  exactPlaceOf,
  listed,
  moduleTitle,
  notKnown,
  plain,
  type Reader,
  type Shown,
  shownCodes,
  shownText,
  waitingOf,
} from './wording.ts';

/** For whom a module is: ages, groups and the organisation's own words. */
function forWhom(module: CareModuleRecord, reader: Reader): Shown[] {
  const parts = [
    shownCodes(module.ages, 'age', reader),
    module.targetGroups?.length === 0
      ? plain(reader.t('upkeep.noneOf.targetGroups'))
      : shownCodes(module.targetGroups, 'target', reader),
    shownText(module.inclusion, reader),
  ].filter((part) => !part.unknown);
  return parts.length > 0 ? parts : [notKnown(reader)];
}

/** One row of the table of what an entry offers. */
export function moduleView(module: CareModuleRecord, entry: Entry, catalogue: Catalogue, reader: Reader) {
  const { t, day } = reader;
  const sites = entry.sites.filter((site) => module.siteIds.includes(site._id) && site.kind !== 'online');
  const { from, until } = module;
  const stopped = statusOn(module, reader.today) === 'stopped';
  const period =
    from && until
      ? t(stopped ? 'offer.period.was' : 'offer.period.is', { from: day(from), until: day(until) })
      : module.statusNote && !stopped
        ? shownText(module.statusNote, reader).text
        : null;
  return {
    title: moduleTitle(module, catalogue, reader),
    typeUnknown: module.types === null,
    types:
      module.name && module.types
        ? catalogue.moduleTypes
            .filter((type) => module.types?.includes(type._id))
            .map((type) => shownText(type.names, reader).text)
        : [],
    description: module.description ? shownText(module.description, reader) : null,
    period,
    stopped,
    forWhom: forWhom(module, reader),
    setting: shownCodes(module.settings, 'setting', reader),
    places:
      sites.length > 0
        ? listed(
            sites.map((site) => exactPlaceOf(site, reader)),
            reader,
          )
        : null,
    capacity: capacityOf(module, reader),
    waiting: waitingOf(module, reader),
    trust: stopped ? null : moduleTrust(module, entry.unit, reader),
  };
}
