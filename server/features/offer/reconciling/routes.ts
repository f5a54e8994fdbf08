import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerReconciliation } from '../policy.ts';
import {
  columnsForm,
  confirmationForm,
  decisionForm,
  differencesForm,
  groupForm,
  listForm,
  organisationForm,
} from './forms.ts';
import * as handle from './handlers.ts';
import * as lines from './lineHandlers.ts';

/** An official list beside the platform's organisations. Before the rows of upkeep, whose addresses hold any kind. */
export const reconcilingRoutes: RouteRow[] = [
  get(paths.reconciliations, offerReconciliation, {}, handle.showLists),
  post(
    paths.reconciliations,
    offerReconciliation,
    { act: 'reconciliation.sent', form: listForm, refused: handle.showLists },
    handle.send,
  ),
  get(paths.reconciliation, offerReconciliation, { form: groupForm }, handle.showList),
  get(paths.reconciliationColumns, offerReconciliation, {}, handle.showColumns),
  post(
    paths.reconciliationColumns,
    offerReconciliation,
    { act: 'reconciliation.matched', form: columnsForm, refused: handle.showColumns },
    handle.chooseColumns,
  ),
  get(paths.reconciliationMatching, signedIn, {}, handle.toList),
  post(
    paths.reconciliationMatching,
    offerReconciliation,
    { act: 'reconciliation.matched' },
    handle.matchAgain,
  ),
  get(paths.reconciliationConfirmation, signedIn, {}, handle.toList),
  post(
    paths.reconciliationConfirmation,
    offerReconciliation,
    { act: 'reconciliation.decided', form: confirmationForm, refused: handle.showSure },
    handle.confirm,
  ),
  get(paths.listLine, offerReconciliation, {}, lines.showLine),
  get(paths.listLineDecision, signedIn, {}, lines.toLine),
  post(
    paths.listLineDecision,
    offerReconciliation,
    { act: 'reconciliation.decided', form: decisionForm, refused: lines.showLine },
    lines.decide,
  ),
  get(paths.listLineDifferences, signedIn, {}, lines.toLine),
  post(
    paths.listLineDifferences,
    offerReconciliation,
    { act: 'organisation.reconciled', form: differencesForm, refused: lines.showLine },
    lines.settle,
  ),
  get(paths.listLineOrganisation, signedIn, {}, lines.toLine),
  post(
    paths.listLineOrganisation,
    offerReconciliation,
    { act: 'reconciliation.organisationAdded', form: organisationForm, refused: lines.showLine },
    lines.addOrganisation,
  ),
];
