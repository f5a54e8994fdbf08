import type { OfferChangeRecord } from '../../../../models/OfferChange.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { paths } from '../../../paths.ts';
import type { NamedModule } from '../entries/queries.ts';
import { moduleName } from '../pages/entriesView.ts';
import type { Reader } from '../pages/reader.ts';
import type { ToAsk } from './deciding.ts';

/** What the rows of a page are told with. */
export interface Telling {
  reader: Reader;
  /** The newest step of each module, by its id; absent where nobody took one. */
  steps: ReadonlyMap<string, OfferChangeRecord>;
  /** Names of bodies, by id. */
  bodies: ReadonlyMap<string, string>;
  /** Whether this person coordinates the platform that is looked at. */
  coordinates: boolean;
  platform: string;
}

/** When it was last looked after and for which body, never by which person. */
function updatedWords({ module, unit }: NamedModule, telling: Telling): string {
  const { reader, steps, bodies } = telling;
  const { t, day } = reader;
  const by = (id: string | null): string => bodies.get(id ?? '') ?? t('verification.public.someone');
  const step = steps.get(module._id);
  if (step) return t('unknown.updated', { day: day(step.at), name: by(step.body) });
  const { verified } = module;
  if (verified)
    return t('unknown.updated', { day: day(verified.at), name: by(verified.body ?? unit.organisationId) });
  if (module.provenance) return t('unknown.fromSource', { day: day(module.provenance.on) });
  return t('unknown.never');
}

/** The one step on from here: ask, keep it current oneself, or bring the organisation to the platform first. */
function waysOf({ module, unit, organisation, keptFor }: NamedModule, telling: Telling) {
  const entry = { kind: 'modules', id: module._id };
  const isOwn = keptFor !== null && keptFor === unit.organisationId;
  return {
    ask: keptFor !== null && !isOwn ? paths.upkeepLinks(entry) : null,
    upkeep: keptFor === null ? null : paths.upkeepEntry(entry),
    isOwn,
    admit:
      keptFor === null && organisation !== null && telling.coordinates
        ? paths.platform({ id: telling.platform })
        : null,
  };
}

/** One row of the list. */
interface EntryRow {
  cells: string;
  lacks: string;
  name: string;
  isWithheld: boolean;
  unit: string | null;
  href: string | null;
  organisation: string | null;
  updated: string | null;
  ways: ReturnType<typeof waysOf> | null;
}

/** One entry to ask about; of one that may not be named to this reader, only what it lacks. */
export function entryView(
  { id, cells, lacks }: ToAsk,
  named: ReadonlyMap<string, NamedModule | null>,
  telling: Telling,
): EntryRow[] {
  const found = named.get(id);
  if (found === undefined) return [];
  const { t, number, language, today } = telling.reader;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const said = {
    cells: t('unknown.cells', { count: cells, number: number(cells) }),
    lacks: list.format(lacks.map((one) => t(`unknown.lacks.${one}`))),
  };
  if (found === null)
    return [
      {
        ...{ ...said, name: t('coverage.entry.withheld'), isWithheld: true },
        ...{ unit: null, href: null, organisation: null, updated: null, ways: null },
      },
    ];
  const { unit, organisation } = found;
  return [
    {
      ...said,
      name: moduleName(found, telling.reader),
      unit: unit.name,
      isWithheld: false,
      href: unit.listed ? paths.offerEntry({ id: unit._id }) : null,
      organisation: organisation && nameOn(organisation, new Date(`${today}T12:00:00Z`)),
      updated: updatedWords(found, telling),
      ways: waysOf(found, telling),
    },
  ];
}
