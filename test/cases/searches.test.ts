import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { FailedSearchModel } from '../../models/FailedSearch.ts';
import { UnmetDemandModel } from '../../models/UnmetDemand.ts';
import { countDemand } from '../../server/features/coverage/demand/actions.ts';
import { type Demand, monthOf } from '../../server/features/coverage/demand/queries.ts';
import { everyCount } from '../../server/features/coverage/demand/tally.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaseOf, actsIn, demoCase, searchWords } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

describe('what was looked for in a case and not found', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let karim: Visitor;
  let bart: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    bart = await signInAs(app, 'buitenstaander');
    id = (await demoCase()).id;
  });
  after(() => app.close());

  const say = (visitor: Visitor, words: object = {}, actId: string = randomUUID(), caseId = id) => {
    app.clock.advance(1000); // so that one was said before the other
    return visitor.post(paths.caseSearches({ id: caseId }), { ...searchWords, ...words }, { actId });
  };
  const counted = async (words: Partial<Demand> = {}): Promise<number> => {
    const all = await everyCount(app.house.keys);
    const month = monthOf(app.clock.now());
    const wanted = Object.entries({ month, ...words });
    const isWanted = (one: Demand): boolean =>
      wanted.every(([name, value]) => one[name as keyof Demand] === value);
    return all.filter(isWanted).reduce((sum, one) => sum + one.count, 0);
  };
  const newest = (caseId = id) =>
    FailedSearchModel.findOne({ case: caseId }).sort({ saidAt: -1, _id: -1 }).lean().orFail();

  it('said on the form, is in the list of the case with who said it, and counted once for its arrondissement', async () => {
    const answer = await say(amina, { type: 'crisis', place: '2360 Oud-Turnhout', target: 'homeless' });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    const page = (await karim.get(paths.caseSearches({ id }))).text;
    expect(page)
      .to.include('wachtlijst')
      .and.include('mensen zonder thuis')
      .and.include('Genoteerd door Amina');
    expect(page).not.to.include('Oud-Turnhout');
    expect(await counted({ type: 'crisis' })).to.equal(1);
    const kind = { area: '13000', age: 'adults', target: 'homeless', obstacle: 'waiting_list' } as const;
    expect(await counted({ type: 'crisis', ...kind })).to.equal(1);
  });

  it('a form without an answer, or with a place that is none or too wide, comes back with what was typed', async () => {
    const before = await counted();
    for (const [words, told] of [
      [{ type: '' }, 'Kies welke hulp je zocht'],
      [{ type: 'nergens' }, 'Kies welke hulp je zocht'],
      [{ place: '' }, 'Vul in waar je zocht'],
      [{ place: 'Atlantis' }, 'We kennen deze plaats niet'],
      [{ place: 'Limburg' }, 'Dit gebied is te ruim'],
      [{ age: undefined }, 'Kies voor wie je zocht'],
      [{ obstacle: 'geen idee' }, 'Kies wat het meest in de weg stond'],
    ] as const) {
      const answer = await say(amina, { type: 'self_help', ...words });
      expect(answer.status, told).to.equal(422);
      expect(answer.text).to.include(told).and.include('-error');
      if (!('place' in words)) expect(answer.text).to.include('value="2300"');
    }
    expect(await counted()).to.equal(before);
  });

  it('the same request sent again is the same: one record, one count, one answer', async () => {
    const actId = randomUUID();
    const before = await FailedSearchModel.countDocuments({ case: id });
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push(await say(amina, { type: 'outreach' }, actId));
    expect(answers.map((one) => one.status)).to.deep.equal([303, 303, 303]);
    expect(await FailedSearchModel.countDocuments({ case: id })).to.equal(before + 1);
    expect(await counted({ type: 'outreach' })).to.equal(1);
  });

  it('the same in the same month, whatever stood in the way, is refused: a case counts once', async () => {
    await say(amina, { type: 'diagnostics' });
    const again = await say(karim, { type: 'diagnostics', obstacle: 'too_far' });
    expect(again.status).to.equal(422);
    expect(again.text).to.include('Dit is deze maand al genoteerd');
    expect(await counted({ type: 'diagnostics' })).to.equal(1);
    const other = await aCaseOf(bart, 'demo-de-kade');
    expect((await say(bart, { type: 'diagnostics' }, randomUUID(), other.id)).status).to.equal(303);
    expect(await counted({ type: 'diagnostics' })).to.equal(2);
  });

  it('said by two people at once, is one record and one count', async () => {
    for (const type of ['assertive_care', 'harm_reduction', 'case_management']) {
      const answers = await Promise.all([say(amina, { type }), say(karim, { type })]);
      expect(answers.map((one) => one.status).sort(), type).to.deep.equal([303, 422]);
      expect(await counted({ type })).to.equal(1);
    }
  });

  it('different things said at once are all counted, also as the first of a month', async () => {
    app.clock.advance(40 * 86_400_000);
    const again = await Promise.all([
      signInAs(app, 'hulpverlener.debrug'),
      signInAs(app, 'hulpverlener.noordster'),
    ]);
    [amina, karim] = again as [Visitor, Visitor];
    const types = ['detox', 'crisis', 'aftercare', 'self_help', 'outreach', 'day_programme'];
    const answers = await Promise.all(types.map((type, index) => say(again[index % 2]!, { type })));
    expect(answers.map((one) => one.status)).to.deep.equal(types.map(() => 303));
    expect(await counted()).to.equal(types.length);
  });

  it('taken back by a colleague, stays in the list as such and counts no longer; a second time is a conflict', async () => {
    await say(amina, { type: 'environment_support', obstacle: 'other' });
    expect(await counted({ type: 'environment_support' })).to.equal(1);
    const searchId = (await newest())._id;
    const takeBack = () => karim.post(paths.caseSearchWithdrawal({ id, searchId }));
    expect((await takeBack()).status).to.equal(303);
    expect(await counted({ type: 'environment_support' })).to.equal(0);
    expect((await amina.get(paths.caseSearches({ id }))).text).to.include('Teruggenomen door Karim');
    expect((await takeBack()).status).to.equal(409);
    expect((await say(amina, { type: 'environment_support' })).status).to.equal(303);
    expect(await counted({ type: 'environment_support' })).to.equal(1);
  });

  it('taken back in a later month, leaves the count of the month in which it was said', async () => {
    await say(amina, { type: 'long_residential' });
    const said = monthOf(app.clock.now());
    const searchId = (await newest())._id;
    app.clock.advance(40 * 86_400_000);
    amina = await signInAs(app, 'hulpverlener.debrug');
    await say(amina, { type: 'long_residential' });
    expect((await amina.post(paths.caseSearchWithdrawal({ id, searchId }))).status).to.equal(303);
    expect(await counted({ type: 'long_residential', month: said })).to.equal(0);
    expect(await counted({ type: 'long_residential' })).to.equal(1);
  });

  it('stands in the file the client can have', async () => {
    const { searches } = JSON.parse((await amina.get(paths.planExport({ id }))).text);
    expect(searches[0]).to.include({ type: 'long_residential', area: '13000' });
  });

  describe('leaves nothing behind outside of the case', () => {
    let words: string[];
    let searchId: string;

    before(async () => {
      await say(amina, { type: 'expertise_consult', place: 'Diksmuide', age: 'elderly', target: 'forensic' });
      searchId = (await newest())._id;
      words = ['expertise_consult', '32000', 'Diksmuide', 'elderly', 'forensic', 'waiting_list'];
      await app.sequencer.settle();
    });

    const bytesOf = (value: unknown): string => {
      if (value instanceof Date || typeof value !== 'object' || value === null) return `${value}\n`;
      const binary = (value as { buffer?: unknown }).buffer;
      if (binary instanceof Uint8Array) return `${Buffer.from(binary).toString('latin1')}\n`;
      return Object.entries(value)
        .map(([name, one]) => `${name}\n${bytesOf(one)}`)
        .join('');
    };
    const textOf = async (collection: string, filter: object = {}): Promise<string> => {
      const found = await app.house.connection.db!.collection(collection).find(filter).toArray();
      return found.map(bytesOf).join('\n');
    };

    it('no act of the case names what was looked for, where, for whom or why not', async () => {
      const acts = await actsIn(app, { name: /^search\./ });
      expect(acts.length).to.be.greaterThan(5);
      const text = JSON.stringify(acts);
      for (const word of [...words, 'crisis', '13000', 'homeless', 'adults'])
        expect(text).not.to.include(word);
      expect(text).to.include(searchId);
    });

    it('the record of the case is sealed, of one length whatever it says', async () => {
      const text = await textOf('failedsearches');
      for (const word of words) expect(text).not.to.include(word);
      const sealed = await FailedSearchModel.find({}).lean();
      const lengths = sealed.map((one) => (one.said as unknown as { buffer: Uint8Array }).buffer.length);
      expect(new Set(lengths).size).to.equal(1);
    });

    it('the counts are sealed, of one length, and hold no id of a case, a search, a person or a body', async () => {
      const text = await textOf('unmetdemand');
      for (const word of [...words, id, searchId, 'demo-de-brug']) expect(text).not.to.include(word);
      const all = await UnmetDemandModel.find({}).lean();
      expect(new Set(all.flatMap((one) => Object.keys(one)))).to.deep.equal(new Set(['_id', 'tally']));
      const lengths = all.map((one) => (one.tally as unknown as { buffer: Uint8Array }).buffer.length);
      expect(new Set(lengths).size).to.equal(1);
      const opened = JSON.stringify(await everyCount(app.house.keys));
      expect(opened).to.include('expertise_consult'); // what is there is found this way
      for (const other of [id, searchId, 'demo-de-brug', 'BE-VAN']) expect(opened).not.to.include(other);
    });

    it('no collection outside of the case knows the case or the search', async () => {
      const ofCases = /^(cases|casemembers|consents|failedsearches|goals|planactions|live|narrative)/;
      const names = (await app.house.connection.db!.collections()).map((one) => one.collectionName);
      const outside = names.filter((name) => !ofCases.test(name) && name !== 'acts');
      expect(outside).to.include.members([
        'unmetdemand',
        'gaps',
        'organisations',
        'people',
        'sessions',
        'platforms',
      ]);
      for (const name of outside) {
        const text = await textOf(name);
        expect(text.includes(id), name).to.equal(false);
        expect(text.includes(searchId), name).to.equal(false);
      }
      const others = await textOf('acts', { 'record.caseId': { $exists: false } });
      expect(others.includes(searchId)).to.equal(false);
    });

    it('the door takes its six fields and nothing else', async () => {
      const demand: Demand = {
        ...{ type: 'detox', area: '13000', age: 'adults', target: '', obstacle: 'other' },
        month: monthOf(app.clock.now()),
      } as Demand;
      const before = JSON.stringify(await everyCount(app.house.keys));
      const through = (more: object): Promise<string> =>
        app.house.fence
          .through((session) => countDemand(app.house.keys, session, { ...demand, ...more }, 1))
          .then(
            () => 'counted',
            () => 'refused',
          );
      for (const more of [
        { caseId: id },
        { person: 'x' },
        { body: 'demo-de-brug' },
        { words: 'Jan' },
        { type: 'jan_peeters' },
        { type: 'Jan' },
        { area: '13040' },
        { area: '10000' },
        { target: 'jan' },
        { obstacle: 'Jan' },
        { month: '2026-11-27' },
      ])
        expect(await through(more), JSON.stringify(more)).to.equal('refused');
      expect(JSON.stringify(await everyCount(app.house.keys))).to.equal(before);
      expect(await through({})).to.equal('counted');
    });
  });

  it('is not there for who is outside, nor after the client took the consent back', async () => {
    bart = await signInAs(app, 'buitenstaander'); // a month went by
    const outside = [bart, await signInAs(app, 'coordinator.limburg'), await signInAs(app, 'fod')];
    for (const visitor of outside)
      expect((await visitor.get(paths.caseSearches({ id }))).status, visitor.name).to.equal(404);
    const { consentId } = await demoCase();
    await amina.post(paths.caseConsentWithdrawal({ id, consentId }), { body: 'demo-noordster' });
    karim = await signInAs(app, 'hulpverlener.noordster');
    expect((await karim.get(paths.caseSearches({ id }))).status).to.equal(404);
    const before = await counted();
    expect((await say(karim, { type: 'detox', place: 'Gent' })).status).to.equal(404);
    expect(await counted()).to.equal(before);
  });
});
