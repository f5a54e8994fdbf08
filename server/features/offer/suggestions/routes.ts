import { open, signedIn } from '../../../core/policy.ts';
import { get, post, publicGet, publicPost, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { offerUpkeep } from '../policy.ts';
import * as decide from './decisionHandlers.ts';
import {
  decisionForm,
  linkAnswerForm,
  linkForm,
  linkMailForm,
  reportAddressForm,
  reportForm,
} from './forms.ts';
import * as links from './linkHandlers.ts';
import * as making from './linkMakingHandlers.ts';
import * as report from './reportHandlers.ts';

/**
 * What people without account know better, and what its organisation decides about it. The acts are named after the
 * kind of entry: `module.suggested`. Before the rows of upkeep, whose addresses hold any kind.
 */
export const suggestionRoutes: RouteRow[] = [
  publicGet(
    paths.offerReport,
    open,
    { form: reportAddressForm, refused: report.showReportAgain },
    report.showReport,
  ),
  publicPost(
    paths.offerReport,
    open,
    { act: 'entry.suggested', form: reportForm, refused: report.showReportAgain },
    report.report,
  ),
  publicGet(paths.offerLink, open, {}, links.showLink),
  publicPost(
    paths.offerLink,
    open,
    { act: 'entry.suggested', form: linkAnswerForm, refused: links.showLink },
    links.answerLink,
  ),
  get(paths.upkeepSuggestions, offerUpkeep, {}, decide.showSuggestions),
  get(paths.upkeepSuggestion, offerUpkeep, {}, decide.showSuggestion),
  post(
    paths.upkeepSuggestion,
    offerUpkeep,
    { act: 'entry.suggestionDecided', form: decisionForm, refused: decide.showSuggestion },
    decide.decide,
  ),
  get(paths.upkeepLinks, offerUpkeep, {}, making.showLinks),
  post(
    paths.upkeepLinks,
    offerUpkeep,
    { act: 'entry.linkMade', form: linkForm, refused: making.showLinks, passing: ['email'] },
    making.makeLink,
  ),
  get(paths.upkeepLinkMail, signedIn, {}, making.toLinks),
  post(
    paths.upkeepLinkMail,
    offerUpkeep,
    { act: 'entry.linkMailed', form: linkMailForm, refused: making.showLinks, passing: ['email'] },
    making.mailLinkAgain,
  ),
  get(paths.upkeepLinkWithdrawal, signedIn, {}, making.toLinks),
  post(paths.upkeepLinkWithdrawal, offerUpkeep, { act: 'entry.linkWithdrawn' }, making.withdrawLink),
];
