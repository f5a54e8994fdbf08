import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay, formats } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { csvKinds, csvLines } from './csv.ts';
import { publicOffer } from './publicOffer.ts';
import { publicRecords } from './records.ts';

const licence = 'https://creativecommons.org/publicdomain/zero/1.0/';

/** What there is for programs and for whoever wants it all, with its licence and its date. */
export async function showOpenData(visit: Visit): Promise<Answer> {
  const { house, now, t, language } = visit;
  const offer = await publicOffer(house, now);
  const { number, day } = formats(language);
  const counted = { services: offer.services, organisations: offer.organisations, places: offer.places };
  return page('offer/programs/openData', {
    title: t('programs.openData.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    licence,
    date: day(now),
    counts: Object.entries(counted).map(([name, all]) => ({
      name: t(`programs.openData.count.${name}`),
      number: number(all.length),
    })),
    files: Object.entries(csvKinds).map(([file, kind]) => ({
      href: paths.openDataFile({ file }),
      file,
      about: t(`programs.openData.file.${kind}`),
    })),
    servicesFile: 'services.json',
    servicesHref: paths.openDataServices({ language }),
    api: house.publicUrl + paths.hsds(),
    documentHref: paths.hsdsOpenApi(),
  });
}

/** Raised when the same records are given otherwise. */
const form = 1;

/** One CSV file, sent as it is read. @throws NotFound */
export async function downloadCsv(visit: Visit): Promise<Answer> {
  const file = visit.params.file ?? '';
  const kind = Object.hasOwn(csvKinds, file) ? csvKinds[file] : undefined;
  if (!kind) throw new NotFound();
  const offer = await publicOffer(visit.house, visit.now);
  return {
    kind: 'data',
    type: 'text/csv; charset=utf-8; header=present',
    name: `schakel-${brusselsDay(visit.now)}-${file}`,
    chunks: csvLines(kind, publicRecords(kind, offer)),
    headers: {
      'Cache-Control': 'public, no-cache',
      'Last-Modified': offer.since.toUTCString(),
      Link: `<${licence}>; rel="license"`,
      ETag: `W/"${offer.mark}-${form}"`,
    },
  };
}
