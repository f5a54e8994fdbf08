import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { AgendaItemModel } from '../../../models/AgendaItem.ts';
import { ItemChangeModel } from '../../../models/ItemChange.ts';
import { MeetingModel } from '../../../models/Meeting.ts';
import { OutcomeModel } from '../../../models/Outcome.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { itemsOfMeeting, outcomesOf } from '../../../server/features/network/items/queries.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';
import { emptySeat } from './aGroup.ts';

const insz = '85.07.30-033.28';
const body = idOf('body', 'antwerp-mechelen');
const next = idOf('meeting', 'demo-next');
const second = idOf('meeting', 'demo-second');
const itemId = (key: string): string => idOf('agendaItem', `demo-${key}`);
const outcomeId = (key: string): string => idOf('outcome', `demo-${key}`);
const secret = 'Kostendeling van de crisisbedden';

describe('agendas, decisions and actions', function () {
  this.timeout(90_000);
  let app: TestApp;
  const visitors = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => visitors.get(name)!;
  const nora = (): Visitor => as('coordinator.antwerpen');
  const amina = (): Visitor => as('hulpverlener.debrug');
  /** Sits there, and is of none of the organisations a restricted item concerns. */
  const third = (): Visitor => as('hulpverlener.hetbaken');
  let before_: { items: object[]; outcomes: object[] };

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of everyone) visitors.set(name, await signInAs(app, name));
    const person = await personIdOf(app, 'hulpverlener.hetbaken');
    await SeatModel.create([emptySeat(body, { organisation: 'demo-het-baken', person })]);
    before_ = { items: await AgendaItemModel.find().lean(), outcomes: await OutcomeModel.find().lean() };
  });
  after(() => app.close());
  afterEach(async () => {
    await Promise.all([
      AgendaItemModel.deleteMany({}),
      OutcomeModel.deleteMany({}),
      ItemChangeModel.deleteMany({}),
    ]);
    await AgendaItemModel.insertMany(before_.items);
    await OutcomeModel.insertMany(before_.outcomes);
    await MeetingModel.updateOne({ _id: second }, { $set: { state: 'closed' } });
  });

  const textOf = async (visitor: Visitor, path: string): Promise<string> => {
    const answer = await visitor.get(path);
    expect(answer.status, path).to.equal(200);
    return answer.text;
  };
  const day = (days: number): string => brusselsDay(new Date(app.clock.now().getTime() + days * 86_400_000));
  const lastPart = (location = ''): string => /\/([^/?#]+)(?:[?#].*)?$/.exec(location)?.[1] ?? '';
  const aProposal = { title: 'Wachttijden delen', purpose: 'discuss', minutes: '20' };

  it('a coordinator puts an item on the agenda, in its place, and the time says it is too long', async () => {
    const answer = await nora().post(paths.meetingAgenda({ id: next }), aProposal);
    expect(answer.headers.location).to.equal(paths.meetingAgenda({ id: next }));
    const page = await textOf(nora(), paths.meetingAgenda({ id: next }));
    expect(page).to.match(/, \d\d\.\d\d tot \d\d\.\d\d uur/);
    expect(page).to.include('Wachttijden delen').and.to.include('De agenda is 30 minuten te lang.');
    const item = await AgendaItemModel.findOne({ 'values.title': 'Wachttijden delen' }).lean();
    expect(item).to.deep.include({ meeting: next, order: 6, state: 'planned' });
    const last = await AgendaItemModel.findOne({ meeting: next }).sort({ order: -1 }).lean();
    expect(last, 'any other business stays last').to.deep.include({ _id: itemId('next-other'), order: 7 });
    const acts = (await actsIn(app)).filter((one) => one.record.id === item!._id);
    expect(acts.map((one) => one.name)).to.deep.equal(['agendaItem.added']);
  });

  it('what is wrong stands beside its field in the language of the reader, and nothing typed is lost', async () => {
    const wrong = { title: '', purpose: 'decide', minutes: 'veel', question: 'Blijft dit staan?' };
    const answer = await nora().post(paths.meetingAgenda({ id: next }), wrong);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="title-error"').and.to.include('id="minutes-error"');
    expect(answer.text).to.include('Blijft dit staan?').and.to.include('value="veel"');
    const named = await nora().post(paths.meetingAgenda({ id: next }), {
      ...aProposal,
      question: `Over ${insz}`,
    });
    expect(named.status).to.equal(422);
    expect(named.text).to.include('id="question-error"').and.to.include('inszKept');
    expect(await AgendaItemModel.countDocuments()).to.equal(before_.items.length);
  });

  it('moves items up and down as they stand, and the order stays whole', async () => {
    const titles = async () =>
      (await AgendaItemModel.find({ meeting: next }).sort({ order: 1 }).lean()).map(
        (one) => one.values.title,
      );
    const was = await titles();
    await nora().post(paths.agendaItemPlace({ id: itemId('next-other') }), { direction: 'up' });
    expect(await titles()).to.deep.equal([...was.slice(0, 4), was[5], was[4]]);
    await nora().post(paths.agendaItemPlace({ id: itemId('next-minutes') }), { direction: 'up' });
    expect(await titles()).to.deep.equal([...was.slice(0, 4), was[5], was[4]]);
    expect(
      (await amina().post(paths.agendaItemPlace({ id: itemId('next-other') }), { direction: 'up' })).status,
    ).to.equal(403);
  });

  it('who sits there proposes, changes the proposal until it is planned, and plans nothing', async () => {
    const answer = await amina().post(paths.backlog({ id: body }), aProposal);
    const id = lastPart(answer.headers.location);
    const change = { base_title: '0', title: 'Wachttijden samen tellen' };
    expect((await amina().post(paths.agendaItemFields({ id }), change)).status).to.equal(303);
    expect((await amina().post(paths.agendaItemMeeting({ id }), { meeting: next })).status).to.equal(403);
    expect((await nora().post(paths.agendaItemMeeting({ id }), { meeting: next })).status).to.equal(303);
    const late = { base_title: '1', title: 'Nog anders' };
    expect((await amina().post(paths.agendaItemFields({ id }), late)).status).to.equal(403);
    expect((await amina().post(paths.meetingAgenda({ id: next }), aProposal)).status).to.equal(403);
    const item = await AgendaItemModel.findById(id).lean();
    expect(item).to.deep.include({ meeting: next, state: 'planned' });
    expect(item!.steps.map((one) => one.state)).to.deep.equal(['proposed', 'planned']);
  });

  it('what was withdrawn is still there to be taken up again, where it stood before', async () => {
    const id = itemId('waiting-brochure');
    const list = paths.backlog({ id: body });
    expect((await nora().post(paths.agendaItemRevival({ id }))).status, 'it is not withdrawn').to.equal(409);
    await nora().post(paths.agendaItemWithdrawal({ id }), { why: 'Al gedrukt' });
    expect(await textOf(nora(), list))
      .to.include('Eén ingetrokken punt')
      .and.include('Al gedrukt');
    expect(await textOf(amina(), list))
      .to.include('Al gedrukt')
      .and.not.include(paths.agendaItemRevival({ id }));
    expect((await amina().post(paths.agendaItemRevival({ id }))).status).to.equal(403);
    const back = await nora().post(paths.agendaItemRevival({ id }));
    expect(back.headers.location).to.equal(`${list}#item-${id}`);
    expect(await AgendaItemModel.findById(id).lean()).to.deep.include({ state: 'postponed', meeting: null });
    expect(await textOf(nora(), list))
      .to.include('Het punt is weer opgenomen.')
      .and.not.include('ingetrokken punt');
    const standing = itemId('standing-news');
    await nora().post(paths.agendaItemWithdrawal({ id: standing }), { why: 'Niet meer nodig' });
    expect(await textOf(nora(), paths.standingItems({ id: body }))).to.include('Niet meer nodig');
    await nora().post(paths.agendaItemRevival({ id: standing }));
    expect((await AgendaItemModel.findById(standing).lean())?.state).to.equal('standing');
    const acts = (await actsIn(app)).filter((one) => one.name === 'agendaItem.revived');
    expect(acts.map((one) => one.record.id)).to.have.members([id, standing]);
  });

  it('who proposed something and withdrew it takes it up again; nobody sees of another what does not concern them', async () => {
    const answer = await amina().post(paths.backlog({ id: body }), aProposal);
    const id = lastPart(answer.headers.location);
    await amina().post(paths.agendaItemWithdrawal({ id }), { why: 'Toch niet' });
    expect((await third().post(paths.agendaItemRevival({ id }))).status).to.equal(403);
    expect((await amina().post(paths.agendaItemRevival({ id }))).status).to.equal(303);
    expect((await AgendaItemModel.findById(id).lean())?.state).to.equal('proposed');
    const shut = itemId('next-bed');
    await nora().post(paths.agendaItemReturn({ id: shut }), { state: 'postponed' });
    await nora().post(paths.agendaItemWithdrawal({ id: shut }), { why: 'Over de verdeelsleutel' });
    expect(await textOf(third(), paths.backlog({ id: body }))).not.to.include('verdeelsleutel');
    expect((await third().post(paths.agendaItemRevival({ id: shut }))).status).to.equal(404);
  });

  it('a restricted item is a closed box for others who sit there: in no page, print, list, news or query', async () => {
    const pages = [paths.meetingAgenda({ id: next }), paths.meetingAgendaRows({ id: next })];
    for (const path of pages) {
      expect(await textOf(amina(), path), path).to.include(secret);
      const shown = await textOf(third(), path);
      expect(shown, path).to.include('Alleen voor de betrokken organisaties').and.to.include('20 minuten');
      for (const word of [secret, 'verdeelsleutel', itemId('next-bed')])
        if (word !== itemId('next-bed')) expect(shown, path).not.to.include(word);
      expect(shown, path).not.to.include('Noordster</span>, De Brug');
    }
    for (const path of [paths.agendaItem, paths.agendaItemFields])
      expect((await third().get(path({ id: itemId('next-bed') }))).status).to.equal(404);
    expect((await third().get(paths.outcome({ id: outcomeId('split') }))).status).to.equal(404);
    expect(await textOf(amina(), paths.bodyDecisions({ id: body }))).to.include('wie het eerst vol is');
    for (const path of [
      paths.bodyDecisions({ id: body }),
      paths.bodyDecisions({ id: body }, { words: 'vol' }),
      paths.promises(),
    ])
      expect(await textOf(third(), path), path).not.to.include('wie het eerst vol is');
    await nora().post(paths.agendaItemReturn({ id: itemId('next-bed') }), { state: 'postponed' });
    for (const path of [paths.backlog({ id: body }), paths.meetingAgenda({ id: next })]) {
      expect(await textOf(third(), path)).not.to.include(secret);
      expect(await textOf(nora(), path)).to.include(secret);
    }
  });

  it('the queries other parts ask keep it as well', async () => {
    const person = await personOf('hulpverlener.hetbaken');
    const items = await itemsOfMeeting(app.house, person, next);
    const shut = items.find((one) => one.id === itemId('next-bed'))!;
    expect(shut).to.deep.include({
      mayRead: false,
      title: '',
      question: '',
      minutes: 20,
      organisations: [],
      owner: null,
    });
    const texts = (await outcomesOf(app.house, person, { meeting: second })).map((one) => one.text);
    expect(texts).to.have.length(4);
    expect(texts.join()).not.to.include('vol is');
  });

  async function personOf(name: Name) {
    const id = await personIdOf(app, name);
    const organisation = name === 'hulpverlener.hetbaken' ? 'demo-het-baken' : 'demo-de-brug';
    return {
      ...{
        id,
        name,
        email: '',
        language: 'nl',
        hasSecondFactor: true,
        secondFactorGiven: true,
        sessionId: '',
      },
      affiliations: [
        {
          membershipId: '',
          role: 'caregiver' as const,
          kind: 'organisation' as const,
          bodyId: organisation,
          bodyName: '',
        },
      ],
    };
  }

  it('news of a change names the place and says nothing of what changed', async () => {
    const socket = third().socket();
    const heard: unknown[] = [];
    socket.on('changed', (...said: unknown[]) => heard.push(said));
    expect(await new Promise((resolve) => socket.emit('watch', `agenda:${next}`, resolve))).to.equal(true);
    expect(await new Promise((resolve) => socket.emit('watch', `items:${body}`, resolve))).to.equal(true);
    const came = new Promise((resolve) => socket.once('changed', resolve));
    await nora().post(paths.agendaItemFields({ id: itemId('next-bed') }), {
      base_title: '0',
      title: 'Nog geheimer',
    });
    await came;
    expect([next, body]).to.include((heard[0] as string[])[0]);
    expect(JSON.stringify(heard)).not.to.include('geheim');
    socket.disconnect();
    const stranger = as('buitenstaander').socket();
    expect(await new Promise((resolve) => stranger.emit('watch', `agenda:${next}`, resolve))).to.equal(false);
    expect(await new Promise((resolve) => stranger.emit('watch', `items:${body}`, resolve))).to.equal(false);
    stranger.disconnect();
  });

  it('whoever is not of it finds nothing: no agenda, backlog, item, decision or action', async () => {
    for (const name of ['beheer.hetbaken', 'coordinator.limburg', 'buitenstaander'] as const)
      for (const path of [
        paths.meetingAgenda({ id: next }),
        paths.backlog({ id: body }),
        paths.bodyDecisions({ id: body }),
        paths.agendaItem({ id: itemId('next-line') }),
        paths.outcome({ id: outcomeId('roster') }),
      ])
        expect((await as(name).get(path)).status, `${name} ${path}`).to.equal(404);
    for (const name of ['fod', 'admin'] as const)
      expect((await as(name).get(paths.backlog({ id: body }))).status).to.equal(403);
  });

  it('two people who change one field both see both values, and neither is lost', async () => {
    const path = paths.agendaItemFields({ id: itemId('next-line') });
    await nora().post(path, { base_title: '0', title: 'Nachtlijn: eerste cijfers' });
    const answer = await nora().post(path, {
      base_title: '0',
      title: 'Nachtlijn: wat leren we',
      base_minutes: '0',
      minutes: '35',
    });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('Nachtlijn: eerste cijfers').and.to.include('Nachtlijn: wat leren we');
    expect(answer.text).to.include('name="minutes" value="35"');
    const item = await AgendaItemModel.findById(itemId('next-line')).lean();
    expect(item!.values).to.deep.include({ title: 'Nachtlijn: eerste cijfers', minutes: 40 });
    await nora().post(path, {
      base_title: '1',
      chosen_title: 'Nachtlijn: wat leren we',
      base_minutes: '0',
      minutes: '35',
    });
    const mended = await AgendaItemModel.findById(itemId('next-line')).lean();
    expect(mended!.values).to.deep.include({ title: 'Nachtlijn: wat leren we', minutes: 35 });
    expect(await ItemChangeModel.countDocuments({ item: itemId('next-line') })).to.equal(2);
  });

  it('the agenda begins with standing items, what was put off and what is chosen; open actions come as the same objects', async () => {
    await AgendaItemModel.deleteMany({ meeting: next });
    const page = await textOf(nora(), paths.agendaBeginning({ id: next }));
    expect(page).to.match(new RegExp(`value="${itemId('waiting-brochure')}" checked`));
    expect(page).not.to.match(new RegExp(`value="${itemId('waiting-huisartsen')}" checked`));
    const items = ['standing-minutes', 'standing-actions', 'waiting-brochure', 'standing-other'].map(itemId);
    await nora().post(paths.agendaBeginning({ id: next }), { items });
    const there = await AgendaItemModel.find({ meeting: next }).sort({ order: 1 }).lean();
    expect(there.map((one) => one.values.title)).to.deep.equal([
      'Verslag van de vorige vergadering',
      'Acties die openstaan',
      'Brochure voor verwijzers',
      'Varia',
    ]);
    expect(there[2]!._id).to.equal(itemId('waiting-brochure'));
    expect(await OutcomeModel.countDocuments()).to.equal(before_.outcomes.length);
    const agenda = await textOf(nora(), paths.meetingAgenda({ id: next }));
    expect(agenda)
      .to.include(paths.outcome({ id: outcomeId('roster') }))
      .and.to.include('Griet Van den Eynde');
    await nora().post(paths.agendaBeginning({ id: next }), { items });
    expect(await AgendaItemModel.countDocuments({ meeting: next })).to.equal(4);
  });

  it('records what came of an item, with somebody without account by name; a day that passed is told plainly', async () => {
    const path = paths.agendaItemOutcomes({ id: itemId('second-line') });
    const answer = await nora().post(path, {
      kind: 'action',
      text: 'Drukker bellen',
      whoName: 'Jan Peeters',
      due: day(-3),
    });
    expect(answer.status).to.equal(303);
    const item = await textOf(nora(), paths.agendaItem({ id: itemId('second-line') }));
    expect(item).to.include('De dag die je koos, is al voorbij').and.to.include('Jan Peeters');
    const both = await nora().post(path, {
      kind: 'action',
      text: 'x',
      whoName: 'Jan',
      who: `organisation:demo-de-brug`,
    });
    expect(both.status).to.equal(422);
    expect(both.text).to.include('id="whoName-error"');
    const unknown = await nora().post(path, { kind: 'action', text: 'x', who: `seat:${randomUUID()}` });
    expect(unknown.status).to.equal(422);
    expect((await amina().post(path, { kind: 'decision', text: 'x' })).status).to.equal(403);
    await MeetingModel.updateOne({ _id: second }, { $set: { state: 'approved' } });
    expect((await nora().post(path, { kind: 'decision', text: 'x' })).status).to.equal(409);
  });

  it('who promised finishes it or says a later day and why; the others do not', async () => {
    const mine = await textOf(amina(), paths.promises());
    expect(mine).to.include('Een beurtrol opstellen').and.to.include('wacht sinds');
    expect(mine.indexOf('wachtdienst')).to.be.lessThan(mine.indexOf('beurtrol'));
    const steps = paths.outcomeSteps({ id: outcomeId('roster') });
    expect((await third().post(steps, { state: 'done' })).status).to.equal(403);
    const due = paths.outcomeDue({ id: outcomeId('roster') });
    expect((await amina().post(due, { due: day(20), base_due: '0', why: '' })).status).to.equal(422);
    await amina().post(due, {
      due: day(20),
      base_due: '0',
      why: 'Wacht op de uurroosters',
      back: 'promises',
    });
    const answer = await amina().post(steps, { state: 'done', back: 'promises' });
    expect(answer.headers.location).to.equal(paths.promises());
    expect((await amina().post(steps, { state: 'done' })).status).to.equal(409);
    const kept = await OutcomeModel.findById(outcomeId('roster')).lean();
    expect(kept).to.deep.include({ state: 'done' });
    expect(kept!.values.due).to.equal(day(20));
    expect(kept!.steps.map(({ state, why }) => [state, why])).to.deep.equal([
      ['open', ''],
      ['open', 'Wacht op de uurroosters'],
      ['done', ''],
    ]);
  });

  it('letting go and revoking ask why and are for who keeps the body; both can be taken up again', async () => {
    const decision = paths.outcomeSteps({ id: outcomeId('trial') });
    expect((await nora().post(decision, { state: 'revoked', why: '' })).status).to.equal(422);
    expect((await amina().post(decision, { state: 'revoked', why: 'Nee' })).status).to.equal(403);
    await nora().post(decision, { state: 'revoked', why: 'Geen nachtdienst meer' });
    expect(await textOf(amina(), paths.bodyDecisions({ id: body }))).to.include('Geen nachtdienst meer');
    await nora().post(decision, { state: 'taken', why: 'Toch wel' });
    const action = paths.outcomeSteps({ id: outcomeId('roster') });
    expect((await amina().post(action, { state: 'dropped', why: 'Niet nodig' })).status).to.equal(403);
    await nora().post(action, { state: 'dropped', why: 'Niet nodig' });
    expect((await OutcomeModel.findById(outcomeId('roster')).lean())!.state).to.equal('dropped');
    expect((await OutcomeModel.findById(outcomeId('trial')).lean())!.state).to.equal('taken');
  });

  it('finds decisions by beginnings of words in any case, and says what is open and waits', async () => {
    const found = await textOf(
      amina(),
      paths.bodyDecisions({ id: body }, { words: 'NACHTLIJN', kind: 'decision' }),
    );
    expect(found).to.include('gezamenlijke nachtlijn uit').and.not.to.include('apothekers');
    const late = await textOf(amina(), paths.bodyDecisions({ id: body }, { state: 'overdue' }));
    expect(late).to.include('wachtdienst').and.not.to.include('beurtrol opstellen');
  });

  it('a gap goes to a group in one step, prefilled, and shows where it stands', async () => {
    const item = await AgendaItemModel.findById(itemId('next-gap')).lean();
    const gap = item!.values.about[0]!.slice('gap:'.length);
    const choose = await textOf(nora(), paths.gapAgenda({ id: gap }));
    const href = paths.newBacklogItem({ id: body }, { about: `gap:${gap}` });
    expect(choose).to.include(href.replaceAll('&', '&amp;'));
    expect(await textOf(nora(), href)).to.include(`value="gap:${gap}" checked`);
    expect(await textOf(nora(), paths.gap({ id: gap }))).to.include(
      paths.agendaItem({ id: itemId('next-gap') }),
    );
    expect(await textOf(as('beheer.hetbaken'), paths.gap({ id: gap }))).not.to.include(
      paths.agendaItem({ id: itemId('next-gap') }),
    );
    const hidden = await nora().post(paths.backlog({ id: body }), {
      ...aProposal,
      about: `gap:${randomUUID()}`,
    });
    expect(hidden.status).to.equal(422);
  });
});
