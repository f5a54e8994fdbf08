import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type * as Y from 'yjs';
import { ConsentModel } from '../../models/Consent.ts';
import { NarrativeMentionModel } from '../../models/NarrativeMention.ts';
import { PersonModel } from '../../models/Person.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { demoCase, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { aWriter, type Writer } from '../builders/writers.ts';
import { writeLine } from '../live/prose.ts';

const tag = 'Je bent vermeld';

/** Writes a line in which the first sign mentions somebody. */
const mentioning =
  (person: string, id: string, text = 'Kan @ dit nakijken?') =>
  (doc: Y.Doc): void => {
    writeLine(doc, text);
    const lines = doc.getXmlFragment('prose');
    const words = (lines.get(lines.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
    words.format(text.indexOf('@'), 1, { mention: { person, id } });
  };

describe('mentions in the shared text of a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let amina: Visitor;
  let karim: Visitor;
  let karimId: string;
  let writer: Writer;

  beforeEach(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    karimId = await personIdOf(app, 'hulpverlener.noordster');
    writer = await aWriter(amina, `plan:${id}`);
    if (writer.joined.ok) writer.take(writer.joined.state);
  });
  afterEach(async () => {
    writer.close();
    await app.close();
  });

  const listOf = async (visitor: Visitor): Promise<string> => (await visitor.get(paths.plans())).text;
  const planOf = async (visitor: Visitor): Promise<string> => (await visitor.get(paths.plan({ id }))).text;

  it('offer who may read the text, by name and organisation, and nobody else', async () => {
    const reply = await writer.people();
    expect(
      reply.ok && reply.people.map(({ name, organisationName }) => [name, organisationName]),
    ).to.deep.equal([
      ['Amina El Idrissi', 'De Brug'],
      ['Karim Benali', 'Noordster'],
    ]);
    const outsider = await aWriter(await signInAs(app, 'buitenstaander'), `plan:${id}`);
    expect(outsider.joined).to.deep.equal({ ok: false, reason: 'not_found' });
    expect(await outsider.people()).to.deep.equal({ ok: false, reason: 'not_joined' });
    outsider.close();
    const consents = await ConsentModel.find({ case: id, 'grants.body': 'demo-noordster' }).lean();
    for (const consent of consents)
      await amina.post(paths.caseConsentWithdrawal({ id, consentId: consent._id }), {
        body: 'demo-noordster',
      });
    const after = await writer.people();
    expect(after.ok && after.people.map(({ name }) => name)).to.deep.equal(['Amina El Idrissi']);
  });

  it('show in the list of plans of who is mentioned, without a word of the text, until they look', async () => {
    expect(await listOf(karim)).to.not.include(tag);
    expect(await writer.change(mentioning(karimId, 'm-1'))).to.equal('stored');
    const list = await listOf(karim);
    expect(list).to.include(tag).and.not.include('nakijken').and.not.include('Amina');
    expect(await listOf(amina)).to.not.include(tag);
    const plan = await planOf(karim);
    expect(plan).to.match(/Amina El Idrissi vermeldde je in de tekst op/);
    expect(plan).to.include('Kan @Karim Benali dit nakijken?');
    expect(await listOf(karim)).to.not.include(tag);
    expect(await planOf(amina)).to.not.include('vermeldde je');
  });

  it('are told once, however often their words are moved about, and again when somebody mentions anew', async () => {
    await writer.change(mentioning(karimId, 'm-1'));
    await planOf(karim);
    await writer.change((doc) => {
      doc.getXmlFragment('prose').delete(doc.getXmlFragment('prose').length - 1, 1);
      mentioning(karimId, 'm-1')(doc);
    });
    expect(await listOf(karim)).to.not.include(tag);
    await writer.change(mentioning(karimId, 'm-2'));
    expect(await listOf(karim)).to.include(tag);
    const record = await NarrativeMentionModel.findById(`${id}/${karimId}`).lean();
    expect(record?.mentions).to.deep.equal(['m-1', 'm-2']);
  });

  it('of oneself are told to nobody', async () => {
    const aminaId = await personIdOf(app, 'hulpverlener.debrug');
    await writer.change(mentioning(aminaId, 'm-1'));
    expect(await listOf(amina)).to.not.include(tag);
    expect(await NarrativeMentionModel.countDocuments()).to.equal(0);
  });

  it('of somebody who may not read the text, name nobody and are told to nobody', async () => {
    const outsiderId = await personIdOf(app, 'buitenstaander');
    for (const person of [outsiderId, randomUUID()])
      expect(await writer.change(mentioning(person, `m-${person}`))).to.equal('stored');
    expect(await NarrativeMentionModel.countDocuments()).to.equal(0);
    const pages = [
      paths.plan({ id }),
      paths.planPrint({ id }),
      paths.planExport({ id }),
      paths.planHistory({ id }),
    ];
    for (const address of pages) {
      const { text, status } = await amina.get(address);
      expect(status, address).to.equal(200);
      expect(text, address).to.include('Kan @iemand die niet meer in het plan zit dit nakijken?');
      expect(text, address).to.not.include('Bart');
    }
    expect(await listOf(await signInAs(app, 'buitenstaander'))).to.not.include(tag);
  });

  it('are read by the name of now, and stand in no list after consent is withdrawn', async () => {
    await writer.change(mentioning(karimId, 'm-1'));
    await PersonModel.updateOne({ _id: karimId }, { $set: { name: 'Karim Peeters' } });
    expect(await planOf(amina))
      .to.include('@Karim Peeters')
      .and.not.include('@Karim Benali');
    const exported = JSON.parse((await amina.get(paths.planExport({ id }))).text) as {
      narrative: { text: string }[];
    };
    expect(exported.narrative.at(-1)?.text).to.equal('Kan @Karim Peeters dit nakijken?');
    const consents = await ConsentModel.find({ case: id, 'grants.body': 'demo-noordster' }).lean();
    for (const consent of consents)
      await amina.post(paths.caseConsentWithdrawal({ id, consentId: consent._id }), {
        body: 'demo-noordster',
      });
    expect(await listOf(karim)).to.not.include(tag);
    expect(await planOf(amina)).to.not.include('@Karim');
  });
});

