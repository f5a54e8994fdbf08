import { open, signedIn } from '../../core/policy.ts';
import { get, publicGet, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { languageForm } from './forms.ts';
import { chooseLanguage, showHome, stillHere } from './handlers.ts';

export const siteRoutes: RouteRow[] = [
  publicGet(paths.home, open, {}, showHome),
  publicGet(paths.language, open, { form: languageForm }, chooseLanguage),
  get(paths.session, signedIn, {}, stillHere),
];
