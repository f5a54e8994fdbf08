import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { emptyGap } from '../../models/gapFields.ts';
import { demandReading } from '../../server/features/coverage/demand/policy.ts';
import { type DemandAsked, unmetDemandOf } from '../../server/features/coverage/demand/queries.ts';
import { askedBy } from '../../server/features/coverage/register/demand.ts';
import { gapReading } from '../../server/features/coverage/register/policy.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { personIdOf } from '../builders/cases.ts';
import { everyone, type Name, signInAs, type Visitor } from '../builders/people.ts';

/** Lines of a page as a reader sees them. */
const linesOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('what was looked for and not found, beside gaps and as a table', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  const turnhout = idOf('gap', 'turnhout-ambulatory-only');

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-15T10:00:00Z') });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const asked = (more: DemandAsked = {}) =>
    unmetDemandOf(app.house, { types: ['short_residential'], areas: ['13000'], ...more });

  it('the query answers for kinds of help, areas of any level, ages, groups and months', async () => {
    expect(await asked()).to.deep.include({ counted: 28, together: 0, few: false, since: '2026-02' });
    expect((await asked({ areas: ['10000'] })).counted).to.equal(28);
    expect((await asked({ areas: ['70000'] })).counted).to.equal(0);
    expect((await asked({ types: ['short_residential', 'long_residential'] })).counted).to.be.greaterThan(28);
    expect((await asked({ ages: ['elderly'] })).counted).to.equal(0);
    const ofGroup = await asked({ targets: ['dual_diagnosis'] });
    expect([ofGroup.counted, ofGroup.together]).to.deep.equal([0, 28]);
    expect((await asked({ until: '2026-01' })).counted).to.equal(0);
  });

  it('a gap shows how often its help was looked for in its area, that it is an example, and what stood in the way', async () => {
    const page = linesOf((await coordinator.get(paths.gap({ id: turnhout }))).text);
    expect(page).to.include('Uit casussen').and.include('Voorbeeldcijfers.');
    expect(page).to.match(/Sinds februari 2026 is dit (minstens )?\d+ keer gezocht en niet gevonden/);
    expect(page).to.match(/bestaat hier niet: \d+|niet uit te splitsen: \d+/);
  });

  it('the list of gaps says it in a few words, for each gap its own', async () => {
    const page = linesOf((await coordinator.get(paths.gaps())).text);
    expect(page.match(/Gezocht en niet gevonden: (minstens )?\d+ keer/g)!.length).to.be.greaterThan(1);
  });

  it('a gap that names no help or no area, and an overlap, ask nothing', () => {
    const gap = { ...emptyGap, kind: 'missing' as const, title: {}, platforms: ['BE-VAN'] };
    expect(askedBy({ ...gap, functions: ['detox'] })).to.equal(null);
    expect(askedBy({ ...gap, areas: ['13000'] })).to.equal(null);
    expect(askedBy({ ...gap, kind: 'overlap', functions: ['detox'], areas: ['13000'] })).to.equal(null);
    const access = { types: [], areas: ['23000'], ages: [], targets: [] };
    expect(askedBy({ ...gap, kind: 'access', areas: ['23000'] })).to.deep.equal(access);
    const transition = { ...gap, kind: 'transition' as const, areas: ['70000'] };
    expect(askedBy({ ...transition, from: 'children_youth', to: 'adults' })).to.equal(null);
    expect(askedBy({ ...transition, from: 'detox', to: 'aftercare' })).to.deep.include({
      types: ['aftercare'],
    });
  });

  it('the table has the arrondissements of the platform, numbers of five and more, and sums of what it shows', async () => {
    const { text } = await coordinator.get(paths.demand());
    const table = /<table[\s\S]*<\/table>/.exec(text)![0];
    const rows = table.split('<tr>').map((row) => linesOf(row).trim());
    const head = rows.find((row) => row.includes('Turnhout'))!;
    for (const area of ['Antwerpen', 'Mechelen', 'Turnhout', 'Samen']) expect(head).to.include(area);
    expect(head).not.to.include('Hasselt');
    const numbers = rows
      .slice(2)
      .flatMap((row) => [...row.matchAll(/\b(\d+)\b/g)].map(([, found]) => Number(found)));
    expect(numbers.length).to.be.greaterThan(10);
    expect(rows.join(' ')).to.include('minder dan 5');
    for (const number of numbers) expect(number).to.be.at.least(5);
    for (const row of table.split('<tr>').slice(2)) {
      const [sum = 0, ...parts] = [...row.matchAll(/<b>\D*(\d+)<\/b>/g)]
        .map(([, found]) => Number(found))
        .reverse();
      expect(parts.reduce((all, one) => all + one, 0)).to.equal(sum);
    }
  });

  it('the table narrows to an age, a group and the last year, and takes anything it does not know for everything', async () => {
    const all = linesOf((await coordinator.get(paths.demand())).text);
    const odd = { platform: 'BE-VLI', age: 'x', target: 'x', period: 'x' };
    expect(linesOf((await coordinator.get(paths.demand(odd))).text)).to.equal(all);
    const narrow = { age: 'children_youth', target: 'young_users', period: 'year' };
    const narrowed = linesOf((await coordinator.get(paths.demand(narrow))).text);
    expect(narrowed)
      .to.include('Crisis')
      .and.not.to.match(/Therapeutische gemeenschap[^A-Z]*\d\d/);
  });

  it('an official chooses among all platforms', async () => {
    const fod = await signInAs(app, 'fod');
    const page = linesOf((await fod.get(paths.demand({ platform: 'BE-VWV' }))).text);
    expect(page).to.include('Kortrijk').and.not.to.include('Mechelen');
  });

  it('the table is for coordinators and officials; beside a gap its readers see the number', async () => {
    const readers: Name[] = ['coordinator.antwerpen', 'coordinator.limburg', 'fod', 'vlaanderen'];
    for (const name of everyone) {
      const id = await personIdOf(app, name);
      const held = await app.house.connection
        .db!.collection('memberships')
        .find({ person: id, current: true })
        .toArray();
      const person = {
        affiliations: held.map(({ role, kind, body }) => ({ role, kind, bodyId: body })),
      } as never;
      expect(demandReading.permits(person), name).to.equal(readers.includes(name));
      if (demandReading.permits(person)) expect(gapReading.permits(person), name).to.equal(true);
    }
    expect(demandReading.permits(null)).to.equal(false);
    const partner = await signInAs(app, 'aanbod.debrug');
    const page = (await partner.get(paths.gap({ id: turnhout }))).text;
    expect(page).to.include('Uit casussen').and.not.to.include(paths.demand());
  });

  it('without their key the register goes on and says that the counts cannot be read', async () => {
    rmSync(join(app.config.keyDir, 'data', 'unmet-demand.key'));
    await app.restart();
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    expect((await coordinator.get(paths.gaps())).status).to.equal(200);
    expect((await coordinator.get(paths.gap({ id: turnhout }))).text).not.to.include('Uit casussen');
    const page = await coordinator.get(paths.demand());
    expect(page.status).to.equal(200);
    expect(page.text).to.include('De aantallen zijn nu niet te lezen');
  });
});
