import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { GapModel } from '../../../models/Gap.ts';
import { StandardModel } from '../../../models/Standard.ts';
import { ZoneModel } from '../../../models/Zone.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { heard, letIn, signInAs, type Visitor } from '../../builders/people.ts';
import { aStandardOf, proposal } from '../../builders/standards.ts';

const unescaped = (text: string): string => text.replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** A standard by which twelve weeks of waiting are none too many. */
function patient() {
  const draft = proposal();
  draft.names = { nl: 'Geduldige norm' };
  draft.content.waiting.weeks = { otherwise: 26, types: {} };
  return draft;
}

/** The cell in which somebody waits twelve weeks. */
const cell = 'short_residential.71000';

describe('coverage looked at by a platform’s own standard and zones', function () {
  this.timeout(120_000);
  let app: TestApp;
  let nora: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-26T10:00:00Z') });
    nora = await signInAs(app, 'coordinator.antwerpen');
  });
  beforeEach(() => Promise.all([StandardModel.deleteMany({}), ZoneModel.deleteMany({ platform: 'BE-VAN' })]));
  after(() => app.close());

  const page = async (query: Record<string, string> = {}, who = nora): Promise<string> => {
    const { status, text } = await who.get(paths.coverage({ within: 'BE-VAN', ...query }));
    expect(status, text.slice(0, 400)).to.equal(200);
    return unescaped(text);
  };
  const told = (text: string, key = cell): string =>
    new RegExp(`data-cell="${key}".*?data-told-cell>([^<]*)<`, 's').exec(text)![1]!;

  it('a standard that is chosen: gives its verdicts, its name, its version and the way to all it says', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    const text = await page({ standard: id });
    expect([told(await page()), told(text)].map((one) => one.includes('wachtlijst te lang'))).to.deep.equal([
      true,
      false,
    ]);
    expect(text).to.include('Geduldige norm (versie 1)');
    expect(text).to.include(`href="${paths.standard({ id }, { version: 1 })}"`);
    expect(text).to.match(new RegExp(`<option value="${id}" selected>Geduldige norm<`));
    const all = unescaped((await nora.get(paths.standard({ id }))).text);
    expect(all).to.include(`href="${paths.coverage({ within: 'BE-VAN', standard: id })}"`);
  });

  it('the standard a platform marked as its own: is looked by where nobody chooses, of that platform alone', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    await StandardModel.updateOne({ _id: id }, { isDefault: true });
    expect(told(await page())).not.to.include('wachtlijst te lang');
    expect(await page()).to.include('wat het platform gebruikt: Geduldige norm');
    expect(await page({ within: 'BE-VLI' })).to.include('wat het platform gebruikt: Voorstel van Schakel');
    expect(await page({ within: 'belgium' })).not.to.include('Geduldige norm (versie');
    const candidates = (await nora.get(paths.candidates({ platform: 'BE-VAN' }))).text;
    expect(candidates).to.include('Geduldige norm');
  });

  it('a standard that is marked, and a zone that is added: told to who has the matrix open', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    const socket = (await signInAs(app, 'coordinator.antwerpen')).socket();
    try {
      expect(await letIn(socket)).to.equal('in');
      expect(await socket.timeout(5000).emitWithAck('watch', 'coverage:all')).to.equal(true);
      const marked = heard(socket, 'changed');
      expect((await nora.post(paths.standardDefault({ id }), { isDefault: 'on' })).status).to.equal(303);
      await marked;
      const added = heard(socket, 'changed');
      await aZone('13000');
      await added;
    } finally {
      socket.disconnect();
    }
  });

  it('laid beside the proposal: says what is otherwise by it', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    const text = await page({ against: id, cell });
    expect(told(text)).to.match(/van wachtlijst te lang naar /);
    expect(text).to.include('Met de norm ‘Geduldige norm’');
  });

  it('an old address: is answered by the version it names, and by one out of use, which are not offered', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    await StandardModel.updateOne({ _id: id }, { retiredAt: new Date() });
    expect(await page()).not.to.include('Geduldige norm');
    for (const standard of [id, `${id}:1`]) {
      const text = await page({ standard });
      expect(text).to.include(`<option value="${standard}" selected>Geduldige norm, versie 1<`);
      expect(told(text)).not.to.include('wachtlijst te lang');
    }
    for (const standard of [`${id}:2`, randomUUID(), 'own:9']) {
      const { status, text } = await nora.get(paths.coverage({ standard }));
      expect([status, text.includes('id="standard-error"')]).to.deep.equal([422, true]);
    }
  });

  it('what is kept of a gap: is measured by the standard of its platform, and says by which', async () => {
    const id = await aStandardOf('BE-VAN', patient());
    await StandardModel.updateOne({ _id: id }, { isDefault: true });
    const form = { platform: 'BE-VAN', kind: 'insufficient', title: 'Te weinig verblijf', cell: 'on' };
    const { status, headers } = await nora.post(paths.gaps(), {
      ...form,
      ...{ function: 'short_residential', area: '13000' },
    });
    expect(status).to.equal(303);
    const gap = (await GapModel.findById(headers.location!.split('/').at(-1)!.split(/[?#]/)[0]).lean())!;
    expect(gap.pictures.map(({ frame, frameVersion }) => [frame, frameVersion])).to.deep.equal([[id, 1]]);
    expect((await nora.get(paths.gap({ id: gap._id }))).text).to.include('norm ‘Geduldige norm’, versie 1');
  });

  async function aZone(parts: string): Promise<string> {
    const form = { names_nl: 'De Kempen', parts, source: 'Overleg van 3 november 2026' };
    expect((await nora.post(paths.zones(), form)).status).to.equal(303);
    return (await ZoneModel.findOne({ platform: 'BE-VAN' }).lean())!._id;
  }

  it('by zones: one that is an arrondissement is what that arrondissement is, in the matrix, opened and on the map', async () => {
    const zone = await aZone('13000');
    const text = await page({ level: 'zone' });
    const key = `short_residential.${zone}`;
    const said = (one: string): string[] => one.split(': ').slice(1);
    expect(said(told(text, key))).to.deep.equal(said(told(await page(), 'short_residential.13000')));
    expect(text).to.include('per zone').and.include('De Kempen');
    const opened = await page({ level: 'zone', cell: key });
    expect(opened).to.include('data-panel-title>Kort verblijf');
    expect(opened)
      .to.match(/id="cell"[\s\S]*De Kempen/)
      .and.include('Turnhout: alleen ambulante hulp');
    expect(opened).to.include('area=13000');
    const map = await page({ level: 'zone', view: 'map', line: 'short_residential' });
    expect(map).to.match(/<title>Kort verblijf, De Kempen: [^<]*<\/title><path/);
  });

  it('by zones on the map: municipalities of which we have no outline are drawn one by one', async () => {
    await aZone('13040');
    const map = await page({ level: 'zone', view: 'map', line: 'short_residential' });
    expect(map.match(/<title>Kort verblijf, De Kempen: [^<]*<\/title><circle/g)).to.have.length(1);
  });

  it('by zones of the whole country: below the platforms that drew them; without one, offered to nobody', async () => {
    expect(await page()).not.to.include('<option value="zone"');
    expect((await nora.get(paths.coverage({ within: 'BE-VLI', level: 'zone' }))).status).to.equal(422);
    await aZone('13000');
    const text = await page({ within: 'belgium', level: 'zone' });
    expect(text)
      .to.include('De Kempen')
      .and.match(/Luxemb/);
    expect(await page()).to.include('<option value="zone"');
  });

  it('where areas are no side: one zone can be looked at', async () => {
    const zone = await aZone('13000');
    const text = await page({ columns: 'age', area: zone });
    expect(text).to.include(`<option value="${zone}" selected>De Kempen<`);
    const ofArea = await page({ columns: 'age', area: '13000' });
    expect(told(text, 'short_residential.adults')).to.equal(told(ofArea, 'short_residential.adults'));
    expect((await nora.post(paths.zoneEnd({ id: zone }))).status).to.equal(303);
    expect(told(await page({ columns: 'age', area: zone }), 'short_residential.adults')).to.equal(
      told(ofArea, 'short_residential.adults'),
    );
    expect(await page({ columns: 'age' })).not.to.include('De Kempen');
  });
});
