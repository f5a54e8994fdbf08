import { expect } from 'chai';
import { GapModel } from '../../models/Gap.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { aReadyDraft, aVerifiedGap, signalOf } from '../builders/signals.ts';

const insz = '85.07.30-033.28';

describe('a draft of a signal that is thrown away', function () {
  this.timeout(60_000);
  let app: TestApp;
  let antwerpen: Visitor;
  let limburg: Visitor;
  let partner: Visitor;
  let fod: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    antwerpen = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    partner = await signInAs(app, 'aanbod.debrug');
    fod = await signInAs(app, 'fod');
  });
  after(() => app.close());

  const throwAway = (visitor: Visitor, id: string, more: object = {}) =>
    visitor.post(paths.signalWithdrawal({ id }), {
      why: 'De vraag is nog niet rijp',
      revision: '2',
      ...more,
    });
  const takeUp = (visitor: Visitor, id: string) => visitor.post(paths.signalResumption({ id }));
  const dispatch = (visitor: Visitor, id: string) =>
    visitor.post(paths.signalDispatch({ id }), { revision: '2' });
  const pageFor = async (visitor: Visitor, id: string): Promise<string> =>
    (await visitor.get(paths.signal({ id }))).text;

  async function aSharedDraft(): Promise<{ id: string; gap: string }> {
    const gap = await aVerifiedGap(['BE-VAN', 'BE-VLI']);
    return { gap, id: await aReadyDraft(antwerpen, gap) };
  }

  it('with a reason, stays readable to its platforms under its own heading, with who threw it away and why', async () => {
    const { id } = await aSharedDraft();
    expect((await throwAway(antwerpen, id)).status).to.equal(303);
    for (const visitor of [antwerpen, limburg]) {
      expect(await pageFor(visitor, id))
        .to.include('De vraag is nog niet rijp')
        .and.include('Dit ontwerp is ingetrokken')
        .and.include('Vijf bedden');
      const list = (await visitor.get(paths.signals())).text;
      const [, withdrawn = ''] = list.split('Ingetrokken ontwerpen');
      expect(withdrawn).to.include(paths.signal({ id }));
    }
  });

  it('is there for nobody else, as before', async () => {
    const { id } = await aSharedDraft();
    await throwAway(antwerpen, id);
    for (const visitor of [partner, fod]) {
      expect((await visitor.get(paths.signal({ id }))).status, visitor.name).to.equal(404);
      expect((await visitor.get(paths.signals())).text).not.to.include(paths.signal({ id }));
    }
    expect((await takeUp(partner, id)).status).to.equal(403);
    expect((await throwAway(fod, id)).status).to.equal(403);
  });

  it('tells what another platform had signed: before it is thrown away, and after', async () => {
    const { id } = await aSharedDraft();
    await limburg.post(paths.signalSignature({ id }), { platform: 'BE-VLI', revision: '2' });
    const signed = /Limburg[^<]*, versie 2, op /;
    const form = (await pageFor(antwerpen, id)).split('id="withdrawal-title"')[1]!;
    expect(form).to.match(signed);
    await throwAway(antwerpen, id);
    const way = (await pageFor(antwerpen, id)).split('id="way"')[1]!;
    expect(way).to.match(signed).and.to.include('Toen al getekend');
    const { signatures, withdrawals } = await signalOf(id);
    expect(signatures).to.deep.equal([]);
    expect(withdrawals![0]!.signatures.map((one) => one.platform)).to.deep.equal(['BE-VLI']);
  });

  it('leaves its gaps where they are, without a step', async () => {
    const { id, gap } = await aSharedDraft();
    const before = await GapModel.findById(gap).lean();
    await throwAway(antwerpen, id);
    await takeUp(limburg, id);
    expect(await GapModel.findById(gap).lean()).to.deep.equal(before);
    expect(await actsIn(app, { name: 'gap.stepTaken', 'record.id': gap })).to.deep.equal([]);
  });

  it('is not changed, signed or sent, and its form says why', async () => {
    const { id } = await aSharedDraft();
    await throwAway(antwerpen, id);
    const words = { base_asked: '1', asked: 'Zes bedden en een dokter' };
    const answers = [
      await antwerpen.get(paths.signalFields({ id })),
      await antwerpen.get(paths.signalFieldParts({ id })),
      await antwerpen.post(paths.signalFields({ id }), words),
      await limburg.post(paths.signalSignature({ id }), { platform: 'BE-VLI', revision: '2' }),
      await dispatch(antwerpen, id),
      await throwAway(limburg, id),
    ];
    expect(answers.map((one) => one.status)).to.deep.equal([409, 409, 409, 409, 409, 409]);
    expect(answers[2]!.text).to.include('Dit ontwerp is ingetrokken').and.include('Zes bedden en een dokter');
    expect((await signalOf(id)).values.asked).to.equal('Vijf bedden');
    const body = { day: '2026-01-01', text: 'Neen', follows: 'accepted' };
    expect((await antwerpen.post(paths.signalAnswers({ id }), body)).status).to.equal(409);
  });

  it('is taken up again by any of its platforms, with the same words, and signed anew', async () => {
    const { id } = await aSharedDraft();
    await limburg.post(paths.signalSignature({ id }), { platform: 'BE-VLI', revision: '2' });
    const { values } = await signalOf(id);
    await throwAway(antwerpen, id);
    expect((await takeUp(limburg, id)).status).to.equal(303);
    const again = await signalOf(id);
    expect(again).to.deep.include({ status: 'draft', revision: 2, signatures: [], values });
    expect((await dispatch(antwerpen, id)).status, 'what was signed before holds no more').to.equal(422);
    expect(await pageFor(antwerpen, id)).to.include('Weer opgenomen');
    expect((await takeUp(antwerpen, id)).status, 'a second time').to.equal(409);
    await limburg.post(paths.signalSignature({ id }), { platform: 'BE-VLI', revision: '2' });
    expect((await dispatch(antwerpen, id)).status).to.equal(303);
    expect(await pageFor(fod, id), 'what was said on the way is told to no authority').not.to.include(
      'De vraag is nog niet rijp',
    );
  });

  it('without a reason, with a national number, or with other words than those read, is kept, with what was typed', async () => {
    const { id } = await aSharedDraft();
    const silent = await throwAway(antwerpen, id, { why: ' ' });
    expect(silent.status).to.equal(422);
    expect(silent.text).to.include('why-error').and.include('Schrijf waarom');
    const number = await throwAway(antwerpen, id, { why: `Gaat over ${insz}` });
    expect(number.status).to.equal(422);
    expect(number.text).to.include(insz).and.include('name="inszKept"');
    await limburg.post(paths.signalFields({ id }), { base_size: '0', size: 'Dertig mensen' });
    const late = await throwAway(antwerpen, id);
    expect(late.status).to.equal(422);
    expect(late.text)
      .to.include('Lees hem opnieuw voor je hem intrekt')
      .and.include('>De vraag is nog niet rijp</textarea>')
      .and.include('name="revision" value="3"');
    expect((await signalOf(id)).status).to.equal('draft');
  });

  it('is one act, and taking it up another, without words', async () => {
    const { id } = await aSharedDraft();
    const actId = '5f0c6a4e-3b1d-4c57-9a51-0d6a1f0a0002';
    const body = { why: 'De vraag is nog niet rijp', revision: '2' };
    const once = () => antwerpen.post(paths.signalWithdrawal({ id }), body, { actId });
    expect([(await once()).status, (await once()).status]).to.deep.equal([303, 303]);
    await takeUp(limburg, id);
    const acts = await actsIn(app, { 'record.id': id });
    const names = acts.map((one) => one.name).sort();
    expect(names).to.deep.equal(['signal.changed', 'signal.made', 'signal.resumed', 'signal.withdrawn']);
    expect(JSON.stringify(acts)).not.to.include('rijp');
  });

  it('sent at the same moment: one wins, and the other is told', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await aReadyDraft(antwerpen, await aVerifiedGap());
      const both = [dispatch(antwerpen, id), throwAway(antwerpen, id)];
      const [sent, thrown] = await Promise.all(round % 2 === 0 ? both : both.reverse()).then((all) =>
        round % 2 === 0 ? all : all.reverse(),
      );
      expect([sent!.status, thrown!.status].sort()).to.deep.equal([303, 409]);
      const { status, sent: letter, withdrawals } = await signalOf(id);
      if (sent!.status === 303) {
        expect([status, withdrawals]).to.deep.equal(['sent', []]);
        expect(thrown!.text).to.include('kan niet meer ingetrokken worden').and.include('nog niet rijp');
      } else {
        expect([status, letter]).to.deep.equal(['withdrawn', null]);
        expect(sent!.text).to.include('Dit ontwerp is ingetrokken');
      }
    }
  });

  it('a letter that was sent is never thrown away, also not when it was answered', async () => {
    const id = await aReadyDraft(antwerpen, await aVerifiedGap());
    await dispatch(antwerpen, id);
    expect(await pageFor(antwerpen, id)).not.to.include(paths.signalWithdrawal({ id }));
    expect((await throwAway(antwerpen, id)).status).to.equal(409);
    const answer = { day: brusselsDay(app.clock.now()), text: 'Neen', follows: 'accepted' };
    expect((await fod.post(paths.signalAnswers({ id }), answer)).status).to.equal(303);
    expect((await throwAway(antwerpen, id)).status).to.equal(409);
    expect((await takeUp(antwerpen, id)).status).to.equal(409);
    expect((await signalOf(id)).status).to.equal('answered');
  });
});
