import { expect } from 'chai';
import { BodyTaskModel } from '../../models/BodyTask.ts';
import { CandidateDismissalModel } from '../../models/CandidateDismissal.ts';
import { GapModel } from '../../models/Gap.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { StatementChangeModel } from '../../models/StatementChange.ts';
import { WordMeaningModel } from '../../models/WordMeaning.ts';
import { brusselsDay, languages } from '../../server/core/i18n.ts';
import { meaningsOf, tasksOf } from '../../server/features/coverage/wordsAndTasks/queries.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../builders/people.ts';

const platform = 'BE-VAN';
const ofAntwerp = { platforms: [platform] };
const overlaps = paths.candidates({ platform, list: 'overlaps' });
const insz = '85.07.30-033.28';

describe('tasks of bodies and meanings of words', function () {
  this.timeout(60_000);
  let app: TestApp;
  let nora: Visitor;
  let limburg: Visitor;
  let brug: Visitor;
  let noordster: Visitor;
  let fod: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    nora = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    brug = await signInAs(app, 'aanbod.debrug');
    noordster = await signInAs(app, 'beheer.noordster');
    fod = await signInAs(app, 'fod');
  });
  after(() => app.close());
  afterEach(async () => {
    await Promise.all([
      // What the demo knows came from documents, by nobody.
      BodyTaskModel.deleteMany({ 'added.by': { $ne: null } }),
      WordMeaningModel.deleteMany({ 'added.by': { $ne: null } }),
      CandidateDismissalModel.deleteMany({}),
    ]);
  });

  const today = (): string => brusselsDay(app.clock.now());
  const daysAgo = (days: number): string =>
    brusselsDay(new Date(app.clock.now().getTime() - days * 86_400_000));
  const lastPart = (location = ''): string => /\/([^/?#]+)(?:[?#].*)?$/.exec(location)?.[1] ?? '';
  const add = (visitor: Visitor, kind: string, said: object) =>
    visitor.post(paths.statements({ kind }), { ...ofAntwerp, ...said });
  async function added(visitor: Visitor, kind: string, said: object): Promise<string> {
    const answer = await add(visitor, kind, said);
    expect(answer.status, answer.text.slice(0, 2000)).to.equal(303);
    return lastPart(answer.headers.location);
  }
  const aTask = (visitor: Visitor, said: object = {}) =>
    added(visitor, 'tasks', { task: 'training', body: platform, ...said });
  const aMeaning = (visitor: Visitor, said: object = {}) =>
    added(visitor, 'meanings', { word: 'outreach', body: platform, ...said });
  const outsider = { body: '', bodyWords: 'Vormingscentrum, afdeling zorg', source: 'Projectoproep 2024' };
  const openPart = (text: string): string => text.split('id="in-register"')[0]!.split('id="looked-at"')[0]!;
  const openKeys = async (): Promise<string[]> =>
    [...openPart((await nora.get(overlaps)).text).matchAll(/name="key" value="([^"]+)"/g)].map(
      ([, key]) => key!,
    );

  describe('what is said, on the page', () => {
    it('a task with all its fields: on the list by its name, with where, for whom, since when and by what', async () => {
      await aTask(nora, {
        ...outsider,
        areas: ['13000', '13040'],
        ages: 'adults',
        targetGroups: ['parents'],
        note_nl: 'Drie vormingsdagen per jaar',
        basis: 'project',
        link: 'https://www.voorbeeld.be/oproep',
        from: '2024-01-01',
      });
      const { text } = await nora.get(paths.words({ platform }));
      for (const said of [
        'Vorming en intervisie organiseren',
        'Vormingscentrum, afdeling zorg',
        'Turnhout',
        'volwassenen, ouders',
        'Drie vormingsdagen per jaar',
        'Project: ',
        'href="https://www.voorbeeld.be/oproep"',
        'Sinds 1 januari 2024',
      ])
        expect(text, said).to.include(said);
    });

    it('meanings of one word stand side by side: those who mean the same together, the unwritten last', async () => {
      const first = await aMeaning(nora, {
        bodyWords: 'Werkgroep drugs',
        meaning_nl: 'Naar mensen toe gaan',
      });
      await aMeaning(noordster, { body: 'demo-noordster' });
      await aMeaning(brug, { word: 'other', wordWords: 'outreach', body: 'demo-de-brug', sameAs: first });
      const { text } = await nora.get(paths.words({ platform, list: 'meanings' }));
      const section = text.split('id="word-outreach"')[1]!.split('</section>')[0]!;
      const cards = section.split('<li class="panel').slice(1);
      expect(cards).to.have.length(2);
      expect(cards[0])
        .to.include('Naar mensen toe gaan')
        .and.include('Werkgroep drugs')
        .and.include('De Brug');
      expect(cards[1]).to.include('nog niet opgeschreven').and.include('Noordster');
    });

    it('in every language each page is sentences, without a key that has no words', async () => {
      const task = await aTask(nora, { basis: 'own', ages: 'elderly' });
      const meaning = await aMeaning(nora, { word: 'recovery' });
      const addresses = [
        ...['tasks', 'meanings'].flatMap((kind) => [
          paths.words({ platform, list: kind }),
          paths.newStatement({ kind }),
        ]),
        paths.statement({ kind: 'tasks', id: task }),
        paths.statementFields({ kind: 'meanings', id: meaning }),
      ];
      for (const language of languages) {
        await nora.post(paths.language({ code: language }), {});
        for (const address of addresses) {
          const { text, status } = await nora.get(address);
          expect(status, address).to.equal(200);
          expect(text, address).to.not.match(/>[^<]*\bwords\.[a-z]+[.\w]*[^<]*</);
        }
      }
      await nora.post(paths.language({ code: 'nl' }), {});
    });

    it('added beside another: the form begins with its task or word, and for that platform', async () => {
      const id = await aTask(nora, { task: 'other', taskWords: 'Een telefoonlijn' });
      const { text } = await nora.get(paths.newStatement({ kind: 'tasks' }, { platform, beside: id }));
      expect(text)
        .to.include('value="Een telefoonlijn"')
        .and.match(/value="other" selected/);
      expect(text).to.include('name="platforms" value="BE-VAN" checked');
      const none = await nora.get(
        paths.newStatement({ kind: 'meanings' }, { platform: 'BE-VLI', beside: id }),
      );
      expect(none.text).to.not.include('Een telefoonlijn').and.not.include('value="BE-VLI" checked');
    });
  });

  describe('bad input', () => {
    const refusals: [string, string, object, string, string][] = [
      ['no task', 'tasks', { task: '' }, 'task-error', 'nodig'],
      ['an unknown task', 'tasks', { task: 'sleeping' }, 'task-error', ''],
      [
        'another task without its name',
        'tasks',
        { task: 'other' },
        'taskWords-error',
        'Schrijf het in woorden',
      ],
      [
        'a name beside a task of the list',
        'tasks',
        { taskWords: 'Iets' },
        'taskWords-error',
        'Laat dit leeg',
      ],
      ['no body at all', 'tasks', { body: '' }, 'body-error', 'schrijf haar naam'],
      ['an unknown body', 'tasks', { body: 'nowhere' }, 'body-error', 'uit de lijst'],
      [
        'a body from elsewhere without a source',
        'tasks',
        { body: '', bodyWords: 'Raad' },
        'source-error',
        'Zeg waar dit staat',
      ],
      ['an address that is none', 'tasks', { link: 'javascript:alert(1)' }, 'link-error', 'volledig adres'],
      ['a day that is none', 'tasks', { from: '2026-02-30' }, 'from-error', ''],
      [
        'an end before the beginning',
        'tasks',
        { from: '2026-02-02', until: '2026-02-01' },
        'Kies een dag die niet voor het begin ligt',
        '',
      ],
      ['an unknown area', 'tasks', { areas: ['99999'] }, 'areas-error', 'Kies uit de lijst'],
      ['no platform', 'tasks', { platforms: [] }, 'platforms-error', ''],
      ['words that are too long', 'meanings', { meaning_fr: 'x'.repeat(1501) }, 'meaning_fr-error', '1500'],
      [
        'another word without letters',
        'meanings',
        { word: 'other', wordWords: '?!' },
        'wordWords-error',
        'Schrijf het in woorden',
      ],
      ['the same as nobody', 'meanings', { sameAs: 'nowhere' }, 'sameAs-error', 'Kies een betekenis'],
      [
        'a national number',
        'meanings',
        { meaning_nl: `Voor ${insz}` },
        'name="inszKept"',
        'meaning_nl-error',
      ],
      ['a national number in the source', 'tasks', { source: insz }, 'name="inszKept"', 'source-error'],
    ];
    for (const [what, kind, said, mark, words] of refusals)
      it(`${what}: refused beside its field, with what was typed, and nothing is kept`, async () => {
        const whole = {
          task: 'training',
          word: 'outreach',
          body: platform,
          bodyWords: 'Werkgroep Onvergetelijk',
        };
        const given = kind === 'tasks' && 'body' in said ? { ...whole, bodyWords: '' } : whole;
        const before = (await actsIn(app, { name: 'statement.added' })).length;
        const answer = await add(nora, kind, { ...given, note_nl: 'Zo getypt', ...said });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include(mark).and.include(words);
        if (kind === 'tasks') expect(answer.text).to.include('Zo getypt');
        expect((await actsIn(app, { name: 'statement.added' })).length).to.equal(before);
      });

    it('the same as itself, as one of another word, or beside own words: refused beside that field', async () => {
      const other = await aMeaning(nora, { word: 'recovery', meaning_nl: 'Weer verder kunnen' });
      const written = await aMeaning(nora, { meaning_nl: 'Naar mensen toe gaan' });
      const own = await aMeaning(nora, { bodyWords: 'Werkgroep' });
      const change = (said: object) =>
        nora.post(paths.statementFields({ kind: 'meanings', id: own }), { base_sameAs: '0', ...said });
      for (const said of [
        { sameAs: own },
        { sameAs: other },
        { sameAs: written, base_meaning: '0', meaning_nl: 'Iets' },
      ]) {
        const answer = await change(said);
        expect([answer.status, answer.text.includes('sameAs-error')]).to.deep.equal([422, true]);
      }
      expect((await change({ sameAs: written })).status).to.equal(303);
    });

    it('a national number that is none, said so: kept', async () => {
      await aMeaning(nora, { meaning_nl: `Voor ${insz}`, inszKept: 'on' });
    });
  });

  describe('changes', () => {
    const fields = (id: string) => paths.statementFields({ kind: 'tasks', id });

    it('two people change one field: the second sees both values, loses nothing, and chooses', async () => {
      const id = await aTask(nora, { body: 'demo-de-brug' });
      const first = await brug.post(fields(id), { base_source: '0', source: 'Verslag van De Brug' });
      expect(first.status).to.equal(303);
      const stale = {
        base_source: '0',
        source: 'Verslag van het platform',
        base_note: '0',
        note_nl: 'Blijft staan',
      };
      const second = await nora.post(fields(id), stale);
      expect(second.status).to.equal(409);
      for (const said of [
        'Verslag van De Brug',
        'Verslag van het platform',
        'name="note_nl" value="Blijft staan"',
        'name="base_source" value="1"',
      ])
        expect(second.text, said).to.include(said);
      expect((await BodyTaskModel.findById(id).lean())!.values.note.nl).to.equal(undefined);
      const chosen = {
        base_source: '1',
        chosen_source: 'Verslag van het platform',
        base_note: '0',
        note_nl: 'Blijft staan',
      };
      expect((await nora.post(fields(id), chosen)).status).to.equal(303);
      const { values } = (await BodyTaskModel.findById(id).lean())!;
      expect([values.source, values.note.nl]).to.deep.equal(['Verslag van het platform', 'Blijft staan']);
    });

    it('the history says who changed what from what to what, for which body; the act carries no words', async () => {
      const id = await aTask(nora, { body: 'demo-de-brug', source: 'Eerst' });
      await brug.post(fields(id), { base_source: '0', source: 'Daarna', base_areas: '0', areas: ['13000'] });
      const [change] = await StatementChangeModel.find({ statement: id }).lean();
      expect([change!.body, change!.changes.map((one) => one.field).sort()]).to.deep.equal([
        'demo-de-brug',
        ['areas', 'source'],
      ]);
      const { text } = await nora.get(paths.statement({ kind: 'tasks', id }));
      expect(text).to.include('Eerst').and.include('Daarna').and.include('Turnhout');
      const acts = await actsIn(app, { name: 'statement.changed', 'record.id': id });
      expect(acts).to.have.length(1);
      expect(JSON.stringify(acts)).to.not.include('Daarna');
      const official = await fod.get(paths.statement({ kind: 'tasks', id }));
      expect(official.text).to.include('De Brug').and.not.include('Nora');
    });

    it('nothing changed: no act of a change and no version', async () => {
      const id = await aTask(nora, { source: 'Eerst' });
      await nora.post(fields(id), { base_source: '0', source: 'Eerst' });
      expect(await StatementChangeModel.countDocuments({ statement: id })).to.equal(0);
      expect((await BodyTaskModel.findById(id).lean())!.fields).to.deep.equal({});
    });

    it('ended with a day: kept at the end of the list, and open to who ends it on a stale page', async () => {
      const id = await aTask(nora, { bodyWords: 'Groep van vroeger', from: daysAgo(30) });
      const end = (body: object) =>
        nora.post(paths.statementEnd({ kind: 'tasks', id }), { base_until: '0', ...body });
      for (const until of ['', 'gisteren', daysAgo(31)]) {
        const answer = await end({ until });
        expect([answer.status, answer.text.includes('until-error')], until).to.deep.equal([422, true]);
      }
      expect((await end({ until: daysAgo(1) })).status).to.equal(303);
      const acts = await actsIn(app, { name: 'statement.ended', 'record.id': id });
      expect(acts).to.have.length(1);
      const { text } = await nora.get(paths.words({ platform }));
      const [standing, over] = text.split('1 beëindigd');
      expect(standing).to.not.include('Groep van vroeger');
      expect(over).to.include('Groep van vroeger');
      const late = await end({ until: today() });
      expect(late.status).to.equal(409);
    });
  });

  describe('who', () => {
    it('a partner says what its own organisation does and means, and of no other body', async () => {
      const own = await aTask(brug, { body: 'demo-de-brug', bodyWords: 'Mobiel team' });
      expect((await BodyTaskModel.findById(own).lean())!.added.body).to.equal('demo-de-brug');
      for (const body of [platform, 'demo-noordster', '']) {
        const answer = await add(brug, 'tasks', { task: 'training', ...outsider, body });
        expect([answer.status, answer.text.includes('body-error')], body).to.deep.equal([422, true]);
      }
      const others = await aTask(nora, { body: 'demo-noordster' });
      const address = paths.statementFields({ kind: 'tasks', id: others });
      const change = { base_source: '0', source: 'Iets' };
      expect((await brug.post(address, change)).status).to.equal(403);
      expect((await brug.get(address)).status).to.equal(403);
      expect(
        (
          await brug.post(paths.statementEnd({ kind: 'tasks', id: others }), {
            base_until: '0',
            until: today(),
          })
        ).status,
      ).to.equal(403);
      expect((await noordster.post(address, change)).status).to.equal(303);
      const away = await noordster.post(address, { base_body: '0', body: 'demo-de-brug' });
      expect([away.status, away.text.includes('body-error')]).to.deep.equal([422, true]);
    });

    it('a partner keeps it for platforms that admitted it, and takes it away from no other', async () => {
      const elsewhere = await add(brug, 'tasks', {
        task: 'training',
        body: 'demo-de-brug',
        platforms: [platform, 'BE-WNA'],
      });
      expect([elsewhere.status, elsewhere.text.includes('platforms-error')]).to.deep.equal([422, true]);
      const shared = await aTask(nora, { body: 'demo-de-brug', platforms: [platform, 'BE-VOV'] });
      const address = paths.statementFields({ kind: 'tasks', id: shared });
      for (const platforms of [[platform], [platform, 'BE-VOV', 'BE-WNA'], ['BE-VOV']]) {
        const answer = await brug.post(address, { base_platforms: '0', platforms });
        expect([answer.status, answer.text.includes('platforms-error')], platforms.join()).to.deep.equal([
          422,
          true,
        ]);
      }
    });

    it('a coordinator does not write it away from their own platform', async () => {
      const id = await aTask(nora);
      const answer = await nora.post(paths.statementFields({ kind: 'tasks', id }), {
        base_platforms: '0',
        platforms: ['BE-VLI'],
      });
      expect([answer.status, answer.text.includes('platforms-error')]).to.deep.equal([422, true]);
    });

    it('for another platform there is nothing: not to read, not to change, not to add; an official reads', async () => {
      const id = await aTask(nora);
      const kind = 'tasks';
      expect((await limburg.get(paths.words({ platform }))).status).to.equal(404);
      for (const address of [paths.statement({ kind, id }), paths.statementFields({ kind, id })])
        expect((await limburg.get(address)).status).to.equal(404);
      expect(
        (await limburg.post(paths.statementFields({ kind, id }), { base_source: '0', source: 'x' })).status,
      ).to.equal(404);
      expect((await add(limburg, kind, { task: 'training', body: platform })).status).to.equal(404);
      expect((await nora.get(paths.statement({ kind: 'meanings', id }))).status).to.equal(404);
      expect((await nora.get(paths.statement({ kind: 'toString', id }))).status).to.equal(404);
      expect((await fod.get(paths.statement({ kind, id }))).status).to.equal(200);
      expect((await add(fod, kind, { task: 'training', body: platform })).status).to.equal(403);
      expect((await aVisitor(app).get(paths.words())).status).to.equal(303);
    });

    it('somebody of an organisation that no platform admitted: a page that says so, not an error', async () => {
      const { admissions } = (await OrganisationModel.findById('demo-de-brug').lean())!;
      await OrganisationModel.updateOne({ _id: 'demo-de-brug' }, { admissions: [] });
      const [own, asked] = [await brug.get(paths.words()), await brug.get(paths.words({ platform }))];
      await OrganisationModel.updateOne({ _id: 'demo-de-brug' }, { admissions: admissions! });
      expect([own.status, asked.status]).to.deep.equal([200, 404]);
      expect(own.text).to.include('hoort nog bij geen platform');
    });

    it('the lists of a platform hold what is kept for it, and nothing else', async () => {
      await aTask(nora);
      await aMeaning(limburg, { body: 'BE-VLI', platforms: ['BE-VLI'] });
      const kept = [...(await tasksOf([platform])), ...(await meaningsOf([platform]))];
      expect(kept.length).to.be.greaterThan(2);
      for (const { values } of kept) expect(values.platforms).to.include(platform);
      expect((await nora.get(paths.words({ platform, list: 'meanings' }))).text).to.not.include(
        'id="word-outreach"',
      );
    });
  });

  describe('what the computation brings forward', () => {
    it('one task of two bodies: named with who has it and where, and its link leads to where they stand', async () => {
      await aTask(nora, { note_nl: 'Vier keer per jaar' });
      expect(await openKeys()).to.not.include('task/training');
      await aTask(nora, { ...outsider, areas: ['13000'] });
      expect(await openKeys()).to.include('task/training');
      const { text } = await nora.get(overlaps);
      expect(text).to.include('Taak: Vorming en intervisie organiseren').and.include('Vier keer per jaar');
      expect(text).to.match(
        /Deze taak ligt bij (Overlegplatform Antwerpen en Vormingscentrum, afdeling zorg|Vormingscentrum, afdeling zorg en Overlegplatform Antwerpen)\. In 2\d gemeenten/,
      );
      const href = /href="([^"]+#task-training)"/.exec(text)![1]!.replaceAll('&amp;', '&');
      const led = await nora.get(href);
      expect(led.text).to.include('id="task-training"').and.include('2 instanties hebben deze taak');
    });

    it('for other people, elsewhere, or over: no longer', async () => {
      await aTask(nora, { ages: ['elderly'], areas: ['11000'] });
      const id = await aTask(nora, { ...outsider });
      const change = (said: object) => nora.post(paths.statementFields({ kind: 'tasks', id }), said);
      expect(await openKeys()).to.include('task/training');
      await change({ base_ages: '0', ages: ['adults'] });
      expect(await openKeys()).to.not.include('task/training');
      await change({ base_ages: '1', ages: [], base_areas: '0', areas: ['13000'] });
      expect(await openKeys()).to.not.include('task/training');
      await change({ base_areas: '1', areas: [] });
      expect(await openKeys()).to.include('task/training');
      await nora.post(paths.statementEnd({ kind: 'tasks', id }), { base_until: '0', until: daysAgo(1) });
      expect(await openKeys()).to.not.include('task/training');
    });

    it('one word with two meanings: who says what; gone once the second says it means the same', async () => {
      const first = await aMeaning(nora, { meaning_nl: 'Naar mensen toe gaan' });
      const second = await aMeaning(brug, { body: 'demo-de-brug', meaning_nl: 'Werken op straat' });
      expect(await openKeys()).to.include('word/outreach');
      const { text } = await nora.get(overlaps);
      expect(text).to.include('<q>Naar mensen toe gaan</q>').and.include('<q>Werken op straat</q>');
      expect(text).to.include('betekent het woord 2 verschillende dingen').and.include('#word-outreach"');
      await brug.post(paths.statementFields({ kind: 'meanings', id: second }), {
        ...{ base_meaning: '0', meaning_nl: '', base_sameAs: '0', sameAs: first },
      });
      expect(await openKeys()).to.not.include('word/outreach');
    });

    it('made a gap of: the form says what it is, the register holds it, and it is no longer proposed', async () => {
      await aTask(nora, { task: 'other', taskWords: 'Een telefoonlijn voor ouders' });
      await aTask(nora, { task: 'other', taskWords: 'een telefoon-lijn voor ouders', ...outsider });
      const key = 'task/other eentelefoonlijnvoorouders';
      expect(await openKeys()).to.include(key);
      const page = (await nora.get(overlaps)).text;
      const href = /href="(\/gaps\/new\?[^"]*statement=[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
      expect(href).to.not.include('telefoon');
      const form = (await nora.get(href)).text;
      expect(form)
        .to.include('Dezelfde taak bij verschillende instanties: ')
        .and.match(/name="kind" value="overlap" checked/);
      const statement = /name="statement" value="([^"]+)"/.exec(form)![1]!;
      const report = { platform, kind: 'overlap', title: 'Dubbele telefoonlijn', statement };
      const answer = await brug.post(paths.gaps(), report);
      expect(answer.status).to.equal(303);
      const gap = (await GapModel.findById(lastPart(answer.headers.location)).lean())!;
      expect(gap.candidate).to.equal(key);
      expect(await openKeys()).to.not.include(key);
      const after = (await nora.get(overlaps)).text.split('id="in-register"')[1]!;
      expect(after).to.include('Dubbele telefoonlijn');
      const shown = await nora.get(paths.gap({ id: gap._id }));
      expect(shown.text).to.include('#task-other-eentelefoonlijnvoorouders"');
      await GapModel.deleteOne({ _id: gap._id });
    });

    it('a report that names what its writer may not read, or what is kept elsewhere, is a report by itself', async () => {
      const id = await aTask(limburg, { body: 'BE-VLI', platforms: ['BE-VLI'] });
      for (const [visitor, statement] of [
        [nora, id],
        [noordster, id],
        [nora, 'nowhere'],
      ] as const) {
        const report = { platform, kind: 'overlap', title: 'Los', statement };
        const answer = await visitor.post(paths.gaps(), report);
        expect(answer.status).to.equal(303);
        const gap = (await GapModel.findById(lastPart(answer.headers.location)).lean())!;
        expect(gap.candidate).to.equal(undefined);
        await GapModel.deleteOne({ _id: gap._id });
      }
    });

    it('put aside with a reason and a day: away until then', async () => {
      await aTask(nora);
      await aTask(nora, outsider);
      const said = {
        key: 'task/training',
        list: 'overlaps',
        why: 'Ze doen het samen',
        until: brusselsDay(new Date(app.clock.now().getTime() + 90 * 86_400_000)),
      };
      expect((await nora.post(paths.candidateDismissals({ platform }), said)).status).to.equal(303);
      expect(await openKeys()).to.not.include('task/training');
      expect((await nora.get(overlaps)).text.split('id="looked-at"')[1]).to.include('Ze doen het samen');
    });
  });

  describe('what the documents of 2010 and 2015 say, in the demo', () => {
    it('two coordinators for one task, for each Walloon platform: found, in the register already, word for word', async () => {
      for (const code of ['BE-WNA', 'BE-WLX', 'BE-WLG', 'BE-WBR', 'BE-WHT-1', 'BE-WHT-2']) {
        const { text } = await fod.get(paths.candidates({ platform: code, list: 'overlaps' }));
        const inRegister = text.split('id="in-register"')[1]!;
        expect(inRegister, code).to.include('Taak: Overleg rond een doelgroep coördineren');
        expect(inRegister, code)
          .to.include('Twee coördinatoren voor één taak')
          .and.include('Waalse decreet van 27 november 2003');
      }
      const luik = await fod.get(paths.words({ platform: 'BE-WLG' }));
      // The 84 municipalities of the province without the nine of the German-speaking Community.
      expect(luik.text).to.include('in 75 gemeenten');
    });

    it('one word with several meanings, for West- and Oost-Vlaanderen; what no document prints is said to be unwritten', async () => {
      for (const code of ['BE-VWV', 'BE-VOV']) {
        const { text } = await fod.get(paths.candidates({ platform: code, list: 'overlaps' }));
        expect(openPart(text), code).to.include('Woord: Casemanagement').and.include('PopovGGZ');
        expect(openPart(text), code)
          .to.include('betekent het woord 2 verschillende dingen')
          .and.include('nog niet opgeschreven');
      }
      const own = idOf('meaning', 'case-management-popovggz-own');
      expect((await WordMeaningModel.findById(own).lean())!.values.meaning).to.deep.equal({});
    });

    it('each names its source, and nobody as its writer', async () => {
      const all = [...(await BodyTaskModel.find().lean()), ...(await WordMeaningModel.find().lean())];
      expect(all.length).to.be.greaterThan(12);
      for (const { values, added: by } of all) {
        expect(values.source).to.match(/2010|2015/);
        expect(by.by).to.equal(null);
      }
    });
  });
});
