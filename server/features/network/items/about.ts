import type { ClientSession } from 'mongodb';
import type { AboutKind } from '../../../../models/agendaFields.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { paths } from '../../../paths.ts';
import { requireCircuit } from '../../coverage/circuits/queries.ts';
import { requireGap } from '../../coverage/register/queries.ts';
import { requireSignal } from '../../coverage/signals/queries.ts';

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
