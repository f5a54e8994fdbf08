import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import type { Express, Request, RequestHandler } from 'express';
import { assetAddresses } from './core/assets.ts';
import { formats, inLanguage, type LocalisedText, languages } from './core/i18n.ts';
import { hasRole, type Role } from './core/person.ts';
import type { RequestState } from './core/route.ts';
import { paths } from './paths.ts';

/** What every view may use beside its own data. Views hold no logic beyond if and loop. */
export function useViews(app: Express, demo: boolean): void {
  app.engine('ejs', (file, data, done) => {
    ejs.renderFile(file, data, { cache: true, root: app.get('views') }, done);
  });
  app.set('view engine', 'ejs');
  app.set('views', fileURLToPath(new URL('../views/', import.meta.url)));
  const asset = assetAddresses();
  Object.assign(app.locals, {
    paths,
    languages,
    asset,
    demo,
    /** An icon beside a word: decoration, so hidden from screen readers. */
    icon: (name: string) =>
      `<svg class="icon" aria-hidden="true"><use href="${asset('/images/icons.svg')}#${name}"/></svg>`,
    /** A new id for one form: sent twice, it is the same act. */
    newActId: () => randomUUID(),
  });
}

/** Locals that depend on who asks and in which language. */
export function viewLocals(
  stateOf: (request: Request) => RequestState,
  tokenOf: (request: Request) => string,
): RequestHandler {
  return (request, response, next) => {
    const { person, language, t } = stateOf(request);
    Object.assign(response.locals, {
      t,
      language,
      person,
      ...formats(language),
      hasRole: (role: Role) => person !== null && hasRole(person, role),
      inLanguage: (text: LocalisedText) => inLanguage(text, language),
      csrfToken: () => tokenOf(request),
      /** The hidden fields every form that writes starts with. */
      formStart: () =>
        `<input type="hidden" name="_csrf" value="${tokenOf(request)}"><input type="hidden" name="_act" value="${randomUUID()}">`,
      path: request.path,
    });
    next();
  };
}
