import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { ClientSession } from 'mongodb';
import request from 'supertest';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { SiteModel } from '../../models/Site.ts';
import { startSequencer } from '../../server/core/sequencer.ts';
import { understand } from '../../server/features/offer/choices.ts';
import { offerSearchForm } from '../../server/features/offer/forms.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { type OfferSearch, startOfferSearch } from '../../server/features/offer/offerSearch.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

const now = new Date('2026-11-22T10:00:00Z');
const unit = (key: string) => idOf('unit', key);
/** Milliseconds; the bench says how long it takes on a machine that does nothing else. */
const within = 10_000;

describe('the search of the offer, kept current', function () {
  this.timeout(60_000);
  let app: TestApp;
  const opened: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    app = await startTestApp({ now });
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await app.close();
  });

  const names = async (query: string) => {
    const { text } = await request(app.server).get(`/offer?${query}`).set('Accept', 'text/html');
    return [...text.matchAll(/<h3><a[^>]*>([^<]*)</g)].map(([, name]) => name);
  };
  const totalIn = async (search: OfferSearch, query: Record<string, unknown>) => {
    const catalogue = { moduleTypes: await search.moduleTypes() };
    return (await search.find(understand(offerSearchForm.parse(query), catalogue, 'nl', now).query)).total;
  };
  /** A change as any feature makes one: the record and its act. */
  const change = (type: string, id: string, work: (session: ClientSession) => Promise<unknown>) =>
    app.house.unitOfWork.do({ name: `${type}.changed`, actor: null, record: { type, id } }, async (one) => {
      await work(one.session);
      return null;
    });
  /** Asks again until it is so. */
  const soon = async (is: () => Promise<unknown>, wanted: unknown): Promise<void> => {
    const began = performance.now();
    let answer = await is();
    while (JSON.stringify(answer) !== JSON.stringify(wanted) && performance.now() - began < within) {
      await pause(20);
      answer = await is();
    }
    expect(answer).to.deep.equal(wanted);
  };

  it('a unit that is called otherwise: is found by its new name, no longer by the old', async () => {
    expect(await names('q=katarsis')).to.deep.equal(['Katarsis vzw']);
    await change('unit', unit('katarsis'), (session) =>
      CareUnitModel.updateOne({ name: 'Katarsis vzw' }, { name: 'Wilgenoever' }, { session }),
    );
    await soon(() => names('q=wilgenoever'), ['Wilgenoever']);
    expect(await names('q=limburg'))
      .to.include('Wilgenoever')
      .and.not.include('Katarsis vzw');
  });

  it('a unit that does not want to be listed: goes, and comes back', async () => {
    const list = (listed: boolean) =>
      change('unit', unit('kompas'), (session) =>
        CareUnitModel.updateOne({ name: 'Kompas' }, { listed }, { session }),
      );
    expect(await names('q=kompas')).to.deep.equal(['Kompas']);
    await list(false);
    await soon(() => names('q=kompas&exact=1'), []);
    const { status } = await request(app.server).get(paths.offerEntry({ id: unit('kompas') }));
    expect(status).to.equal(404);
    await list(true);
    await soon(() => names('q=kompas'), ['Kompas']);
  });

  it('a module, a site, an organisation: each brings its unit along', async () => {
    const kiem = await CareUnitModel.findOne({ name: 'De Kiem' }).orFail();
    const module = await CareModuleModel.findOne({ careUnitId: kiem._id }).orFail();
    await names('');
    await change('module', module._id, (session) =>
      CareModuleModel.updateOne({ _id: module._id }, { languages: ['tr'] }, { session }),
    );
    await soon(() => names('language=tr'), ['De Kiem']);
    const siteId = kiem.siteIds[0]!;
    await change('site', siteId, (session) =>
      SiteModel.updateOne({ _id: siteId }, { area: '31006' }, { session }),
    );
    await soon(() => names('municipality=31006'), ['De Kiem']);
    await change('organisation', kiem.organisationId!, (session) =>
      OrganisationModel.updateOne(
        { _id: kiem.organisationId },
        { names: [{ name: 'Zonneweide', from: null, until: null }] },
        { session },
      ),
    );
    await soon(() => names('q=zonneweide'), ['De Kiem']);
  });

  it('a module that moves to another unit: leaves the first', async () => {
    const module = await CareModuleModel.findOne({ careUnitId: unit('tandem') }).orFail();
    await CareModuleModel.updateOne({ _id: module._id }, { languages: ['ar'] });
    expect(await names('language=ar')).to.deep.equal(['Tandem']);
    await change('module', module._id, (session) =>
      CareModuleModel.updateOne({ _id: module._id }, { careUnitId: unit('kompas') }, { session }),
    );
    await soon(() => names('language=ar'), ['Kompas']);
  });

  it('an act about something else: changes nothing that is kept', async () => {
    await names('q=gent');
    await app.house.unitOfWork.record({
      name: 'case.viewed',
      actor: null,
      record: { type: 'case', id: 'x' },
    });
    expect(await names('q=gent')).to.include('MSOC Gent');
  });

  const anotherNode = async (directory: string): Promise<OfferSearch> => {
    const { connection, clock, logger, fence } = app.house;
    const sequencer = await startSequencer({ connection, clock, logger, fence, pollEvery: 100 });
    const search = startOfferSearch({ connection, logger, sequencer, directory, isCurrent: () => true });
    opened.push({
      close: async () => {
        await search.close();
        await sequencer.stop();
      },
    });
    return search;
  };
  const aDirectory = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-search-'));
    opened.push({ close: async () => rmSync(directory, { recursive: true }) });
    return directory;
  };
  const rename = (name: string) =>
    change('unit', unit('kompas'), (session) =>
      CareUnitModel.updateOne({ _id: unit('kompas') }, { name }, { session }),
    );

  it('on another node: a change of this one is found as well', async () => {
    const other = await anotherNode(aDirectory());
    expect(await totalIn(other, { q: 'kompas' })).to.equal(1);
    await rename('Meerslag');
    await soon(() => totalIn(other, { q: 'meerslag' }), 1);
  });

  it('started again: goes on from what it kept, and takes in what changed meanwhile', async () => {
    const directory = aDirectory();
    const file = join(directory, 'careOffer.index');
    await rename('Meerslag'); // an act, by which the data is known
    await app.sequencer.settle();
    const first = await anotherNode(directory);
    expect(await totalIn(first, { q: 'meerslag' })).to.equal(1);
    await opened.pop()!.close();
    const kept = statSync(file).mtimeMs;
    await rename('Lindeveld');
    await app.sequencer.settle(); // it has its place: nobody will tell of it again
    const again = await anotherNode(directory);
    expect(await totalIn(again, { q: 'lindeveld' })).to.equal(1);
    expect(await totalIn(again, { q: 'meerslag', exact: '1' })).to.equal(0);
    expect(await totalIn(again, {})).to.equal(21);
    expect(statSync(file).mtimeMs, 'made anew').to.equal(kept);
  });

  it('started on a kept file that is cut off: makes it anew', async () => {
    const directory = aDirectory();
    const file = join(directory, 'careOffer.index');
    await rename('Meerslag');
    await app.sequencer.settle();
    await totalIn(await anotherNode(directory), {});
    await opened.pop()!.close();
    truncateSync(file, statSync(file).size - 100);
    expect(await totalIn(await anotherNode(directory), { q: 'meerslag' })).to.equal(1);
  });
});
