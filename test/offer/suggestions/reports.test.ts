import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferSuggestionModel } from '../../../models/OfferSuggestion.ts';
import { SuggestionAddressModel } from '../../../models/SuggestionAddress.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';

describe('a mistake, reported on the public sheet by somebody without account', function () {
  this.timeout(60_000);
  let app: TestApp;
  let visitor: Visitor;
  let unit: { _id: string };
  let module: { _id: string };

  before(async () => {
    app = await startTestApp({ demo: true });
    visitor = aVisitor(app);
    unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    module = await CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
  });
  after(() => app.close());

  const report = (body: object, who = visitor) => who.post(paths.offerReport({ id: unit._id }), body);
  const kept = () => OfferSuggestionModel.find().sort({ madeAt: -1 }).lean();

  it('is asked for on the sheet, with what the entry says now in the form', async () => {
    const sheet = await visitor.get(paths.offerEntry({ id: unit._id }));
    expect(sheet.text).to.include(paths.offerReport({ id: unit._id }));
    const form = await visitor.get(paths.offerReport({ id: unit._id }));
    expect(form.status).to.equal(200);
    expect(form.text)
      .to.include('name="contact.website" value="https://debrug.example"')
      .and.include('De fiche toont wat bij De Brug Berchem staat')
      .and.include('ten laatste na 90 dagen')
      .and.not.include('name="base_organisationId"');
    const ofModule = await visitor.get(
      paths.offerReport({ id: unit._id }, { about: `module:${module._id}` }),
    );
    expect(ofModule.text).to.include('name="base_hours"').and.not.include('name="base_contact.phone"');
  });

  it('is kept with its words, its proposals and the address, and changes nothing', async () => {
    const answer = await report({
      words: 'Niemand neemt op',
      email: 'ann@voorbeeld.example',
      'base_contact.phone': '0',
      'contact.phone': '03 111 22 33',
      'base_contact.website': '1',
      'contact.website': 'https://debrug.example',
    });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, paths.offerEntry({ id: unit._id })]);
    const thanked = await visitor.get(answer.headers.location!);
    expect(thanked.text).to.include('Bedankt. De melding is bij wie deze fiche bijhoudt');
    const [made] = await kept();
    expect(made).to.deep.include({ kind: 'unit', recordId: unit._id, words: 'Niemand neemt op' });
    expect(made?.proposals.map(({ field, seen, value, state }) => [field, seen, value, state])).to.deep.equal(
      [['contact.phone', null, '03 111 22 33', 'open']],
    );
    expect((await CareUnitModel.findById(unit._id).lean())?.contact?.phone ?? null).to.equal(null);
    const address = await SuggestionAddressModel.findById(made!._id).lean();
    expect(address?.email).to.equal('ann@voorbeeld.example');
    expect(address!.until.getTime() - made!.madeAt.getTime()).to.equal(90 * 24 * 60 * 60_000);
  });

  it('stands in the acts under the kind of the entry, without a word of what was written', async () => {
    const acts = await actsIn(app, { name: 'unit.suggested' });
    expect(acts.at(-1)).to.deep.include({ actor: null });
    expect(acts.at(-1)?.details).to.deep.equal({ fields: ['contact.phone'], words: true });
    expect(JSON.stringify(acts)).not.to.match(/Niemand neemt op|ann@voorbeeld|111 22/);
  });

  it('says of when a number is, when a number is what was reported', async () => {
    const now = await CareModuleModel.findById(module._id).lean().orFail();
    const version = String(
      (now.fields as unknown as Record<string, { version: number }>).waitingList_persons!.version,
    );
    app.clock.advance(1000);
    const answer = await report({
      about: `module:${module._id}`,
      'base_waitingList.persons': version,
      'waitingList.persons': '31',
    });
    expect(answer.status).to.equal(303);
    const [made] = await kept();
    const today = brusselsDay(app.clock.now());
    expect(made?.proposals.map(({ field, value }) => [field, value])).to.deep.equal([
      ['waitingList.persons', 31],
      ['waitingList.countedOn', today],
    ]);
  });

  for (const [what, body, input, told] of [
    ['nothing', {}, 'words', 'Zeg wat er niet klopt'],
    ['too many words', { words: 'x'.repeat(2001) }, 'words', 'hoogstens 2000 tekens'],
    ['a broken address', { words: 'Fout', email: 'ann@' }, 'email', 'Typ een e-mailadres'],
    [
      'a telephone number that is none',
      { 'base_contact.phone': '0', 'contact.phone': 'bel maar' },
      'contact.phone',
      'Typ een telefoonnummer',
    ],
    ['a status that does not exist', { base_status: '1', status: 'misschien' }, 'status', 'Vul dit in'],
    ['a field that does not exist', { words: 'Fout', base_geheim: '0' }, 'form', 'een veld dat er niet is'],
    [
      'a field that is not asked for here',
      { words: 'Fout', base_organisationId: '0', organisationId: 'demo-noordster' },
      'form',
      'een veld dat er niet is',
    ],
    ['a national number', { words: 'Het gaat om 85.07.30-033.28' }, 'words', 'rijksregisternummer'],
    [
      'what only a program fills in',
      { words: 'Koop nu', url: 'https://spam.example' },
      'url',
      'verborgen veld',
    ],
    [
      'a value on top of one that was changed meanwhile',
      { 'base_contact.website': '7', 'contact.website': 'https://anders.example' },
      'contact.website',
      'intussen veranderd',
    ],
  ] as [string, object, string, string][])
    it(`refuses ${what}, beside its field, and keeps what was typed`, async () => {
      const before = (await kept()).length;
      const answer = await report(body);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`href="#${input}"`).and.include(told);
      const { words } = body as { words?: string };
      if (words) expect(answer.text).to.include(words.slice(0, 40));
      expect((await kept()).length).to.equal(before);
    });

  it('takes the same number when somebody says that it is none', async () => {
    const answer = await report({ words: 'Het gaat om 85.07.30-033.28', inszKept: 'on' });
    expect(answer.status).to.equal(303);
  });

  it('shows a form on new ground, when it was refused because the entry changed', async () => {
    const answer = await report({ 'base_contact.website': '7', 'contact.website': 'https://anders.example' });
    expect(answer.text)
      .to.include('name="base_contact.website" value="1"')
      .and.include('value="https://anders.example"');
  });

  it('is not found for an entry that is none, that is not listed, or for a part of another', async () => {
    const other = await CareUnitModel.findOne({ name: 'De Brug, mobiel team' }).lean().orFail();
    const foreign = await report({ about: `unit:${other._id}`, words: 'Fout' });
    await CareUnitModel.updateOne({ _id: other._id }, { $set: { listed: false } });
    const id = other._id;
    const answers = [
      foreign,
      await visitor.get(paths.offerReport({ id })),
      await visitor.post(paths.offerReport({ id }), { words: 'Fout' }),
      await visitor.get(paths.offerReport({ id: 'nergens' })),
      await visitor.post(paths.offerReport({ id: 'nergens' }), { words: 'Fout' }),
    ];
    expect(answers.map((one) => one.status)).to.deep.equal([404, 404, 404, 404, 404]);
  });

  it('is asked for in the language of the visitor', async () => {
    const french = aVisitor(app);
    await french.get(paths.language({ code: 'fr' }));
    const form = await french.get(paths.offerReport({ id: unit._id }));
    expect(form.text).to.include('Signaler une erreur').and.include('au plus tard après 90 jours');
  });

  it('gives back a postcode that was typed, when the form is refused for something else', async () => {
    const site = await app.house.connection
      .db!.collection<{ _id: string }>('sites')
      .findOne({ street: 'Voorbeeldstraat 12' });
    const answer = await report({
      about: `site:${site!._id}`,
      base_postcode: '1',
      postcode: '2018',
      'base_contact.phone': '1',
      'contact.phone': 'bel maar',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('name="postcode" value="2018"');
  });

  it('stops when a hundred wait for one entry; the words are given back', async () => {
    const { _id, ...one } = (await kept())[0]!;
    const before = await OfferSuggestionModel.countDocuments({ recordId: unit._id, decidedAt: null });
    const more = Array.from({ length: 100 - before }, (_, at) => ({
      ...one,
      _id: `vol-${at}`,
      recordId: unit._id,
    }));
    await OfferSuggestionModel.insertMany(more);
    const answer = await report({ words: 'Nog een melding' });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('wachten al veel meldingen').and.include('Nog een melding');
    await OfferSuggestionModel.deleteMany({ _id: /^vol-/ });
  });
});

describe('reports from one address', function () {
  this.timeout(60_000);

  it('are taken twice an hour where the limit is two; the third gets its words back', async () => {
    const app = await startTestApp({ demo: true, reports: 2 });
    try {
      const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
      const visitor = aVisitor(app);
      const address = paths.offerReport({ id: unit._id });
      const answers = [];
      for (const words of ['Eerste', 'Tweede', 'Derde melding'])
        answers.push(await visitor.post(address, { words }));
      expect(answers.map((one) => one.status)).to.deep.equal([303, 303, 429]);
      expect(answers[2]!.text).to.include('over een uur').and.include('Derde melding');
      const maintainer = await signInAs(app, 'beheer.debrug');
      expect((await maintainer.get(paths.upkeepSuggestions())).status).to.equal(200);
    } finally {
      await app.close();
    }
  });
});
