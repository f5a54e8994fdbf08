import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerUpkeep } from '../policy.ts';
import { entryForm, historyForm, restorationForm } from './forms.ts';
import * as handle from './handlers.ts';

/** How partners keep their entries current. The acts are named after the kind of record: `module.changed`. */
export const upkeepRoutes: RouteRow[] = [
  get(paths.upkeep, offerUpkeep, {}, handle.showOrganisations),
  get(paths.upkeepOffer, offerUpkeep, {}, handle.showOffer),
  get(paths.upkeepSites, offerUpkeep, {}, handle.showNew('site')),
  post(
    paths.upkeepSites,
    offerUpkeep,
    { act: 'site.added', form: entryForm, refused: handle.showNew('site') },
    handle.create('site'),
  ),
  get(paths.upkeepUnits, offerUpkeep, {}, handle.showNew('unit')),
  post(
    paths.upkeepUnits,
    offerUpkeep,
    { act: 'unit.added', form: entryForm, refused: handle.showNew('unit') },
    handle.create('unit'),
  ),
  get(paths.upkeepModules, offerUpkeep, {}, handle.showNew('module')),
  post(
    paths.upkeepModules,
    offerUpkeep,
    { act: 'module.added', form: entryForm, refused: handle.showNew('module') },
    handle.create('module'),
  ),
  get(paths.upkeepNumbers, offerUpkeep, {}, handle.showNumbers),
  post(
    paths.upkeepNumbers,
    offerUpkeep,
    { act: 'module.changed', form: entryForm, refused: handle.showNumbers },
    handle.changeNumbers,
  ),
  get(paths.upkeepCopies, signedIn, {}, handle.toEntry('module')),
  post(paths.upkeepCopies, offerUpkeep, { act: 'module.copied' }, handle.copy),
  get(paths.upkeepEntry, offerUpkeep, {}, handle.showEntry),
  post(
    paths.upkeepEntry,
    offerUpkeep,
    { act: 'entry.changed', form: entryForm, refused: handle.showEntry },
    handle.change,
  ),
  get(
    paths.upkeepHistory,
    offerUpkeep,
    { form: historyForm, refused: handle.showHistoryAgain },
    handle.showHistory,
  ),
  get(paths.upkeepRestorations, signedIn, {}, handle.toHistory),
  post(
    paths.upkeepRestorations,
    offerUpkeep,
    { act: 'entry.restored', form: restorationForm },
    handle.restore,
  ),
  get(paths.upkeepConfirmation, signedIn, {}, handle.toEntry()),
  post(paths.upkeepConfirmation, offerUpkeep, { act: 'entry.confirmed' }, handle.confirm),
];
