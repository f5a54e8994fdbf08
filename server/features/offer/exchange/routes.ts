import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerUpkeep } from '../policy.ts';
import { choicesForm, exportForm, importForm, rowsForm } from './forms.ts';
import * as handle from './handlers.ts';

/** The offer as files, out and in. */
export const exchangeRoutes: RouteRow[] = [
  get(paths.upkeepExport, offerUpkeep, { act: 'offer.exported', form: exportForm }, handle.exportOffer),
  get(paths.upkeepImports, offerUpkeep, {}, handle.showImports),
  post(
    paths.upkeepImports,
    offerUpkeep,
    { act: 'import.sent', form: importForm, refused: handle.showImports },
    handle.send,
  ),
  get(paths.upkeepImport, offerUpkeep, { form: rowsForm }, handle.showImport),
  get(paths.upkeepImportProgress, offerUpkeep, {}, handle.showProgress),
  get(paths.upkeepImportChoices, signedIn, {}, handle.toImport),
  post(
    paths.upkeepImportChoices,
    offerUpkeep,
    { act: 'import.chosen', form: choicesForm, refused: handle.showConflicts },
    handle.choose,
  ),
  get(paths.upkeepImportRun, signedIn, {}, handle.toImport),
  post(paths.upkeepImportRun, offerUpkeep, { act: 'import.begun' }, handle.run),
  get(paths.upkeepImportStop, signedIn, {}, handle.toImport),
  post(paths.upkeepImportStop, offerUpkeep, { act: 'import.stopped' }, handle.stop),
  get(paths.upkeepImportUndoing, signedIn, {}, handle.toImport),
  post(paths.upkeepImportUndoing, offerUpkeep, { act: 'import.undoing' }, handle.undo),
];
