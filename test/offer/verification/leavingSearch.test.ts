import { expect } from 'chai';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { noChoices } from '../../../server/features/offer/facets.ts';
import { documentOf } from '../../../server/features/offer/search/document.ts';
import { indexOf, type OfferIndex } from '../../../server/features/offer/search/offerIndex.ts';
import type { OfferQuery } from '../../../server/features/offer/search/query.ts';
import { search } from '../../../server/features/offer/search/search.ts';
import { valuesFrom } from '../../../server/features/offer/search/values.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { aVisitor, signInAs } from '../../builders/people.ts';
import { anEntry } from '../anEntry.ts';

describe('entries whose confirmation is old, in the index', () => {
  const on = (day: string) => ({ at: new Date(`${day}T12:00:00Z`), by: 'x' });
  const alcohol = { problems: ['alcohol'] };
  const gaming = { problems: ['gaming'] };
  const entries = [
    anEntry({ name: 'Nieuw', verified: on('2026-11-01'), module: alcohol }),
    anEntry({ name: 'Grens', verified: on('2025-11-26'), module: alcohol }),
    anEntry({ name: 'Oud', verified: on('2025-11-25'), module: alcohol }),
    anEntry({ name: 'Oud spel', verified: on('2024-01-01'), module: gaming }),
    anEntry({ name: 'Bron', module: alcohol }),
  ];
  const values = valuesFrom();
  const index: OfferIndex = indexOf(
    entries.map((entry) => documentOf(entry, values)),
    values,
  );
  const asked = (some: Partial<OfferQuery> = {}): OfferQuery => ({
    ...{ text: '', language: 'nl', exactly: false, choices: noChoices(), places: [], sort: 'best', page: 1 },
    ...{ today: '2026-11-26', pageSize: 50 },
    ...some,
  });
  const confirmedSince = '2025-11-26';
  const found = (some: Partial<OfferQuery>) => {
    const { hits, leftOut, total, counts } = search(index, asked(some));
    const alcoholCount = counts.problem.get('alcohol');
    return { ids: hits.map(({ id }) => id).sort(), leftOut, total, alcoholCount };
  };

  for (const [what, some, ids, leftOut, alcoholCount] of [
    ['all when nothing is left out', {}, ['Bron', 'Grens', 'Nieuw', 'Oud', 'Oud spel'], 0, 4],
    [
      'those confirmed since, and what nobody ever confirmed',
      { confirmedSince },
      ['Bron', 'Grens', 'Nieuw'],
      2,
      3,
    ],
    [
      'how many of what is asked are left out, not of everything',
      { confirmedSince, choices: { ...noChoices(), problem: ['alcohol'] } },
      ['Bron', 'Grens', 'Nieuw'],
      1,
      3,
    ],
    ['nothing by name of what is left out, but that it is there', { confirmedSince, text: 'oud' }, [], 2, 0],
  ] as const) {
    it(what, () => {
      expect(found(some as Partial<OfferQuery>)).to.deep.equal({
        ids,
        leftOut,
        total: ids.length,
        alcoholCount,
      });
    });
  }
});

describe('leaving the default search', function () {
  this.timeout(60_000);
  let app: TestApp;
  const name = 'De Brug, mobiel team';

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-26T09:00:00Z') });
    const old = { at: new Date('2025-11-20T09:00:00Z'), by: 'x', body: 'demo-de-brug' };
    await CareUnitModel.updateOne({ name }, { verified: old });
    await app.restart();
  });
  after(() => app.close());

  const list = async (query: object) =>
    (await aVisitor(app).get(paths.offer({ q: 'mobiel', ...query }))).text;

  it('leaves a note with the number and a link, and keeps the sheet', async () => {
    const text = await list({});
    expect(text).not.to.include(name);
    expect(text).to.include('1 plek werd al meer dan 12 maanden niet bevestigd').and.include('old=1');
    const { _id } = await CareUnitModel.findOne({ name }).lean().orFail();
    const sheet = await aVisitor(app).get(paths.offerEntry({ id: _id }));
    expect(sheet.text).to.include('Al 12 maanden niet bevestigd; bel eerst.');
  });

  it('is undone by the link, which stays through the next filter', async () => {
    const text = await list({ old: '1' });
    expect(text).to.include(name).and.include('name="old" value="1"').and.include('Al 12 maanden niet');
    expect(text).not.to.include('meer dan 12 maanden');
    expect((await aVisitor(app).get(paths.offer({ old: '7' }))).status).to.equal(422);
  });

  it('does not happen where the installation says never', async () => {
    await app.restart({ directoryMonths: 0 });
    expect(await list({})).to.include(name);
    await app.restart({ directoryMonths: 12 });
  });

  it('is over after one confirmation', async () => {
    const { _id } = await CareUnitModel.findOne({ name }).lean().orFail();
    const els = await signInAs(app, 'aanbod.debrug');
    await els.post(paths.upkeepConfirmation({ kind: 'units', id: _id }));
    for (let wait = 0; wait < 50 && !(await list({})).includes(name); wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await list({}))
      .to.include(name)
      .and.include('Bevestigd 26 november 2026');
  });
});
