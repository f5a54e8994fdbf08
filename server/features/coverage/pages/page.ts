import { type Answer, fragment, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { populationYear } from '../../../geography/population.ts';
import { paths } from '../../../paths.ts';
import { addressOf } from './address.ts';
import { type AxisView, areaValues, type Naming, valuesOf } from './axes.ts';
import { cellView, openedCell } from './cellPage.ts';
import { kindName, placeName } from './cellWords.ts';
import { changesView } from './changesView.ts';
import { choicesView } from './choicesView.ts';
import { type Asked, asFarAsItHolds, type Side, views } from './forms.ts';
import { gridOf, type Sides } from './grid.ts';
import { mapView } from './mapView.ts';
import { matrixView } from './matrixView.ts';
import { type Known, knownTo } from './queries.ts';
import { faultsOf, type Question, questionOf, withoutFaults } from './question.ts';
import { type Reader, readerOf } from './reader.ts';
import { standardView } from './standards.ts';
import { states } from './states.ts';

type Visit = SignedInVisit<unknown>;

const codesBy = (naming: Naming) => (dimension: Exclude<Side, 'area'>) =>
  valuesOf(dimension, naming).map(({ code }) => code);

function withinName({ within }: Question, { platforms }: Known, { t, language }: Reader): string {
  const platform = platforms.find((one) => one._id === within.code);
  return platform ? inLanguage(platform.names, language).text : t('coverage.belgium');
}

/** What areas stand below, as far as that is no area itself. */
function groupNames(question: Question, known: Known, reader: Reader): Record<string, string | null> {
  const platforms = known.platforms.map(({ _id, names }) => [_id, inLanguage(names, reader.language).text]);
  return {
    ...Object.fromEntries(platforms),
    own: withinName(question, known, reader),
    around: reader.t('coverage.around'),
    belgium: null,
  };
}

function sidesOf(question: Question, known: Known, reader: Reader): Sides {
  const axis = (side: Side): AxisView => ({
    side,
    values:
      side === 'area'
        ? areaValues(question.areas, {
            ...reader,
            zones: known.zones,
            groups: groupNames(question, known, reader),
          })
        : valuesOf(side, reader),
  });
  return { rows: axis(question.asked.rows), columns: axis(question.asked.columns) };
}

/** What one looks at, in a sentence: kind of help and people, where, on which day. */
function subjectOf(question: Question, known: Known, reader: Reader): string {
  const { t } = reader;
  const { asked, look, other } = question;
  const hasAreas = asked.rows === 'area' || asked.columns === 'area';
  const beside =
    question.within.code !== 'belgium' && (asked.level === 'province' || asked.level === 'arrondissement');
  const where = hasAreas
    ? t(`coverage.where.${asked.level}${beside ? 'Around' : ''}`, {
        name:
          asked.level === 'municipality'
            ? placeName(question.province, question, known, reader)
            : withinName(question, known, reader),
      })
    : placeName(look.areas[0]!.code, question, known, reader);
  const told = { kind: kindName(look.filters, reader), where, day: reader.day(look.day) };
  if (other?.by === 'day') return t('coverage.subjectDays', { ...told, earlier: reader.day(other.look.day) });
  return t('coverage.subject', told);
}

function standardsView({ standard, other }: Question, reader: Reader) {
  const all = [standard, ...(other?.by === 'standard' ? [other.standard] : [])];
  return all.map(({ named }) => standardView(named, reader));
}

/** What every view of a question shows, also when it is fetched again after a change. */
async function parts(visit: Visit, question: Question, known: Known, reader: Reader) {
  const { coverage } = visit.house;
  const { look, other, asked } = question;
  const [main, compared] = await Promise.all([
    coverage.matrix(look),
    other ? coverage.matrix(other.look) : null,
  ]);
  const sides = sidesOf(question, known, reader);
  const grid = gridOf(question, sides, { main, other: compared }, known.gaps);
  const has = (values: Sides['rows'], code: string): boolean =>
    values.values.some((one) => one.code === code);
  const opened = openedCell(question, (row, column) => has(sides.rows, row) && has(sides.columns, column));
  const { t, number } = reader;
  return {
    ...{ t, view: asked.view, isCompared: other !== null },
    subject: subjectOf(question, known, reader),
    population: asked.rows === 'area' || asked.columns === 'area' ? null : number(main.populations[0] ?? 0),
    matrix: asked.view === 'map' ? null : matrixView(question, sides, grid, known.gaps, reader),
    map: asked.view === 'map' ? mapView(question, sides, grid, reader) : null,
    mapWithAreas: addressOf(question)({ columns: 'area', rows: asked.rows === 'area' ? 'type' : asked.rows }),
    changes: await changesView(visit, question, grid, reader),
    cell: opened && (await cellView(visit, question, known, opened, reader)),
    states: states.map((one) => ({ ...one, word: t(`coverage.state.${one.code}`) })),
    standards: standardsView(question, reader),
    counted: t(`coverage.counts.${asked.number}`),
    inventory: t('coverage.inventory', { count: main.modules, number: number(main.modules) }),
    unplaced: main.unplaced > 0 ? t('coverage.unplaced', { count: main.unplaced }) : null,
    populationNote: t('coverage.populationNote', { year: populationYear }),
    hidden: Object.entries({ ...asked, within: question.within.code, line: '', cell: '' }).filter(
      ([, value]) => value !== '',
    ),
  };
}

async function read(visit: Visit, asked: Asked, known: Known) {
  const reader = readerOf(visit, known);
  const question = questionOf(asked, known, codesBy(reader), reader.today);
  return { reader, question, parts: await parts(visit, question, known, reader) };
}

/** What is wrong with a refused address beside its fields, and what of it holds. */
function faultsAgain(asked: Asked, { refused, t, now }: Visit, known: Known) {
  if (!refused) return { asked, refused: null };
  const faults = faultsOf(asked, known, brusselsDay(now));
  const told = Object.entries(faults).map(([field, key]) => [field, t(key)]);
  return {
    asked: withoutFaults(asked, faults),
    refused: { ...refused, errors: { ...Object.fromEntries(told), ...refused.errors } },
  };
}

/** The page of an address, with the form it came from. */
export async function coveragePage(visit: Visit): Promise<Answer> {
  const typed = visit.refused ? asFarAsItHolds(visit.refused.values) : (visit.input as Asked);
  const known = await knownTo(visit.person, typed);
  const { asked, refused } = faultsAgain(typed, visit, known);
  const { reader, question, parts: shown } = await read(visit, asked, known);
  const address = addressOf(question);
  return page('coverage/matrix', {
    title: visit.t('coverage.title'),
    space: 'platform',
    styles: ['/styles/areas.css', '/styles/coverage.css'],
    scripts: ['/build/coverage.js'],
    ...shown,
    unknownHref: paths.unknown(
      known.registers.some((one) => one._id === question.within.code)
        ? { platform: question.within.code }
        : {},
    ),
    refused,
    choices: choicesView(question, known, reader, refused),
    views: views.map((view) => ({
      ...{ view, text: visit.t(`coverage.view.${view}`), href: address({ view, cell: question.asked.cell }) },
      isCurrent: view === question.asked.view,
    })),
  });
}

/** What an open page fetches after a change, or when a cell is opened. */
export async function coverageParts(visit: Visit): Promise<Answer> {
  const asked = visit.input as Asked;
  const known = await knownTo(visit.person, asked);
  const { parts: shown } = await read(visit, asked, known);
  return fragment('coverage/_matrixParts', shown);
}
