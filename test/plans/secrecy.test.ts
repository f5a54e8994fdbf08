import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type * as Y from 'yjs';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aGoal, anAction, demoCase } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { freePort, startProgram } from '../builders/program.ts';
import { passageFrom } from '../builders/remarks.ts';
import { aWriter } from '../builders/writers.ts';
import { writeLine } from '../live/prose.ts';

const secrets = {
  goal: 'zwaluwstaartgoal',
  changed: 'kieviteigoal',
  action: 'lindebloesemaction',
  when: 'wintertaling',
  narrative: 'korenwolfnarrative',
  mentioning: 'roerdompmention',
  address: 'wielewaaladdress',
  searched: 'boomkikkerquery',
  stale: 'purperreigerstale',
  version: 'ijsvogelversie',
  comment: 'wulpopmerking',
  answer: 'scholeksterantwoord',
  proposal: 'roerdompvoorstel',
  reason: 'kluutreden',
  refused: 'grutto'.repeat(120),
};

/** Does with these words what people do: add, change, be too late, be refused, search, write together. */
async function exercise(amina: Visitor, id: string): Promise<void> {
  const goalId = await aGoal(amina, id, { ownWords: secrets.goal });
  const change = { ownWords: secrets.changed, base_ownWords: 1 };
  await amina.post(paths.planGoal({ id, goalId }), change, { json: true });
  await amina.post(paths.planGoal({ id, goalId }), { ...change, ownWords: secrets.stale });
  await amina.post(paths.planGoals({ id }), { ownWords: secrets.refused });
  await anAction(amina, id, goalId, { what: secrets.action, whenWords: secrets.when });
  await amina.get(`${paths.plan({ id })}?q=${secrets.searched}`);
  await amina.get(`/plans/${secrets.searched}`);
  await amina.get(paths.planExport({ id }));
  const writer = await aWriter(amina, `plan:${id}`);
  if ((await writer.write(secrets.narrative)) !== 'stored') throw new Error('the text was not stored');
  const people = await writer.people();
  if (!people.ok) throw new Error(`nobody may be mentioned: ${people.reason}`);
  const other = people.people.find((one) => one.name.startsWith('Karim'))!;
  const rich = await writer.change((doc) => {
    writeLine(doc, `@ ${secrets.mentioning}`, 'done');
    const lines = doc.getXmlFragment('prose');
    const words = (lines.get(lines.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
    words.format(0, 1, { mention: { person: other.id, id: 'm-1' } });
    words.format(2, 4, { link: { href: `https://voorbeeld.be/${secrets.address}` } });
  });
  if (rich !== 'stored') throw new Error(`the mention was not stored: ${rich}`);
  writer.close();
  await amina.post(paths.planVersions({ id }), { name: secrets.version });
  await amina.get(paths.planHistory({ id }));
  const { remarks } = JSON.parse((await amina.get(paths.planExport({ id }))).text);
  const idOf = (kind: string): string => remarks.find((one: { kind: string }) => one.kind === kind).id;
  const [commentId, suggestionId] = [idOf('comment'), idOf('suggestion')];
  const passage = await passageFrom(amina, id, secrets.narrative);
  await amina.post(paths.planComments({ id }), { ...passage, words: secrets.comment });
  await amina.post(paths.planCommentAnswers({ id, commentId }), { words: secrets.answer });
  await amina.post(paths.planSuggestions({ id }), { ...passage, proposal: secrets.proposal });
  await amina.post(paths.planSuggestionRefusal({ id, suggestionId }), { reason: secrets.reason });
}

describe('the words of a case', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    await exercise(amina, id);
    await app.sequencer.settle();
  });
  after(() => app.close());

  /** A document as bytes: names, texts and binaries one after the other. */
  const bytesOf = (value: unknown): string => {
    if (value instanceof Date || typeof value !== 'object' || value === null) return `${value}\n`;
    const binary = (value as { buffer?: unknown }).buffer;
    if (binary instanceof Uint8Array) return `${Buffer.from(binary).toString('latin1')}\n`;
    return Object.entries(value)
      .map(([name, one]) => `${name}\n${bytesOf(one)}`)
      .join('');
  };

  async function everything(): Promise<{ text: string; collections: string[] }> {
    const collections = await app.house.connection.db!.collections();
    const texts: string[] = [];
    for (const collection of collections)
      for await (const document of collection.find({})) texts.push(bytesOf(document));
    return { text: texts.join('\n'), collections: collections.map((one) => one.collectionName) };
  }

  it('are in the plan, when its people read it', async () => {
    const exported = (await amina.get(paths.planExport({ id }))).text;
    for (const word of [
      'changed',
      'action',
      'when',
      'narrative',
      'mentioning',
      'address',
      'version',
      'comment',
      'answer',
      'proposal',
      'reason',
    ] as const)
      expect(exported).to.contain(secrets[word]);
    expect(exported).to.contain('Wilg 47');
  });

  it('are nowhere in the database, looked at row by row', async () => {
    const { text, collections } = await everything();
    expect(collections).to.include.members([
      'goals',
      'planactions',
      'cases',
      'acts',
      'sessions',
      'liveUpdates',
      'narrativeversions',
      'liveremarks',
    ]);
    expect(text).to.contain('coordinator.antwerpen@demo.example'); // what is clear is found this way
    for (const [name, word] of Object.entries(secrets)) expect(text.includes(word), name).to.equal(false);
    for (const word of ['Wilg 47', 'Zaterdag', 'turnles', 'dagdelen', 'sibling', 'substanceUse'])
      expect(text.includes(word), word).to.equal(false);
  });

  it('are nowhere in the files of the store and of the keys', async () => {
    let read = 0;
    let clear = false;
    for (const folder of [app.config.dataDir, app.config.keyDir]) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, name);
        if (!statSync(file).isFile()) continue;
        const bytes = readFileSync(file);
        read += 1;
        clear ||= bytes.includes('coordinator.antwerpen@demo.example');
        for (const word of [...Object.values(secrets), 'Wilg 47', 'turnles'])
          expect(bytes.includes(word), `${word} in ${name}`).to.equal(false);
      }
    }
    expect(read).to.be.greaterThan(3);
    expect(clear).to.equal(true); // what is clear is found this way
  });

  it('are not in what the program logs at its most talkative, nor are names, addresses or ids of cases', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-log-'));
    const program = await startProgram(directory, await freePort(), { LOG_LEVEL: 'trace' });
    const someone = await signInAs(program, 'hulpverlener.debrug');
    const shown = (await someone.get(paths.plans())).text;
    const caseId = /\/plans\/([0-9a-f-]{36})/.exec(shown)![1]!;
    await exercise(someone, caseId);
    await program.stop();
    rmSync(directory, { recursive: true });
    const logged = program
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(logged.length).to.be.greaterThan(5);
    const text = logged.join('\n');
    const people = ['Amina', 'hulpverlener', 'demo.example', caseId, '127.0.0.1', someone.cookie()];
    for (const word of [...Object.values(secrets), ...people])
      expect(text.includes(word), word).to.equal(false);
  });
});
