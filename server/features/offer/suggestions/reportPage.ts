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
import { hasInsz, onNewGround } from './refusals.ts';

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

type Parts = [Part, ...Part[]];

/** The parts of a sheet to choose from, by name. */
function partViews(visit: Visit<unknown>, parts: Parts, chosen: Part) {
  const id = visit.params.id ?? '';
  const reader = readerOf(visit);
  return Promise.all(
    parts.map(async (one) => ({
      text: await titleOf(one.kind, one.record, reader, visit.now),
      sort: visit.t(`suggestions.part.${one.kind}`),
      href: paths.offerReport({ id }, one === parts[0] ? {} : { about: nameOf(one) }),
      isCurrent: one === chosen,
    })),
  );
}

/** The sheet shows what a site says where the unit says nothing: then the site is the one to correct. */
function siteShown(parts: Parts, { kind, record }: Part, field: string): Part | undefined {
  if (kind !== 'unit' || !field.startsWith('contact.') || valuesOf(kind, record)[field] !== null)
    return undefined;
  return parts.find((one) => one.kind === 'site' && valuesOf('site', one.record)[field] !== null);
}

/** The fields of a part. Hints of the catalogue are for those who keep the entry. */
async function fieldsOf(visit: Visit<unknown>, parts: Parts, part: Part) {
  const { kind, record } = part;
  const reader = readerOf(visit);
  const sections = sectionViews({
    fields: publicFields(kind),
    values: valuesOf(kind, record),
    version: (field) => versionOf(record, field),
    choices: {},
    reader,
    refused: onNewGround(visit.refused),
  });
  return Promise.all(
    sections
      .flatMap((section) => section.fields)
      .map(async (field) => {
        const site = siteShown(parts, part, field.name);
        if (!site) return { ...field, hint: null };
        const name = await titleOf('site', site.record, reader, visit.now);
        return { ...field, hint: visit.t('suggestions.report.ofSite', { site: name }) };
      }),
  );
}

/** The form by which anyone reports what is wrong on a public sheet. @throws NotFound */
export async function reportPage(visit: Visit<unknown>, about: string): Promise<Answer> {
  const parts = await partsOfSheet(visit.params.id);
  const part = partNamed(parts, about);
  const id = visit.params.id ?? '';
  const named = await partViews(visit, parts, part);
  return page('offer/suggestions/report', {
    title: visit.t('suggestions.report.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    narrow: true,
    refused: visit.refused,
    insz: hasInsz(visit),
    entry: named[0]!.text,
    current: named.find((one) => one.isCurrent)!.text,
    parts: named,
    about: about === '' ? '' : nameOf(part),
    action: paths.offerReport({ id }),
    back: paths.offerEntry({ id }),
    fields: await fieldsOf(visit, parts, part),
  });
}
