import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import type { Express, Request, RequestHandler } from 'express';
import { labelNames } from '../public/scripts/live/notes.ts';
import { assetAddresses } from './core/assets.ts';
import { formats, inLanguage, type LocalisedText, languages, type Translate } from './core/i18n.ts';
import { hasRole, type Role } from './core/person.ts';
import type { RequestState } from './core/route.ts';
import { paths } from './paths.ts';

/**
 * Numbers for someone in need right now, by the language that is spoken there. Whoever runs Schakel verifies them
 * before anything is public (docs/operations.md).
 */
const dutchHelp = [
  { id: 'emergency', number: '112', shown: '112' },
  { id: 'suicide', number: '1813', shown: '1813' },
  { id: 'listening', number: '106', shown: '106' },
  { id: 'drugs', number: '+3278151020', shown: '078 15 10 20' },
];
const helpLines = {
  nl: dutchHelp,
  fr: [
    { id: 'emergency', number: '112', shown: '112' },
    { id: 'suicide', number: '+3280032123', shown: '0800 32 123' },
    { id: 'listening', number: '107', shown: '107' },
    { id: 'drugs', number: '+3222275252', shown: '02 227 52 52' },
  ],
  de: [
    { id: 'emergency', number: '112', shown: '112' },
    { id: 'listening', number: '108', shown: '108' },
    ...dutchHelp.filter((line) => ['suicide', 'drugs'].includes(line.id)),
  ],
  en: dutchHelp,
};

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
    helpLines,
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

/** The sentence the page before left behind, once. */
function takeNotice(request: Request, t: Translate): string | undefined {
  // A script that asks for something takes anything: the sentence is for who opens a page.
  const isPage = request.method === 'GET' && (request.get('accept') ?? '').includes('text/html');
  const notice = isPage && request.session?.notice;
  if (!notice) return undefined;
  delete request.session.notice;
  return t(notice.key, notice.values);
}

/** Locals that depend on who asks and in which language. */
export function viewLocals(
  stateOf: (request: Request) => RequestState,
  tokenOf: (request: Request) => string,
): RequestHandler {
  return (request, response, next) => {
    const { person, language, t } = stateOf(request);
    /** A page with a token in it is not compressed. */
    const token = (): string => {
      response.locals.holdsToken = true;
      return tokenOf(request);
    };
    Object.assign(response.locals, {
      t,
      language,
      person,
      ...formats(language),
      hasRole: (role: Role) => person !== null && hasRole(person, role),
      inLanguage: (text: LocalisedText) => inLanguage(text, language),
      /** The words of the live editor, by the name of their attribute. */
      liveLabels: (translate = t) =>
        Object.fromEntries(
          labelNames.map((name) => [
            name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
            translate(`live.${name}`),
          ]),
        ),
      csrfToken: token,
      /** The hidden fields every form that writes starts with. */
      formStart: () =>
        `<input type="hidden" name="_csrf" value="${token()}"><input type="hidden" name="_act" value="${randomUUID()}">`,
      path: request.path,
      notice: takeNotice(request, t),
    });
    next();
  };
}
