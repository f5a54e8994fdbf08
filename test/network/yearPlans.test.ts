import { expect } from 'chai';
import { GapModel } from '../../models/Gap.ts';
import { InventoryAnswerModel } from '../../models/InventoryAnswer.ts';
import { WorkPointModel } from '../../models/WorkPoint.ts';
import { WorkPointCommentModel } from '../../models/WorkPointComment.ts';
import { YearPlanModel } from '../../models/YearPlan.ts';
import { languages } from '../../server/core/i18n.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const platform = 'BE-VAN';
const lastPart = (location = ''): string => /\/([^/?#]+)(?:[?#].*)?$/.exec(location)?.[1] ?? '';
const printed = (number: string, code = platform): string => idOf('workPoint', `${code}-2010-${number}`);
const example = (number: string, year = 2026): string => idOf('workPoint', `${platform}-${year}-${number}`);

describe('year plans', function () {
  this.timeout(60_000);
  let app: TestApp;
  let nora: Visitor;
  let limburg: Visitor;
  let brug: Visitor;
  let noordster: Visitor;
  let fod: Visitor;
  let vlaanderen: Visitor;
  let year: string;
  let draft: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    nora = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    brug = await signInAs(app, 'hulpverlener.debrug');
    noordster = await signInAs(app, 'beheer.noordster');
    fod = await signInAs(app, 'fod');
    vlaanderen = await signInAs(app, 'vlaanderen');
    year = String(app.clock.now().getUTCFullYear() + 1);
    draft = `${platform}-${year}`;
  });
  after(() => app.close());

  const add = (visitor: Visitor, said: object = {}) =>
    visitor.post(paths.workPoints(), { plan: draft, title_nl: 'Een werkpunt', ...said });
  async function added(said: object = {}): Promise<string> {
    const answer = await add(nora, said);
    expect(answer.status, answer.text.slice(0, 2000)).to.equal(303);
    return lastPart(answer.headers.location);
  }
  const stepOf = async (visitor: Visitor, state: string, said: object = {}) => {
    const plan = await YearPlanModel.findById(draft).lean().orFail();
    const address = paths.yearPlanSteps({ platform, year });
    return visitor.post(address, { state, seen: plan.steps.length, ...said });
  };

  describe('what the report of 2010 prints', () => {
    it('35 work points by platform 6, 10, 9, 6 and 4, in their order, Antwerp in its three groups', async () => {
      const counts = ['BE-VLI', 'BE-VOV', 'BE-VAN', 'BE-VBR', 'BE-VWV'].map((code) =>
        WorkPointModel.countDocuments({ plan: `${code}-2010` }),
      );
      expect(await Promise.all(counts)).to.deep.equal([6, 10, 9, 6, 4]);
      const { text } = await nora.get(paths.yearPlan({ platform, year: '2010' }));
      const numbers = [...text.matchAll(/yearplan__number">([^<]+)</g)].map(([, one]) => one);
      expect(numbers).to.deep.equal(['A1', 'A2', 'A3', 'B4', 'B5', 'C6', 'C7', 'C8', '9']);
      for (const said of [
        'Bestendigen &amp; bekrachtigen werking provinciaal overleg',
        'Deelname ‘SODA Overlegplatform Hulpverlening’',
        'Verslag 2010 bij het advies van de NRZV',
      ])
        expect(text, said).to.include(said);
    });

    it('nothing in it can be changed, nor does it say what the report does not', async () => {
      const point = printed('A1');
      const answer = await nora.post(paths.workPointProgress({ id: point }), {
        base_state: '0',
        state: 'done',
      });
      expect(answer.status).to.equal(409);
      expect((await WorkPointModel.findById(point).lean().orFail()).values).to.deep.include({
        ...{ state: 'planned', owner: '', result: {} },
      });
    });

    it('the roadmap names the two sub-groups of the advice for every platform, without a time of our own', async () => {
      const { text } = await limburg.get(paths.roadmap({ platform: 'BE-VLI' }));
      expect(text)
        .to.include('Geïnterneerden')
        .and.include('mentale handicap')
        .and.include('Nog niet bepaald');
    });
  });

  describe('a draft', () => {
    it('a point begins the plan, gets the letter of its group and the next number, each with its act', async () => {
      const first = await added({ group: 'provincial', owner: platform, partners: ['demo-de-brug'] });
      const second = await added({ title_nl: 'Nog een', group: 'regional' });
      const points = await WorkPointModel.find({ _id: { $in: [first, second] } }).lean();
      expect(points.map((one) => one.number).sort()).to.deep.equal(['A1', 'B2']);
      const names = (await actsIn(app)).map((one) => one.name);
      expect(names).to.include('yearPlan.begun').and.include('workPoint.added');
    });

    it('is read by partners, and not there for officials and other platforms', async () => {
      const address = paths.yearPlan({ platform, year });
      expect((await brug.get(address)).status).to.equal(200);
      for (const visitor of [fod, vlaanderen, limburg])
        expect((await visitor.get(address)).status, visitor.name).to.equal(404);
      expect((await fod.get(paths.yearPlans())).text).to.not.include(address);
    });

    it('moved up and down, numbers stay', async () => {
      const plan = () => YearPlanModel.findById(draft).lean().orFail();
      const [first = '', second = ''] = (await plan()).order;
      await nora.post(paths.workPointPlace({ id: second }), { before: first });
      expect((await plan()).order.slice(0, 2)).to.deep.equal([second, first]);
      expect((await WorkPointModel.findById(first).lean().orFail()).number).to.equal('A1');
      await nora.post(paths.workPointPlace({ id: second }), { after: first });
      expect((await plan()).order.slice(0, 2)).to.deep.equal([first, second]);
    });

    it('two people change one field: the second sees both values, and nothing is written', async () => {
      const id = await added({ title_nl: 'Samen' });
      const change = (timing: string, base: string) =>
        nora.post(paths.workPointFields({ id }), { base_timing: base, timing });
      expect((await change('Voorjaar', '0')).status).to.equal(303);
      const second = await change('Najaar', '0');
      expect(second.status).to.equal(409);
      expect(second.text).to.include('Voorjaar').and.include('Najaar');
      expect((await change('Najaar', '1')).status).to.equal(303);
      expect((await nora.get(paths.workPoint({ id }))).text).to.include('Voorjaar');
    });

    it('bad input comes back with what was typed, beside its field', async () => {
      const wrong: [object, string][] = [
        [{ title_nl: '' }, 'title_nl-error'],
        [{ owner: 'demo-nergens' }, 'owner-error'],
        [{ partners: ['demo-nergens'] }, 'partners-error'],
        [{ gaps: ['demo-nergens'] }, 'gaps-error'],
        [{ bodies: ['demo-nergens'] }, 'bodies-error'],
        [{ from: '2030-02-01', until: '2030-01-01' }, 'until-error'],
        [{ plan: 'BE-VAN-12' }, 'plan-error'],
        [{ goal_nl: 'Over 85.07.30-033.28' }, 'goal_nl-error'],
      ];
      for (const [said, id] of wrong) {
        const answer = await add(nora, { timing: 'Elke maand', ...said });
        expect(answer.status, id).to.equal(422);
        expect(answer.text, id).to.include(`id="${id}"`).and.include('Elke maand');
      }
    });

    it('of another platform a coordinator adds nothing', async () => {
      expect((await add(limburg)).status).to.equal(422);
      expect(await WorkPointModel.countDocuments({ plan: draft, 'added.by': null })).to.equal(0);
    });
  });

  describe('from a gap', () => {
    const gap = idOf('gap', 'antwerp-therapeutic-community');

    it('filled in with its name, said on both pages; the gap goes in action by the step of the register', async () => {
      await GapModel.updateOne(
        { _id: gap },
        {
          $set: {
            ...{ status: 'prioritised', 'values.owner': platform },
            ...{ 'values.priority': 'high', 'values.priorityGrounds': 'Gevraagd' },
          },
        },
      );
      const form = await nora.get(paths.newWorkPoint({ gap }));
      expect(form.text).to.include('herapeutische').and.include('name="inAction"');
      const before = (await GapModel.findById(gap).lean().orFail()).steps.length;
      const answer = await add(nora, { title_nl: 'Een gemeenschap', gaps: [gap], gap, inAction: 'on' });
      expect(answer.status, answer.text.slice(0, 1500)).to.equal(303);
      const now = await GapModel.findById(gap).lean().orFail();
      expect([now.status, now.steps.length]).to.deep.equal(['in_action', before + 1]);
      expect((await nora.get(paths.gap({ id: gap }))).text).to.include('Een gemeenschap');
      expect((await nora.get(answer.headers.location!)).text).to.include(paths.gap({ id: gap }));
    });

    it('a step that is not open leaves nothing half: no point, no step', async () => {
      const points = await WorkPointModel.countDocuments();
      const answer = await add(nora, { title_nl: 'Nog eens', gaps: [gap], gap, inAction: 'on' });
      expect(answer.status).to.equal(422);
      expect(await WorkPointModel.countDocuments()).to.equal(points);
    });

    it('a partner sees the points of a gap, and no way to make one', async () => {
      const { text } = await brug.get(paths.gap({ id: gap }));
      expect(text).to.include('Een gemeenschap').and.not.include(paths.newWorkPoint({ gap }));
    });
  });

  describe('put before a government', () => {
    it('asks to whom; then officials read it, and what points say is fixed', async () => {
      expect((await stepOf(nora, 'submitted')).status).to.equal(422);
      expect((await stepOf(brug, 'submitted', { authorities: ['fod-cel-drugs'] })).status).to.equal(403);
      expect((await stepOf(nora, 'submitted', { authorities: ['fod-cel-drugs'] })).status).to.equal(303);
      expect((await fod.get(paths.yearPlan({ platform, year }))).status).to.equal(200);
      const { order } = await YearPlanModel.findById(draft).lean().orFail();
      const change = { base_timing: '0', timing: 'Later' };
      expect((await nora.post(paths.workPointFields({ id: order[0]! }), change)).status).to.equal(409);
      expect((await add(nora)).status).to.equal(409);
    });

    it('who owns a point writes its state and result, a partner of another point does not', async () => {
      const id = example('B3');
      const said = { base_state: '0', state: 'done', base_result: '0', result_nl: 'Overal elke maand' };
      expect((await noordster.post(paths.workPointProgress({ id }), said)).status).to.equal(403);
      expect((await brug.post(paths.workPointProgress({ id }), said)).status).to.equal(303);
      expect((await nora.get(paths.workPoint({ id }))).text).to.include('Overal elke maand');
      const more = { base_timing: '0', timing: 'Nooit' };
      expect((await brug.post(paths.workPointProgress({ id }), more)).status).to.equal(403);
    });

    it('the authority comments in its language, the platform answers, the authority settles', async () => {
      const id = example('C5');
      const words = 'Qui participe ?';
      expect((await nora.post(paths.workPointComments({ id }), { words })).status).to.equal(403);
      await fod.post(paths.language({ code: 'fr' }), {});
      await fod.get(paths.language({ code: 'fr' }));
      expect((await fod.post(paths.workPointComments({ id }), { words })).status).to.equal(303);
      const comment = await WorkPointCommentModel.findOne({ point: id }).lean().orFail();
      expect(comment).to.include({ language: 'fr', body: 'fod-cel-drugs' });
      const page = await brug.get(paths.workPoint({ id }));
      expect(page.text).to.include('lang="fr">Qui participe ?');
      const address = { id, comment: comment._id };
      expect((await vlaanderen.post(paths.commentAnswers(address), { words: 'Ook wij' })).status).to.equal(
        403,
      );
      expect((await nora.post(paths.commentAnswers(address), { words: 'De coördinator' })).status).to.equal(
        303,
      );
      expect((await nora.post(paths.commentSettlement(address), { settled: 'yes' })).status).to.equal(403);
      expect((await fod.post(paths.commentSettlement(address), { settled: 'yes' })).status).to.equal(303);
      expect((await nora.post(paths.commentAnswers(address), { words: 'Nog iets' })).status).to.equal(409);
      expect((await fod.get(paths.workPoint({ id }))).text).to.not.include('Nora Verbist');
    });

    it('reviewed, closed, and reopened with a reason alone', async () => {
      expect((await stepOf(vlaanderen, 'reviewed')).status).to.equal(403);
      expect((await stepOf(fod, 'reviewed')).status).to.equal(303);
      expect((await stepOf(nora, 'closed')).status).to.equal(303);
      expect((await stepOf(nora, 'draft')).status).to.equal(422);
      expect((await stepOf(nora, 'draft', { why: 'Een punt vergeten', seen: 1 })).status).to.equal(422);
      expect((await stepOf(nora, 'draft', { why: 'Een punt vergeten' })).status).to.equal(303);
      expect((await fod.get(paths.yearPlan({ platform, year }))).status).to.equal(404);
    });
  });

  describe('through the years', () => {
    const carried = () => paths.yearPlanCarried({ platform, year });

    it('what goes on keeps its number where it is free and remembers; results stay', async () => {
      await YearPlanModel.deleteOne({ _id: draft });
      await WorkPointModel.deleteMany({ plan: draft });
      const { text } = await nora.get(carried());
      expect(text)
        .to.include(example('B4'))
        .and.not.include(`value="${example('A1')}"`);
      const answer = await nora.post(carried(), { points: [example('B4'), example('A2')] });
      expect(answer.status).to.equal(303);
      const points = await WorkPointModel.find({ plan: draft }).lean();
      expect(points.map((one) => one.number).sort()).to.deep.equal(['A2', 'B4']);
      const path = points.find((one) => one.number === 'B4')!;
      expect(path.from).to.equal(example('B4'));
      expect(path.line).to.equal(example('B4', 2025));
      expect(path.values).to.deep.include({ state: 'busy', result: {}, until: '' });
      const page = (await nora.get(paths.workPoint({ id: path._id }))).text;
      for (const one of ['2025', '2026', year, 'Wachtte op een trekker.']) expect(page).to.include(one);
    });

    it('done stays done, twice is once, and of another platform nothing comes', async () => {
      expect((await nora.post(carried(), { points: [example('A1')] })).status).to.equal(422);
      expect((await nora.post(carried(), { points: [printed('1', 'BE-VLI')] })).status).to.equal(422);
      expect((await nora.post(carried(), {})).status).to.equal(422);
      expect((await nora.post(carried(), { points: [example('B4')] })).status).to.equal(303);
      expect(await WorkPointModel.countDocuments({ plan: draft, number: 'B4' })).to.equal(1);
    });
  });

  describe('the eight questions', () => {
    const address = (question: string, of = '2026') => ({ platform, year: of, question });

    it('in their exact wording, with the numbers of the registers as links', async () => {
      const { text } = await nora.get(paths.inventoryQuestions({ platform, year: '2026' }));
      expect(text).to.include(
        'Bestaat er op het terrein een consensus over de definitie van de essentiële begrippen « zorgcircuits » en « zorgnetwerk » voor deze doelgroep? Indien ja, welke?',
      );
      expect(text).to.include(`href="${paths.gaps({ platform, kind: 'missing' }).replace('&', '&amp;')}"`);
      expect(text).to.match(/<ins>.*straathoekwerk/s);
    });

    it('still so: last year’s answer is this year’s, once, and says so', async () => {
      const answer = await nora.post(paths.inventoryReuse(address('5')), {});
      expect(answer.status).to.equal(303);
      const record = await InventoryAnswerModel.findById(`${platform}-2026-5`).lean().orFail();
      expect([record.from, record.version]).to.deep.equal([`${platform}-2025-5`, 1]);
      expect((await nora.post(paths.inventoryReuse(address('5')), {})).status).to.equal(409);
    });

    it('a number says of what, by whom and on what basis; written twice it is version 2', async () => {
      const say = (said: object) =>
        nora.post(paths.inventoryAnswer(address('1', year)), {
          base_answer: '0',
          answer_nl: 'Te weinig',
          ...said,
        });
      const refused = await say({ base_quantity: '0', quantity: '8' });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('id="unit-error"').and.include('id="basis-error"');
      expect((await say({})).status).to.equal(303);
      expect((await say({ base_answer: '1', answer_nl: 'Veel te weinig' })).status).to.equal(303);
      expect((await say({ answer_nl: 'Genoeg' })).status).to.equal(409);
      const record = await InventoryAnswerModel.findById(`${platform}-${year}-1`).lean().orFail();
      expect(record.version).to.equal(2);
    });

    it('partners read and do not write; of a year whose plan is a draft officials see nothing', async () => {
      expect((await brug.get(paths.inventoryQuestions({ platform, year }))).status).to.equal(200);
      expect((await brug.get(paths.inventoryAnswer(address('1')))).status).to.equal(403);
      expect((await fod.get(paths.inventoryQuestions({ platform, year }))).status).to.equal(404);
      expect((await nora.get(paths.inventoryAnswer(address('9')))).status).to.equal(404);
    });
  });

  describe('the rest of it', () => {
    it('a step of the roadmap is added, changed with versions, and becomes a work point once', async () => {
      const said = { name_nl: 'Jongeren in detentie', subGroup: 'forensic', year: '2028' };
      const answer = await nora.post(paths.roadmap({ platform }), said);
      expect(answer.status, answer.text.slice(0, 1000)).to.equal(303);
      const { text } = await nora.get(paths.roadmap({ platform }));
      const id =
        /roadmap\/([0-9a-f-]{36})"/.exec(text.slice(text.indexOf('Jongeren in detentie')))?.[1] ?? '';
      const change = (year: string) =>
        nora.post(paths.roadmapItem({ platform, id }), { base_year: '0', year });
      expect((await change('2029')).status).to.equal(303);
      expect((await change('2030')).status).to.equal(409);
      expect((await limburg.get(paths.roadmapItem({ platform, id }))).status).to.equal(404);
      const point = await added({ roadmap: id, title_nl: 'Jongeren in detentie' });
      const now = (await nora.get(paths.roadmap({ platform }))).text;
      expect(now)
        .to.include(paths.workPoint({ id: point }))
        .and.not.include(`roadmap=${id}`);
    });

    it('in every language each page is sentences, without a key that has no words', async () => {
      const addresses = [
        ...[paths.yearPlans(), paths.newWorkPoint(), paths.roadmap({ platform })],
        ...[paths.newRoadmapItem({ platform }), paths.yearPlan({ platform, year: '2026' })],
        ...[paths.yearPlan({ platform, year }), paths.workPoint({ id: example('B4') })],
        ...[paths.yearPlanCarried({ platform, year }), paths.inventoryQuestions({ platform, year: '2026' })],
        paths.inventoryAnswer({ platform, year: '2026', question: '1' }),
      ];
      for (const code of languages) {
        await nora.get(paths.language({ code }));
        for (const address of addresses) {
          const { text, status } = await nora.get(address);
          expect(status, address).to.equal(200);
          expect(text, `${code} ${address}`).to.not.match(/>[^<]*\byearPlans\.[a-z]+[.\w]*[^<]*</);
        }
      }
      await nora.get(paths.language({ code: 'nl' }));
    });
  });
});