describe('tasks and links of the shared text, on paper and in a file', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let amina: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    const writer = await aWriter(amina, `plan:${id}`);
    if (writer.joined.ok) writer.take(writer.joined.state);
    await writer.change((doc) => {
      writeLine(doc, 'De huisarts bellen', 'task');
      writeLine(doc, 'Kijk op de Druglijn', 'done');
      const lines = doc.getXmlFragment('prose');
      const words = (lines.get(lines.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
      words.format(11, 8, { link: { href: 'https://druglijn.be/?a=1&b="2"' } });
    });
    writer.close();
  });
  after(() => app.close());

  it('print shows the box in words and the address in full', async () => {
    const { text } = await amina.get(paths.planPrint({ id }));
    expect(text).to.match(/Te doen:<\/span><span aria-hidden="true">☐<\/span> De huisarts bellen/);
    expect(text).to.match(
      /Gedaan:<\/span><span aria-hidden="true">☑<\/span> Kijk op de <a href="https:\/\/druglijn/,
    );
    expect(text).to.include('rel="noopener noreferrer">Druglijn</a>');
    expect(text).to.include('(https://druglijn.be/?a=1&amp;b=&#34;2&#34;)');
  });

  it('the file holds both as data', async () => {
    const { narrative } = JSON.parse((await amina.get(paths.planExport({ id }))).text) as {
      narrative: object[];
    };
    expect(narrative.slice(-2)).to.deep.equal([
      { kind: 'task', done: false, text: 'De huisarts bellen' },
      {
        kind: 'task',
        done: true,
        text: 'Kijk op de Druglijn',
        links: [{ text: 'Druglijn', address: 'https://druglijn.be/?a=1&b="2"' }],
      },
    ]);
  });

  it('the history says who ticked, at one moment and between two', async () => {
    const karim = await signInAs(app, 'hulpverlener.noordster');
    const writer = await aWriter(karim, `plan:${id}`);
    if (!writer.joined.ok) throw new Error(writer.joined.reason);
    const { sequence, state } = writer.joined;
    writer.take(state);
    const ticked = await writer.change((doc) => {
      const lines = doc.getXmlFragment('prose');
      (lines.get(lines.length - 2) as Y.XmlElement).setAttribute('style', 'done');
    });
    writer.close();
    expect(ticked).to.equal('stored');
    const { text } = await amina.get(paths.planHistory({ id }));
    expect(text).to.match(/De huisarts bellen[\s\S]*Karim Benali \(Noordster\) vinkte dit af op/);
    expect(text).to.include('Vinkte een taak af');
    const { text: compared } = await amina.get(
      paths.planHistory({ id }, { from: sequence, to: sequence + 1 }),
    );
    expect(compared).to.include('1 vinkje gezet of weggehaald').and.include('vinkte dit af op');
    expect(compared).to.not.include('stukken erbij');
  });
});
