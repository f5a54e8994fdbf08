import { expect } from 'chai';
import { GapModel, type GapRecord } from '../../models/Gap.ts';
import { GovernmentSignalModel, type GovernmentSignalRecord } from '../../models/GovernmentSignal.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import type { Role } from '../../server/core/person.ts';
import { gapsAbout } from '../../server/features/coverage/register/queries.ts';
import { defaultFrameOf } from '../../server/features/coverage/standards/queries.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const insz = '85.07.30-033.28';

describe('from a cell to a gap, and from a gap to a signal', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let limburg: Visitor;
  let partner: Visitor;
  let fod: Visitor;
  let vlaanderen: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    partner = await signInAs(app, 'aanbod.debrug');
    fod = await signInAs(app, 'fod');
    vlaanderen = await signInAs(app, 'vlaanderen');
  });
  after(() => app.close());

  const today = (): string => brusselsDay(app.clock.now());
  const lastPart = (location: string | undefined): string =>
    /\/([^/?#]+)(?:[?#].*)?$/.exec(location ?? '')?.[1] ?? '';
  const gap = async (id: string): Promise<GapRecord> => GapModel.findById(id).lean<GapRecord>().orFail();
  const signal = async (id: string): Promise<GovernmentSignalRecord> =>
    GovernmentSignalModel.findById(id).lean<GovernmentSignalRecord>().orFail();

  const ofCell = { platform: 'BE-VAN', kind: 'missing', function: 'outreach', area: '13000', cell: 'on' };

  async function aGap(visitor: Visitor, more: object = {}): Promise<string> {
    const answer = await visitor.post(paths.gaps(), {
      ...ofCell,
      title: 'Geen vindplaatswerk in Turnhout',
      ...more,
    });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    return lastPart(answer.headers.location);
  }
  const step = (id: string, status: string, seen: number, more: object = {}) =>
    coordinator.post(paths.gapSteps({ id }), { status, why: 'Besproken', seen, ...more });

  async function aVerifiedGap(more: object = {}): Promise<string> {
    const id = await aGap(coordinator, { evidenceKind: 'experience', evidenceSource: 'Cliënten', ...more });
    expect((await step(id, 'verified', 1)).status).to.equal(303);
    return id;
  }

  async function aDraft(gaps: string[], more: object = {}): Promise<string> {
    const begun = { authority: 'fod-cel-drugs', language: 'nl', gaps };
    const answer = await coordinator.post(paths.signals(), { ...begun, ...more });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    return lastPart(answer.headers.location);
  }
  const change = (visitor: Visitor, id: string, body: object) =>
    visitor.post(paths.signalFields({ id }), body);
  const asking = { base_asked: '0', asked: 'Vijf plaatsen in Turnhout' };
  const send = async (id: string) =>
    coordinator.post(paths.signalDispatch({ id }), { revision: (await signal(id)).revision });

  async function aLetter(gaps?: string[]): Promise<string> {
    const id = await aDraft(gaps ?? [await aVerifiedGap()]);
    await change(coordinator, id, asking);
    const answer = await send(id);
    expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
    return id;
  }

  describe('a gap that begins in a cell', () => {
    it('the form, opened from a cell, is filled in, says what the cell is now, and leaves out what it does not know', async () => {
      const asked = { ...ofCell, ages: 'adults', settings: ['mobile', 'elsewhere'], kind: 'insufficient' };
      const page = (await coordinator.get(paths.newGap(asked as never))).text;
      expect(page).to.match(/id="kind-insufficient" name="kind" value="insufficient" checked/);
      expect(page)
        .to.include('<option value="13000" selected')
        .and.include('<option value="outreach" selected');
      expect(page).to.include('Dit zegt het zorgaanbod nu').and.include('name="cell" value="on"');
      expect(page).not.to.include('value="elsewhere"');
      expect(
        (await coordinator.get(paths.newGap({ area: 'nowhere', function: 'x', kind: 'y' }))).status,
      ).to.equal(200);
    });

    it('an area of a neighbour or a municipality can be chosen when one comes from there', async () => {
      const page = (await coordinator.get(paths.newGap({ ...ofCell, area: '71016' } as never))).text;
      expect(page).to.include('<option value="71016" selected');
    });

    it('reported from a cell, what the cell says stays with it as evidence of the inventory', async () => {
      const { pictures, values, status } = await gap(await aGap(partner));
      expect([status, values.origin]).to.deep.equal(['reported', 'inventory']);
      expect(pictures).to.have.length(1);
      expect(pictures[0]).to.include({
        area: '13000',
        type: 'outreach',
        day: today(),
        frame: 'own',
        occasion: 'reported',
      });
      expect(pictures[0]!.verdict).to.be.a('string').and.not.equal('');
      const seen = await app.house.coverage.cell({
        ...{ area: { code: '13000' }, kind: { type: 'outreach' }, day: today(), most: 1 },
        frame: (await defaultFrameOf('BE-VAN')).frame,
      });
      expect([pictures[0]!.verdict, pictures[0]!.ground]).to.deep.equal([seen.verdict, seen.ground]);
    });

    it('reported by itself it keeps nothing of the inventory', async () => {
      const { pictures, values } = await gap(await aGap(partner, { cell: undefined }));
      expect([pictures, values.origin]).to.deep.equal([[], 'actor_report']);
    });

    it('the computed state is a source: the gap can be verified, and a second picture is kept then', async () => {
      const id = await aGap(partner);
      expect((await step(id, 'verified', 1)).status).to.equal(303);
      expect((await gap(id)).pictures.map((one) => one.occasion)).to.deep.equal(['reported', 'verified']);
      expect((await coordinator.get(paths.gap({ id }))).text)
        .to.include('Bij de melding')
        .and.include('Nu');
    });

    it('solved, it shows before and after, and the module that solved it', async () => {
      const id = await aVerifiedGap({ function: 'ambulatory_counselling', area: '11000' });
      const page = (await coordinator.get(paths.gap({ id }))).text;
      const module = /name="modules" value="([^"]+)"/.exec(page)?.[1];
      expect(module).to.be.a('string');
      const unknown = await step(id, 'solved', 2, { solvedBy: 'Een module', modules: 'nergens' });
      expect(unknown.status).to.equal(422);
      expect(unknown.text).to.include('modules-error').and.include('>Een module</textarea>');
      expect((await step(id, 'solved', 2, { solvedBy: 'Een module', modules: module })).status).to.equal(303);
      const { pictures, steps } = await gap(id);
      expect(pictures.map((one) => one.occasion)).to.deep.equal(['reported', 'verified', 'solved']);
      expect(steps.at(-1)!.modules).to.deep.equal([module]);
      const closed = (await coordinator.get(paths.gap({ id }))).text;
      expect(closed)
        .to.include('Bij de melding')
        .and.include('Bij de oplossing')
        .and.include('Opgelost door');
    });
  });

  it('the open gaps about the cells of a matrix are those of the registers one reads', async () => {
    const id = await aGap(coordinator);
    const cells = [
      { area: '13000', type: 'outreach' },
      { area: '10000', type: 'outreach' },
      { area: '13000', type: 'self_help' },
    ];
    const seenBy = async (role: Role, kind: 'platform' | 'authority', bodyId: string) => {
      const person = { affiliations: [{ membershipId: '', role, kind, bodyId, bodyName: '' }] };
      return (await gapsAbout(cells, person)).map((found) => found.some((one) => one._id === id));
    };
    expect(await seenBy('coordinator', 'platform', 'BE-VAN')).to.deep.equal([true, true, false]);
    expect(await seenBy('official', 'authority', 'fod-cel-drugs')).to.deep.equal([true, true, false]);
    expect(await seenBy('coordinator', 'platform', 'BE-VLI')).to.deep.equal([false, false, false]);
  });

  describe('a draft', () => {
    it('begins with what the register knows of its gap, in its own language', async () => {
      const id = await aDraft([await aVerifiedGap()], { language: 'fr' });
      const { values, status, revision } = await signal(id);
      expect({ status, revision }).to.deep.equal({ status: 'draft', revision: 1 });
      expect(values.title).to.equal('Geen vindplaatswerk in Turnhout');
      expect(values.experience).to.equal('Cliënten');
      expect(values.concerned).to.include('Type d’aide : Travail de proximité').and.include('Turnhout');
      expect(values.asked).to.equal('');
      const page = (await coordinator.get(paths.signal({ id }))).text;
      expect(page).to.include('lang="fr"').and.include('Madame, Monsieur').and.include('Druk af');
    });

    it('without an authority or a gap, or with a gap of another platform, the form comes back with why', async () => {
      const none = await coordinator.post(paths.signals(), { language: 'nl' });
      expect(none.status).to.equal(422);
      expect(none.text).to.include('Kies een overheid').and.include('Kies minstens één lacune');
      const foreign = await GapModel.findOne({ 'values.platforms': 'BE-VWV' }).lean<GapRecord>().orFail();
      const body = { authority: 'fod-cel-drugs', language: 'fr', gaps: foreign._id };
      const others = await coordinator.post(paths.signals(), body);
      expect(others.status).to.equal(422);
      expect(others.text).to.include('Kies lacunes van je eigen platform').and.include('value="fr" selected');
    });

    it('is there for the coordinators who sign it, and for nobody else', async () => {
      const id = await aDraft([await aVerifiedGap()]);
      for (const visitor of [limburg, partner, fod, vlaanderen])
        expect((await visitor.get(paths.signal({ id }))).status, visitor.name).to.equal(404);
      expect((await coordinator.get(paths.signal({ id }))).status).to.equal(200);
    });

    it('changed by two people at once, keeps both fields, and shows both values of the same one', async () => {
      const id = await aDraft([await aVerifiedGap()]);
      await change(coordinator, id, asking);
      expect(
        (await change(coordinator, id, { base_tried: '0', tried: 'Overleg\nEen werkgroep' })).status,
      ).to.equal(303);
      expect((await signal(id)).values).to.include({ asked: asking.asked, tried: 'Overleg\nEen werkgroep' });
      const late = await change(coordinator, id, {
        ...asking,
        asked: 'Tien plaatsen',
        base_size: '0',
        size: 'Veel',
      });
      expect(late.status).to.equal(409);
      expect(late.text).to.include('Vijf plaatsen').and.include('Tien plaatsen').and.include('value="Veel"');
      expect((await signal(id)).values).to.include({ asked: asking.asked, size: '' });
      const chosen = { base_asked: '1', chosen_asked: 'Tien plaatsen', base_size: '0', size: 'Veel' };
      expect((await change(coordinator, id, chosen)).status).to.equal(303);
      expect((await signal(id)).values).to.include({ asked: 'Tien plaatsen', size: 'Veel' });
      expect((await coordinator.get(paths.signal({ id }))).text)
        .to.include('Versie 4')
        .and.include('Vijf plaatsen');
    });

    it('with a national number, an authority that is none, or no platform of one’s own, is sent back beside its field', async () => {
      const id = await aDraft([await aVerifiedGap()]);
      const number = await change(coordinator, id, { base_experience: '0', experience: `Voor ${insz}` });
      expect(number.status).to.equal(422);
      expect(number.text).to.include('experience-error').and.include(insz).and.include('name="inszKept"');
      const wrong = await change(coordinator, id, {
        ...{ base_authority: '0', authority: 'nobody', base_title: '0', title: 'x'.repeat(151) },
      });
      expect(wrong.status).to.equal(422);
      expect(wrong.text).to.include('title-error');
      const nobody = await change(coordinator, id, { base_authority: '0', authority: 'nobody' });
      expect(nobody.text).to.include('authority-error');
      const away = await change(coordinator, id, { base_platforms: '0', platforms: 'BE-VLI' });
      expect(away.status).to.equal(422);
      expect(away.text).to.include('platforms-error');
      expect((await signal(id)).revision).to.equal(1);
    });

    it('is not sent before it says what is asked, and not before its gap is verified', async () => {
      const id = await aDraft([await aGap(coordinator)]);
      expect((await coordinator.get(paths.signal({ id }))).text)
        .to.include('Vul in: Wat wij vragen')
        .and.include('Bevestig eerst deze lacune');
      expect((await send(id)).status).to.equal(422);
      const silent = await aDraft([await aVerifiedGap()]);
      expect((await send(silent)).status).to.equal(422);
      for (const one of [id, silent]) expect((await signal(one)).status).to.equal('draft');
    });

    it('is signed by every platform that is named, for the words it read', async () => {
      const id = await aDraft([await aVerifiedGap()]);
      await change(coordinator, id, { ...asking, base_platforms: '0', platforms: ['BE-VAN', 'BE-VLI'] });
      expect((await limburg.get(paths.signal({ id }))).status).to.equal(200);
      expect((await send(id)).status).to.equal(422);
      const signAt = (revision: number, platform = 'BE-VLI') =>
        limburg.post(paths.signalSignature({ id }), { platform, revision });
      expect((await signAt(2, 'BE-VAN')).text).to.include('Voor dit platform kun je niet tekenen');
      expect((await signAt(2)).status).to.equal(303);
      await change(coordinator, id, { base_size: '0', size: 'Vijf' });
      expect((await send(id)).status, 'signed other words').to.equal(422);
      expect((await signAt(2)).text).to.include('De tekst is intussen veranderd');
      expect((await signAt(3)).status).to.equal(303);
      expect((await send(id)).status).to.equal(303);
      expect((await signal(id)).signatures.map((one) => one.platform).sort()).to.deep.equal([
        'BE-VAN',
        'BE-VLI',
      ]);
    });
  });

  describe('a letter', () => {
    it('puts its gaps before the government by the steps of the register, each with its act', async () => {
      const gaps = [
        await aVerifiedGap(),
        await aVerifiedGap({ function: 'crisis', title: 'Geen crisisopvang' }),
      ];
      const id = await aLetter(gaps);
      for (const one of gaps) {
        const { status, steps, pictures } = await gap(one);
        expect(status).to.equal('escalated');
        expect(steps.at(-1)).to.include({ status: 'escalated', body: 'BE-VAN' });
        expect(pictures.map(({ occasion }) => occasion)).to.deep.equal(['reported', 'verified']);
        expect(
          await actsIn(app, { name: 'gap.stepTaken', 'record.id': one, 'details.to': 'escalated' }),
        ).to.have.length(1);
      }
      const acts = await actsIn(app, { 'record.id': id });
      const names = acts.map((one) => one.name).sort();
      expect(names).to.deep.equal(['signal.changed', 'signal.made', 'signal.sent']);
      expect(JSON.stringify(acts)).not.to.include('Turnhout');
    });

    it('is read by its authority and the partners, and by no other authority or platform', async () => {
      const id = await aLetter();
      expect((await fod.get(paths.signal({ id }))).text).to.include('Vijf plaatsen in Turnhout');
      expect((await partner.get(paths.signal({ id }))).status).to.equal(200);
      expect((await fod.get(paths.signals())).text).to.include(paths.signal({ id }));
      for (const visitor of [vlaanderen, limburg]) {
        expect((await visitor.get(paths.signal({ id }))).status, visitor.name).to.equal(404);
        expect((await visitor.get(paths.signals())).text).not.to.include(paths.signal({ id }));
      }
    });

    it('changes no more: not by its form, not when what it names gets another name, not when it is sent again', async () => {
      const id = await aLetter();
      const before = await signal(id);
      expect((await coordinator.get(paths.signalFields({ id }))).status).to.equal(409);
      expect((await change(coordinator, id, { base_asked: '1', asked: 'Iets anders' })).status).to.equal(409);
      expect(
        (await coordinator.post(paths.signalSignature({ id }), { platform: 'BE-VAN', revision: 2 })).status,
      ).to.equal(409);
      expect((await send(id)).status).to.equal(409);
      const admin = await signInAs(app, 'admin');
      const renamed = await admin.post(paths.authority({ id: 'fod-cel-drugs' }), {
        nameNl: 'Een dienst met een andere naam',
      });
      expect(renamed.status).to.equal(303);
      await coordinator.post(paths.gapEvidence({ id: before.values.gaps[0]! }), {
        ...{ evidenceKind: 'practice', evidenceSource: 'Een telling van later' },
      });
      expect(await signal(id)).to.deep.equal(before);
      const page = (await fod.get(paths.signal({ id }))).text;
      expect(page).to.include('FOD Volksgezondheid, Cel Drugs').and.not.include('Een telling van later');
    });

    it('sent twice by one request is sent once', async () => {
      const id = await aDraft([await aVerifiedGap()]);
      await change(coordinator, id, asking);
      const actId = '5f0c6a4e-3b1d-4c57-9a51-0d6a1f0a0001';
      const once = () => coordinator.post(paths.signalDispatch({ id }), { revision: 2 }, { actId });
      expect([(await once()).status, (await once()).status]).to.deep.equal([303, 303]);
      expect(await actsIn(app, { name: 'signal.sent', 'record.id': id })).to.have.length(1);
    });

    it('is acknowledged, then answered by an official, with bad input beside its field and nothing lost', async () => {
      const id = await aLetter();
      const arrived = (body: object) => fod.post(paths.signalAcknowledgement({ id }), body);
      const tomorrow = brusselsDay(new Date(app.clock.now().getTime() + 36 * 3_600_000));
      const early = await arrived({ day: tomorrow, reference: 'CD/2026/14' });
      expect(early.status).to.equal(422);
      expect(early.text).to.include('Kies een dag die voorbij is').and.include('CD/2026/14');
      expect((await arrived({ day: '2001-01-01' })).text).to.include('Kies een dag na het versturen');
      expect((await arrived({ day: today(), reference: 'CD/2026/14' })).status).to.equal(303);
      expect((await arrived({ day: today() })).status, 'a second time').to.equal(409);
      const answer = (body: object) => fod.post(paths.signalAnswers({ id }), { day: today(), ...body });
      const half = await answer({ text: 'Wij onderzoeken het' });
      expect(half.status).to.equal(422);
      expect(half.text).to.include('Kies wat er volgt').and.include('Wij onderzoeken het');
      expect((await answer({ text: `Over ${insz}`, follows: 'goes_on' })).text).to.include('name="inszKept"');
      expect((await answer({ text: 'Wij onderzoeken het', follows: 'goes_on' })).status).to.equal(303);
      expect((await answer({ text: 'Er komen vijf plaatsen', follows: 'solved' })).status).to.equal(303);
      const { status, answers } = await signal(id);
      expect(status).to.equal('answered');
      expect(answers.map(({ text, follows, body }) => [text, follows, body])).to.deep.equal([
        ['Wij onderzoeken het', 'goes_on', 'fod-cel-drugs'],
        ['Er komen vijf plaatsen', 'solved', 'fod-cel-drugs'],
      ]);
      const page = (await coordinator.get(paths.gap({ id: (await signal(id)).values.gaps[0]! }))).text;
      expect(page).to.include(paths.signal({ id })).and.include('De lacune is opgelost of wordt opgelost.');
    });

    it('shows an official no name of a person, and a partner nothing to fill in', async () => {
      const id = await aLetter();
      const own = (await coordinator.get(paths.signal({ id }))).text;
      const name = /#person"\/><\/svg>([^<]+)</.exec(own)?.[1];
      expect(name).to.be.a('string');
      expect((await fod.get(paths.signal({ id }))).text).not.to.include(name);
      const page = (await partner.get(paths.signal({ id }))).text;
      expect(page).not.to.include(paths.signalAnswers({ id }));
      const body = { day: today(), text: 'x', follows: 'goes_on' };
      expect((await partner.post(paths.signalAnswers({ id }), body)).status).to.equal(403);
    });
  });

  it('the start page of a coordinator says what waits in the register, each one click away', async () => {
    const id = await aLetter();
    const page = (await coordinator.get(paths.home())).text;
    for (const address of [
      paths.gaps({ lacks: 'owner' }),
      paths.gaps({ lacks: 'experience' }),
      paths.signals(),
    ])
      expect(page).to.include(`href="${address}"`);
    expect((await fod.get(paths.home())).text).not.to.include(paths.gaps({ lacks: 'owner' }));
    expect((await coordinator.get(paths.signals())).text).to.include(paths.signal({ id }));
  });
});
