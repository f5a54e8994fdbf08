import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Response } from 'supertest';
import * as Y from 'yjs';
import { liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { rootName } from '../../public/scripts/live/protocol.ts';
import { LiveProvider } from '../../public/scripts/live/provider.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, consentFor, demoCase, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { until } from '../live/pages.ts';
import { linesOf } from '../live/prose.ts';

/** A page without tags, as somebody reads it. */
const read = ({ text }: Response): string =>
  text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replaceAll(/<script[\s\S]*?<\/script>|<select[\s\S]*?<\/select>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** What the buttons that put words back would send, in the order of the page. */
const passagesIn = ({ text }: Response): string[] =>
  [...text.matchAll(/name="passage" value="([^"]+)"/g)].map((found) => found[1]!);

const takenOut = 'Dit jaar nog.';

describe('the history of a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let karim: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
  });
  after(() => app.close());

  const history = (query: Record<string, string | number> = {}, who = amina) =>
    who.get(paths.planHistory({ id }, query));
  const commits = (): Promise<number> =>
    liveUpdatesOf(app.house.connection).countDocuments({ document: `plan:${id}` });

  /** Opens the text as a page does, lets somebody change it, and waits until that is saved. */
  async function writes(who: Visitor, work: (prose: Y.XmlFragment) => void): Promise<void> {
    const doc = new Y.Doc();
    const socket = who.socket();
    const provider = new LiveProvider({ socket, document: `plan:${id}`, doc });
    await until(() => provider.status.state === 'saved');
    doc.transact(() => work(doc.getXmlFragment(rootName)));
    await until(() => provider.status.state === 'saved' && provider.status.unsaved === 0);
    provider.destroy();
    socket.disconnect();
    await app.sequencer.settle();
  }

  const textOf = (prose: Y.XmlFragment, line: number): Y.XmlText =>
    (prose.get(line) as Y.XmlElement).get(0) as Y.XmlText;

  describe('read', () => {
    it('the text now, says of every passage who wrote it and of what is gone who deleted it, for whom', async () => {
      const page = await history();
      expect(page.status).to.equal(200);
      expect(page.text).to.match(/<del[^>]*><span class="vh">Gewist: <\/span> Dit jaar nog\.<\/del>/);
      expect(read(page))
        .to.match(/Amina El Idrissi \(De Brug\) schreef dit op \d+ \w+ \d{4}, \d+\.\d+ uur/)
        .and.match(/Karim Benali \(Noordster\) wiste het op/)
        .and.match(/bellen we elkaar eerst.*Karim Benali \(Noordster\) schreef dit op/);
    });

    it('an earlier moment, is the text of then, without what came later', async () => {
      const page = await history({ at: 1 });
      expect(read(page)).to.contain(takenOut).and.not.contain('bellen we elkaar eerst');
      expect(page.text).not.to.contain('<del');
      expect(passagesIn(page), 'what is gone now can be put back').to.have.length(1);
      expect(read(await history({ at: 0 }))).to.contain('Toen stond er nog geen tekst');
    });

    it('two moments, are told apart by what was added and what was deleted, and by whom', async () => {
      const page = await history({ from: 1, to: 3 });
      expect(page.text).to.match(/<ins[^>]*><span class="vh">Toegevoegd: <\/span>Valt het tegen/);
      expect(page.text).to.match(/<del[^>]*><span class="vh">Gewist: <\/span> Dit jaar nog/);
      expect(read(page)).to.match(/1 stuk erbij Karim Benali.*1 stuk gewist Karim Benali/);
      expect(read(page)).to.contain('4 regels bleven gelijk');
    });

    it('by a script, is the part of the page with the text, and one view', async () => {
      app.clock.advance(11 * 60_000);
      const views = async () => (await actsIn(app, { name: 'history.viewed' })).length;
      const before = await views();
      const answers = [1, 2, 3].map((at) => amina.get(paths.planHistoryText({ id }, { at })));
      for (const answer of answers) expect((await answer).text).to.match(/^<section/);
      await amina.get(paths.planHistoryText({ id }, { at: 2 }));
      expect(await views()).to.be.within(before + 1, before + 3); // asked at once, they may not see each other
    });

    const wrong: [string, string, string][] = [
      ['a number that does not exist', '?at=4711', 'Moment 4711 bestaat niet'],
      ['a huge number', `?at=${'9'.repeat(15)}`, 'bestaat niet'],
      ['an impossible number', `?at=${'9'.repeat(400)}`, 'Kies een moment uit de lijst'],
      ['words', '?from=gisteren&to=3', 'Kies een moment uit de lijst'],
      ['a negative number', '?at=-1', 'Kies een moment uit de lijst'],
      ['a list', '?at=1&at=2', 'Kies of typ iets dat hier past'],
      ['the later one first', '?from=3&to=1', 'Kies bij Van een vroeger moment'],
    ];
    for (const [what, query, told] of wrong) {
      it(`${what}, for a moment, is refused with 422 and says so`, async () => {
        const page = await amina.get(`${paths.planHistory({ id })}${query}`);
        expect(page.status).to.equal(422);
        expect(read(page)).to.contain(told);
      });
    }

    it('the later one first, keeps both choices in the form, with the message beside', async () => {
      const { text } = await history({ from: 3, to: 1 });
      const chosen = [...text.matchAll(/<option value="(\d+)" selected>/g)].map((found) => found[1]);
      expect(chosen).to.deep.equal(['3', '1']);
      expect(text).to.match(/id="from-error"[\s\S]*aria-invalid="true" aria-describedby="from-error"/);
    });
  });

  describe('put back', () => {
    const restore = (body: object, who = amina, options = {}) =>
      who.post(paths.planRestorations({ id }), body, options);

    it('a passage, stands where it stood, in open pages too, as words of who wrote them', async () => {
      const doc = new Y.Doc();
      const socket = karim.socket();
      const provider = new LiveProvider({ socket, document: `plan:${id}`, doc });
      await until(() => provider.status.state === 'saved');
      const before = linesOf(doc);
      const [passage] = passagesIn(await history());
      const actId = randomUUID();
      const first = await restore({ passage }, amina, { actId });
      expect([first.status, first.headers.location]).to.deep.equal([
        303,
        `${paths.planHistory({ id })}#restored-4`,
      ]);
      await until(() => linesOf(doc)[1]?.endsWith(takenOut) === true);
      expect(linesOf(doc)).to.deep.equal(before.with(1, `${before[1]} ${takenOut}`));
      const page = await history();
      expect(read(page)).to.contain('Teruggezet, op de plaats waar het stond.');
      expect(read(page)).to.match(
        /Woorden van Amina El Idrissi .* Amina El Idrissi \(De Brug\) zette ze terug/,
      );
      expect(passagesIn(page)).to.deep.equal([]);
      // The same request is the same act; the same wish again finds the words standing.
      const again = await restore({ passage }, amina, { actId });
      expect([again.status, again.headers.location]).to.deep.equal([303, first.headers.location]);
      const wish = await restore({ passage }, karim);
      expect([wish.status, read(wish).includes('Deze woorden staan al in de tekst')]).to.deep.equal([
        422,
        true,
      ]);
      expect(await commits()).to.equal(4);
      expect(await actsIn(app, { name: 'narrative.restored' })).to.have.length(1);
      provider.destroy();
      socket.disconnect();
    });

    it('words of a line that is gone, stand in a new line nearby, and the page says so', async () => {
      await writes(karim, (prose) => prose.delete(4, 1));
      const page = await history();
      expect(read(page)).to.match(/Het budget staat op papier.*Karim Benali \(Noordster\) wiste het/);
      const answer = await restore({ passage: passagesIn(page)[0] }, amina, { json: true });
      expect(answer.body).to.deep.equal({ sequence: 6, place: 'near' });
      await restore({ passage: passagesIn(await history({ at: 5 }))[0] }); // refused: it stands
      const text = read(await history());
      expect(text.indexOf('tekengroep')).to.be.lessThan(text.indexOf('– Het budget'));
      expect(text.indexOf('– Het budget')).to.be.lessThan(text.indexOf('Wat we afspraken'));
    });

    it('an older wording of a line, stands under the one of now, and nothing is taken away', async () => {
      await writes(karim, (prose) => {
        const text = textOf(prose, 0);
        text.delete(0, text.length);
        text.insert(0, 'Wat telt');
      });
      const then = await history({ at: 6 });
      const line = /name="line" value="([^"]+)"/.exec(then.text)?.[1];
      expect((await restore({ line })).status).to.equal(303);
      const page = await history();
      expect(read(page)).to.contain('De regel van toen staat nu onder de regel van nu');
      expect(read(page)).to.match(/Wat telt .*Wat voor mij telt/);
    });

    for (const passage of ['1.0.1', '0.0.0', 'hallo', '', `${'1.1.1_'.repeat(20_000)}1.1.1`]) {
      it(`${passage.slice(0, 12) || 'nothing'}, that is no passage, is refused with 422 and changes nothing`, async () => {
        const before = await commits();
        const answer = await restore({ passage });
        expect(answer.status).to.equal(422);
        expect(read(answer)).to.match(/Dit stuk staat niet in de geschiedenis|Maak dit korter/);
        expect(await commits()).to.equal(before);
      });
    }
  });

  describe('named versions', () => {
    const name = (body: object) => amina.post(paths.planVersions({ id }), body);

    it('a moment with a name, is listed, exported and printed, and can be put aside and back', async () => {
      expect((await name({ name: 'Besproken op 3 november', sequence: '2' })).status).to.equal(303);
      const page = await history({ at: 2 });
      expect(page.text).to.match(/<h2[^>]*>Besproken op (3 november|het eerste overleg)<\/h2>/);
      const exported = JSON.parse((await amina.get(paths.planExport({ id }))).text);
      const version = exported.versions.find(
        (one: { name: string }) => one.name === 'Besproken op 3 november',
      );
      expect(version.sequence).to.equal(2);
      expect((await amina.get(paths.planPrint({ id }))).text).to.contain('Besproken op 3 november');
      await karim.post(paths.planVersionRemoval({ id, versionId: version.id }));
      expect(read(await history())).to.contain('1 versie opzij gelegd');
      expect((await amina.get(paths.planExport({ id }))).text).not.to.contain('3 november');
      await karim.post(paths.planVersionRestoration({ id, versionId: version.id }));
      expect((await amina.get(paths.planExport({ id }))).text).to.contain('Besproken op 3 november');
    });

    it('a version, renamed by two at once, keeps the first name, and tells the second', async () => {
      const versions = async () => JSON.parse((await amina.get(paths.planExport({ id }))).text).versions;
      const [{ id: versionId }] = await versions();
      const address = paths.planVersion({ id, versionId });
      expect((await amina.post(address, { newName: 'Eerste overleg', base: 1 })).status).to.equal(303);
      const late = await karim.post(address, { newName: 'Het tweede overleg', base: 1 });
      expect([late.status, read(late).includes('Het tweede overleg')]).to.deep.equal([409, true]);
      expect((await versions())[0].name).to.equal('Eerste overleg');
      const empty = await amina.post(address, { newName: ' ', base: 2 });
      expect(empty.status).to.equal(422);
      expect(empty.text).to.match(/<details class="edit" open>[\s\S]*id="newName-error"[\s\S]*Vul dit in/);
    });

    const wrong: [string, object, string][] = [
      ['no name', { name: '  ' }, 'Vul dit in'],
      ['too long a name', { name: 'x'.repeat(121) }, 'hoogstens 120 tekens'],
      ['a national number', { name: 'Overleg 85.07.30-033.28' }, 'rijksregisternummer'],
      ['a moment that does not exist', { name: 'Later', sequence: '4711' }, 'Kies een moment'],
      ['the beginning, where nothing is', { name: 'Begin', sequence: '0' }, 'Kies een moment'],
    ];
    for (const [what, body, told] of wrong) {
      it(`${what}, is refused with 422, and what was typed is kept`, async () => {
        const answer = await name(body);
        expect(answer.status).to.equal(422);
        expect(read(answer)).to.contain(told);
        expect(answer.text).to.contain(`value="${(body as { name: string }).name}"`);
      });
    }
  });

  describe('since somebody was here', () => {
    const news = async () =>
      /Sinds je vorige bezoek[^<]*/.exec((await amina.get(paths.plan({ id }))).text)?.[0];

    it('what others changed, is told on the plan until the visit ends, and what one did oneself is not', async () => {
      await amina.get(paths.plan({ id }));
      app.clock.advance(40 * 60_000);
      await writes(amina, (prose) => textOf(prose, 0).insert(0, 'Vandaag: '));
      app.clock.advance(40 * 60_000);
      expect(await news(), 'own words').to.equal(undefined);
      await writes(karim, (prose) => textOf(prose, 1).insert(0, 'Nu. '));
      app.clock.advance(40 * 60_000);
      expect(await news()).to.match(/veranderde één stuk van de tekst, door Karim Benali; het laatst op/);
      app.clock.advance(60_000);
      expect(await news(), 'looked at again').to.match(/één stuk/);
      app.clock.advance(40 * 60_000);
      expect(await news(), 'the next visit').to.equal(undefined);
    });
  });

  describe('closed', () => {
    it('a history of which a part is missing, says so and shows nothing in its place', async () => {
      const updates = liveUpdatesOf(app.house.connection).collection;
      const lost = await updates.findOne({ _id: `plan:${id}/2` as never });
      await updates.deleteOne({ _id: lost!._id });
      await app.restart();
      const page = await history();
      expect(page.status).to.equal(503);
      expect(read(page)).to.contain('Er is niets gewist').and.not.contain('turnles');
      for (const path of [paths.planHistoryText({ id }), paths.planPrint({ id }), paths.planExport({ id })])
        expect((await amina.get(path)).status, path).to.equal(503);
      expect(read(await amina.get(paths.planPrint({ id })))).to.contain('Er is niets gewist');
      await updatesNow().insertOne(lost as never);
      expect((await history()).status).to.equal(200);
    });
    const updatesNow = () => liveUpdatesOf(app.house.connection).collection;

    it('for somebody the client shares only the records with, is not found', async () => {
      const owner = await personIdOf(app, 'hulpverlener.debrug');
      const consent = { ...consentFor(app, owner, ['demo-het-baken']), scope: ['records'] };
      await amina.post(paths.caseConsents({ id }), consent);
      const person = await personIdOf(app, 'hulpverlener.hetbaken');
      await amina.post(paths.caseMembers({ id }), { person: `${person}@demo-het-baken` });
      const third = await signInAs(app, 'hulpverlener.hetbaken');
      expect((await third.get(paths.plan({ id }))).status).to.equal(200);
      const asked = [
        history({}, third),
        third.get(paths.planHistoryText({ id })),
        third.post(paths.planRestorations({ id }), { passage: '1.0.1' }),
        third.post(paths.planVersions({ id }), { name: 'Een naam' }),
      ];
      for (const answer of await Promise.all(asked)) expect(answer.status).to.equal(404);
    });

    it('when the consent is withdrawn, at once, for reading and for putting back', async () => {
      expect((await history({}, karim)).status).to.equal(200);
      const { consentId } = await demoCase();
      const withdrawal = paths.caseConsentWithdrawal({ id, consentId });
      await amina.post(withdrawal, { body: 'demo-noordster' });
      expect((await history({}, karim)).status).to.equal(404);
      expect((await karim.post(paths.planRestorations({ id }), { passage: '1.0.1' })).status).to.equal(404);
    });
  });
});
