import { ageGroups } from '../../../../models/CareModule.ts';
import type { PageData } from '../../../core/answers.ts';
import type { Visit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import type { Understood } from '../choices.ts';
import { type addressOf, readerOf } from '../directoryPage.ts';
import { everywhere, unknown } from '../facets.ts';
import { placeNote } from '../notes.ts';
import { resultView } from '../resultView.ts';
import { contactOf } from '../sheet.ts';
import type { Confirmers } from '../trust.ts';
import { type Catalogue, capitalised, listed, type Reader, shownText } from '../wording.ts';
import { type Instrument, instrumentsFor, problemsWithInstrument } from './instruments.ts';
import type { Referral } from './queries.ts';

interface Told {
  understood: Understood;
  /** Null as long as no problem is chosen. */
  referral: Referral | null;
  confirmers: Confirmers;
  catalogue: Catalogue;
}

/** Everything the page of the instruments shows, worked out. */
export function instrumentsPage({ understood, referral, confirmers }: Told, visit: Visit): PageData {
  const reader = readerOf(visit);
  const { t } = reader;
  const { query, typedPlace, refused, place } = understood;
  const { problem, age } = query.choices;
  const found = instrumentsFor({ problems: problem, ages: age });
  const address = (change: Parameters<ReturnType<typeof addressOf>>[0]) =>
    paths.offerInstruments({ ...{ problem, age, place: typedPlace }, ...change });
  return {
    title: t('instruments.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    place: typedPlace,
    placeNote: place?.kind === 'found' ? null : placeNote(understood, address, reader),
    refused: refused.map(({ field, value }) => t(`offer.refused.${field}`, { value: value.slice(0, 60) })),
    problems: problemsWithInstrument.map((code) => choice('problem', code, problem, reader)),
    ages: ageGroups.map((code) => choice('age', code, age, reader)),
    count: t('instruments.count', { count: found.length }),
    instruments: found.map((one) => instrumentView(one, reader)),
    referral: referral && referralView(referral, understood, confirmers, reader),
  };
}

const choice = (kind: 'problem' | 'age', code: string, chosen: string[], { t }: Reader) => ({
  value: code,
  text: capitalised(t(`offer.${kind}.${code}`)),
  isChosen: chosen.includes(code),
});

function instrumentView(one: Instrument, reader: Reader) {
  const { t } = reader;
  const about = one.problems.map((code) => t(`offer.problem.${code}`));
  return {
    ...{ code: one.code, name: one.name, fullName: one.fullName, link: one.link },
    size: t('instruments.questions', { count: one.questions }),
    time: one.minutes === null ? null : t('instruments.minutes', { count: one.minutes }),
    about: listed(about, reader),
    finds: shownText(one.finds, reader),
    forWhom: shownText(one.forWhom, reader),
    cutOff: shownText(one.cutOff, reader),
    licence: shownText(one.licence, reader),
    ...{ publication: one.publication, sources: one.sources },
  };
}

function referralView(referral: Referral, understood: Understood, confirmers: Confirmers, reader: Reader) {
  const { t, number } = reader;
  const { query, place, typedPlace } = understood;
  const { problem, age } = query.choices;
  const search = (change: Parameters<typeof paths.offer>[0]) =>
    paths.offer({ ...{ place: typedPlace, problem, age }, ...change });
  const note = (key: string, count: number, href: string) =>
    count > 0 ? { text: t(`instruments.refer.${key}`, { count, number: number(count) }), href } : null;
  const names = place?.kind === 'found' ? place.areas.map((nis) => areaName(nis, reader.language)) : [];
  const about = listed(
    problem.map((code) => t(code === unknown ? 'offer.unknownChoice' : `offer.problem.${code}`)),
    reader,
  );
  return {
    title:
      names.length > 0
        ? t('instruments.refer.near', { about, place: listed(names, reader) })
        : t('instruments.refer.title', { about }),
    addresses: referral.addresses.map((one) => ({
      ...resultView(one, query.places, confirmers, reader),
      phone: contactOf(one.entry, reader).phone,
      isSilent: one.isSilent,
    })),
    hasPlace: names.length > 0,
    all: note('all', referral.total, search({})),
    silent: note('silent', referral.silent, search({ problem: [...new Set([...problem, unknown])] })),
    elsewhere: note('elsewhere', referral.elsewhere, search({ place: '', province: [everywhere] })),
  };
}
