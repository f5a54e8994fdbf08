import { expect } from 'chai';
import { StandardModel } from '../../models/Standard.ts';
import { StandardVersionModel } from '../../models/StandardVersion.ts';
import { defaultFrameOf, frameNamed, framesFor } from '../../server/features/coverage/standards/queries.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { aStandardOf, proposalForm } from '../builders/standards.ts';

describe('the standards of platforms', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let limburg: Visitor;
  let official: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    official = await signInAs(app, 'fod');
  });
  after(() => app.close());

  const begin = (body: object = {}) =>
    coordinator.post(paths.standards(), { ...proposalForm, from: 'own', fromVersion: '1', ...body });
  const change = (id: string, base: number, body: object) =>
    coordinator.post(paths.standardVersions({ id }), { ...proposalForm, base, ...body });

  it('one that is begun from the proposal, sent from its form, is there in its first version with its act', async () => {
    const form = await coordinator.get(paths.newStandard({ from: 'own' }));
    expect(form.text).to.include('value="25"').and.include('Halle-Vilvoorde');
    const answer = await begin({ months: '9' });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    const id = answer.headers.location!.split('/').at(-1)!;
    const { frame, platform } = await frameNamed(id);
    expect(platform).to.equal('BE-VAN');
    expect(frame).to.include({ version: 1, months: 9 });
    expect(frame.transitions.map((one) => one.code)).to.deep.equal([
      'youth_to_adult',
      'residential_to_aftercare',
    ]);
    const acts = await actsIn(app, { name: 'standard.added', 'record.id': id });
    expect(acts.map((one) => one.actor?.bodyId)).to.deep.equal(['BE-VAN']);
    expect(JSON.stringify(acts)).not.to.include('Norm van het overleg');
    const page = await official.get(paths.standard({ id }));
    expect(page.text)
      .to.include('Norm van het overleg')
      .and.include('9 maanden')
      .and.not.include('btn--grave');
  });

  it('a number that cannot be, sent from the form, comes back beside its field with everything that was typed', async () => {
    const answer = await begin({
      kilometres: '-3',
      names_nl: 'Een naam',
      expected_7_types: 'detox',
      expected_7_level: 'municipality',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="kilometres-error"').and.include('value="-3"').and.include('Een naam');
    expect(answer.text).to.include('id="expected_7"');
  });

  it('another row, asked for while typing, is there with what was typed, and nothing is saved', async () => {
    const before = await StandardModel.countDocuments();
    const answer = await begin({ more: 'transitions', rows_transitions: '3', names_nl: 'Half getypt' });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('id="transitions_3"')
      .and.include('Half getypt')
      .and.not.include('class="summary"');
    expect(await StandardModel.countDocuments()).to.equal(before);
  });

  it('a change, saved, is the next version; the one before stays as it was, at its own address', async () => {
    const id = await aStandardOf('BE-VAN');
    expect((await change(id, 1, { months: '3' })).status).to.equal(303);
    expect((await frameNamed(id)).frame).to.include({ version: 2, months: 3 });
    expect((await frameNamed(id, 1)).frame).to.include({ version: 1, months: 6 });
    const older = (await limburg.get(paths.standard({ id }, { version: 1 }))).text;
    expect(older).to.include('6 maanden lang').and.include('De nieuwste is versie 2');
    const history = (await coordinator.get(paths.standard({ id }))).text;
    expect(history).to.include('van 6 maanden naar 3 maanden');
  });

  it('a form sent without a change makes no version', async () => {
    const id = await aStandardOf('BE-VAN');
    expect((await change(id, 1, {})).status).to.equal(303);
    expect(await StandardVersionModel.countDocuments({ standard: id })).to.equal(1);
  });

  it('two who change one version: the second is told what the first changed, and saves both', async () => {
    const id = await aStandardOf('BE-VAN');
    await change(id, 1, { months: '3', weeks: '5' });
    const second = await change(id, 1, { weeks: '6', kilometres_detox: '40' });
    expect(second.status).to.equal(409);
    expect(second.text).to.include('Hoogstens wachten').and.include('5 weken').and.include('3 maanden');
    expect(second.text).to.match(/name="months"[^>]*value="3"/);
    expect(second.text)
      .to.match(/name="weeks"[^>]*value="6"/)
      .and.match(/name="base" value="2"/);
    expect((await frameNamed(id)).frame.version).to.equal(2);
    await change(id, 2, { months: '3', weeks: '6', kilometres_detox: '40' });
    const { frame } = await frameNamed(id);
    expect(frame).to.include({ version: 3, months: 3 });
    expect(frame.travel.kilometres.types.detox).to.equal(40);
  });

  it('a coordinator of another platform reads it and writes nothing of it', async () => {
    const id = await aStandardOf('BE-VAN');
    expect((await limburg.get(paths.standard({ id }))).status).to.equal(200);
    expect((await limburg.get(paths.standardVersions({ id }))).status).to.equal(403);
    const sent = await limburg.post(paths.standardVersions({ id }), {
      ...proposalForm,
      base: 1,
      months: '1',
    });
    expect(sent.status).to.equal(403);
    expect((await limburg.post(paths.standardDefault({ id }), { isDefault: 'on' })).status).to.equal(403);
    expect((await limburg.post(paths.standardRetirement({ id }), { isRetired: 'on' })).status).to.equal(403);
    expect((await frameNamed(id)).frame.version).to.equal(1);
  });

  it('what a platform looks by is the one it marked last; out of use, it is the proposal again', async () => {
    const [first, second] = [await aStandardOf('BE-VAN'), await aStandardOf('BE-VAN')];
    await coordinator.post(paths.standardDefault({ id: first }), { isDefault: 'on' });
    await coordinator.post(paths.standardDefault({ id: second }), { isDefault: 'on' });
    expect((await defaultFrameOf('BE-VAN')).frame.id).to.equal(second);
    expect((await frameNamed(first)).isDefault).to.equal(false);
    expect((await defaultFrameOf('BE-VLI')).frame.id).to.equal('own');
    await coordinator.post(paths.standardRetirement({ id: second }), { isRetired: 'on' });
    expect((await defaultFrameOf('BE-VAN')).frame.id).to.equal('own');
    expect((await coordinator.get(paths.standard({ id: second }))).text).to.include('Niet meer in gebruik');
    expect((await change(second, 1, { months: '2' })).status).to.equal(409);
  });

  it('the list begins with one’s own, then those to compare with, and leaves out what is out of use', async () => {
    const id = await aStandardOf('BE-VLI');
    const gone = await aStandardOf('BE-VLI');
    await limburg.post(paths.standardRetirement({ id: gone }), { isRetired: 'on' });
    const affiliations = [
      {
        membershipId: '',
        role: 'coordinator' as const,
        kind: 'platform' as const,
        bodyId: 'BE-VLI',
        bodyName: '',
      },
    ];
    const ids = (await framesFor({ affiliations })).map((one) => one.frame.id);
    expect(ids.slice(0, 3)).to.deep.equal([id, 'own', 'oost-vlaanderen-2010']);
    expect(ids).not.to.include(gone);
  });

  for (const language of ['nl', 'fr', 'de', 'en'])
    it(`every page, read in ${language}, holds no key instead of its words`, async () => {
      const id = await aStandardOf('BE-VAN');
      await coordinator.get(paths.language({ code: language }));
      for (const address of [
        ...[
          paths.standards(),
          paths.newStandard(),
          paths.newStandard({ from: 'own' }),
          paths.standard({ id: 'own' }),
        ],
        ...[paths.standardVersions({ id }), paths.zones(), paths.newZone()],
      ]) {
        const page = await coordinator.get(address);
        expect(page.status, address).to.equal(200);
        expect(page.text, address).not.to.match(/[>"](standards|zones|offer|gaps)\.[a-z]\w*(\.|<)/i);
      }
      await coordinator.get(paths.language({ code: 'nl' }));
    });
});
