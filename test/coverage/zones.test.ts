import { expect } from 'chai';
import { ZoneModel } from '../../models/Zone.ts';
import { zonesFor } from '../../server/features/coverage/zones/queries.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const words = { names_nl: 'Kempen', parts: '13000', source: 'Overleg van 3 november 2026' };

describe('the zones of platforms', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let limburg: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
  });
  beforeEach(() => ZoneModel.deleteMany({ platform: 'BE-VAN' }));
  after(() => app.close());

  /** The first added comes first. */
  async function aZone(body: object = {}): Promise<string> {
    app.clock.advance(1000);
    const answer = await coordinator.post(paths.zones(), { ...words, ...body });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    return (await zonesFor('BE-VAN')).at(-1)!.code;
  }
  const bases = { base_names: '0', base_parts: '0', base_source: '0' };

  it('one put together from an arrondissement and a municipality across the border is there to ask about, with its act', async () => {
    const id = await aZone({ elsewhere: 'Lommel' });
    const [zone] = await zonesFor('BE-VAN');
    expect(zone).to.deep.equal({
      ...{ code: id, parts: ['13000', '72020'], names: { nl: 'Kempen' }, platform: 'BE-VAN' },
    });
    expect(await actsIn(app, { name: 'zone.added', 'record.id': id })).to.have.length(1);
    const list = (await limburg.get(paths.zones())).text;
    expect(list).to.include('Buiten het gebied van het platform: Lommel').and.include('liggen in geen zone');
    expect(list).not.to.include(paths.zoneEnd({ id }));
  });

  it('a place that is none, and no source, come back beside their fields with what was ticked', async () => {
    const answer = await coordinator.post(paths.zones(), {
      ...words,
      elsewhere: 'Nergenshuizen',
      source: '',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('elsewhere-error')
      .and.include('source-error')
      .and.include('Nergenshuizen');
    expect(answer.text).to.match(/value="13000" checked/);
    expect(await zonesFor('BE-VAN')).to.deep.equal([]);
  });

  it('a zone of nothing is refused', async () => {
    const answer = await coordinator.post(paths.zones(), { ...words, parts: '' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('parts-error');
  });

  it('two zones that share a municipality, both kept, say which', async () => {
    await aZone();
    await aZone({ names_nl: 'Turnhout en omgeving', parts: ['13040', '11000', '12000'] });
    const list = (await coordinator.get(paths.zones())).text;
    expect(list).to.include('1 gemeente ligt in twee zones (Kempen, Turnhout en omgeving): Turnhout.');
    expect(list).to.include('Alle gemeenten van het platform liggen in een zone.');
  });

  it('two who change the same field: the second sees both, nothing of theirs is written, and chooses', async () => {
    const id = await aZone();
    await coordinator.post(paths.zone({ id }), { ...words, ...bases, names_nl: 'De Kempen' });
    const typed = { ...words, ...bases, names_nl: 'Zone Kempen', source: 'Decreet' };
    const second = await coordinator.post(paths.zone({ id }), typed);
    expect(second.status).to.equal(409);
    expect(second.text).to.include('De Kempen').and.include('Zone Kempen').and.include('value="Decreet"');
    expect((await zonesFor('BE-VAN'))[0]!.names).to.deep.equal({ nl: 'De Kempen' });
    const chosen = JSON.stringify([['nl', 'Zone Kempen']]);
    const again = await coordinator.post(paths.zone({ id }), {
      ...typed,
      base_names: '1',
      chosen_names: chosen,
    });
    expect(again.status).to.equal(303);
    const kept = await ZoneModel.findById(id).lean().orFail();
    expect(kept.values).to.deep.include({ names: { nl: 'Zone Kempen' }, source: 'Decreet' });
  });

  it('a coordinator of another platform changes and ends nothing', async () => {
    const id = await aZone();
    expect((await limburg.get(paths.zone({ id }))).status).to.equal(403);
    expect((await limburg.post(paths.zone({ id }), { ...words, ...bases })).status).to.equal(403);
    expect((await limburg.post(paths.zoneEnd({ id }))).status).to.equal(403);
    expect(await zonesFor('BE-VAN')).to.have.length(1);
  });

  it('one that is ended is asked about no more', async () => {
    const id = await aZone();
    expect((await coordinator.post(paths.zoneEnd({ id }))).status).to.equal(303);
    expect(await zonesFor('BE-VAN')).to.deep.equal([]);
    expect((await coordinator.get(paths.zone({ id }))).status).to.equal(303);
  });

  it('the demo holds the one zone of Luxembourg, and says of Namur that its borders are not known', async () => {
    const [luxembourg, ...more] = await zonesFor('BE-WLX');
    expect(luxembourg!.parts).to.deep.equal(['80000']);
    expect(more).to.deep.equal([]);
    expect(await zonesFor('BE-WNA')).to.deep.equal([]);
    expect((await coordinator.get(paths.zones())).text).to.include('drukt hun grenzen niet af');
  });
});
