import type { ClientSession } from 'mongodb';
import type { AboutKind } from '../../../../models/agendaFields.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage, type Language, translator } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { paths } from '../../../paths.ts';
import { requireCircuit } from '../../coverage/circuits/queries.ts';
import { requireGap } from '../../coverage/register/queries.ts';
import { requireSignal } from '../../coverage/signals/queries.ts';
import { requireActivity } from '../activities/queries.ts';
import { requirePoint } from '../yearPlan/queries.ts';

type Asking = Pick<Person, 'id' | 'affiliations'>;
type Session = ClientSession | null;

/** What an item is about, as somebody may read it. */
export interface AboutLink {
  kind: AboutKind;
  id: string;
  title: string;
  /** The language the title is in, where it is not the page's. */
  language: Language | null;
  href: string;
}

const split = (about: string): [AboutKind, string] => {
  const at = about.indexOf(':');
  return [about.slice(0, at) as AboutKind, about.slice(at + 1)];
};

async function linkOf(
  person: Asking,
  about: string,
  language: Language,
  session: Session,
): Promise<AboutLink | null> {
  const [kind, id] = split(about);
  const said = (text: { text: string; language: Language }) => ({
    title: text.text,
    language: text.language === language ? null : text.language,
  });
  if (kind === 'gap') {
    const { gap } = await requireGap(person, id, session);
    return { kind, id, ...said(inLanguage(gap.values.title, language)), href: paths.gap({ id }) };
  }
  if (kind === 'circuit') {
    const { circuit } = await requireCircuit(person, id, session);
    return { kind, id, ...said(inLanguage(circuit.values.name, language)), href: paths.circuit({ id }) };
  }
  if (kind === 'signal') {
    const { signal } = await requireSignal(person, id, session);
    return { kind, id, title: signal.values.title, language: null, href: paths.signal({ id }) };
  }
  if (kind === 'workPoint') {
    const { point } = await requirePoint(person, id, session);
    const { text, language: spoken } = inLanguage(point.values.title, language);
    const title = translator(language)('agenda.about.numbered', {
      ...{ number: point.number, title: text, year: point.year },
    });
    return { kind, id, ...said({ text: title, language: spoken }), href: paths.workPoint({ id }) };
  }
  if (kind === 'activity') {
    const { activity } = await requireActivity(person, id, session);
    return { kind, id, title: activity.values.title, language: null, href: paths.activity({ id }) };
  }
  return null;
}

/** What somebody may read of what an item is about; null for what they may not, whether it is there or not. */
export const aboutLink = (
  person: Asking,
  about: string,
  language: Language,
  session: Session = null,
): Promise<AboutLink | null> =>
  linkOf(person, about, language, session).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });

export const isAboutReadable = async (person: Asking, about: string, session: Session): Promise<boolean> =>
  (await aboutLink(person, about, 'nl', session)) !== null;

/** The same for everything an item is about, in its order. */
export async function aboutLinks(
  person: Asking,
  about: readonly string[],
  language: Language,
): Promise<AboutLink[]> {
  const links = await Promise.all(about.map((one) => aboutLink(person, one, language)));
  return links.filter((one) => one !== null);
}
