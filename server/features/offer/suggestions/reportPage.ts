import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';
import { versionOf } from '../upkeep/commands.ts';
import { sectionViews } from '../upkeep/fieldViews.ts';
import { valuesOf } from '../upkeep/plain.ts';
import { titleOf } from '../upkeep/titles.ts';
import { type Part, partsOfSheet } from './queries.ts';

/** The fields the form of the public sheet asks for. */
export const publicFields = (kind: Part['kind']): readonly OfferField[] =>
  catalogue[kind].filter((one) => one.isPublic);

const nameOf = ({ kind, record }: Part): string => `${kind}:${record._id}`;

/** The part an address or a form names; the unit where it names none. @throws NotFound */
export function partNamed([unit, ...others]: [Part, ...Part[]], about: string): Part {
  if (about === '') return unit;
  const part = [unit, ...others].find((one) => nameOf(one) === about);
  if (!part) throw new NotFound();
  return part;
}

/** A form that comes back stands on what the entry says now, where that changed since it was opened. */
export function onNewGround(refused: Visit['refused']): Visit['refused'] {
  if (!refused) return null;
  const wrong = new Set(Object.keys(refused.errors).map((input) => `base_${input}`));
  const kept = Object.entries(refused.values).filter(([input]) => !wrong.has(input));
  return { errors: refused.errors, values: Object.fromEntries(kept) };
}

/** The form by which anyone reports what is wrong on a public sheet. @throws NotFound */
export async function reportPage(visit: Visit<unknown>, about: string): Promise<Answer> {
  const parts = await partsOfSheet(visit.params.id);
  const reader = readerOf(visit);
  const part = partNamed(parts, about);
  const refused = onNewGround(visit.refused);
  const { kind, record } = part;
  const id = visit.params.id ?? '';
  const named = await Promise.all(
    parts.map(async (one) => ({
      text: await titleOf(one.kind, one.record, reader, visit.now),
      sort: visit.t(`suggestions.part.${one.kind}`),
      href: paths.offerReport({ id }, one === parts[0] ? {} : { about: nameOf(one) }),
      isCurrent: one === part,
    })),
  );
  return page('offer/suggestions/report', {
    title: visit.t('suggestions.report.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    narrow: true,
    refused,
    insz: hasInsz(visit),
    entry: named[0]!.text,
    current: named.find((one) => one.isCurrent)!.text,
    parts: named,
    about: about === '' ? '' : nameOf(part),
    action: paths.offerReport({ id }),
    back: paths.offerEntry({ id }),
    // Hints are for those who keep the entry.
    fields: sectionViews({
      fields: publicFields(kind),
      values: valuesOf(kind, record),
      version: (field) => versionOf(record, field),
      choices: {},
      reader,
      refused,
    }).flatMap((section) => section.fields.map((field) => ({ ...field, hint: null }))),
  });
}

/** Whether a form was refused for what may be a national number: then it can be said that it is none. */
export const hasInsz = ({ refused, t }: Pick<Visit, 'refused' | 't'>): boolean =>
  Object.values(refused?.errors ?? {}).includes(t('suggestions.errors.insz'));
