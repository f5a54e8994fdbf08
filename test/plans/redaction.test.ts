import { createHash, randomUUID } from 'node:crypto';
import { type Document, deserialize } from 'bson';
import { expect } from 'chai';
import type { Response } from 'supertest';
import * as Y from 'yjs';
import { LiveRemarkModel, type LiveRemarkRecord } from '../../models/LiveRemark.ts';
import { liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import type { Place } from '../../public/scripts/live/protocol.ts';
import { Conflict } from '../../server/core/errors.ts';
import type { House } from '../../server/core/house.ts';
import type { Unit } from '../../server/core/unitOfWork.ts';
import type { CaseAccess } from '../../server/features/cases/policy.ts';
import { requireCaseAccess } from '../../server/features/cases/queries.ts';
import { addVersion } from '../../server/features/plans/history/actions.ts';
import { textEpoch } from '../../server/features/plans/history/queries.ts';
import { deskOf } from '../../server/features/plans/remarks/queries.ts';
import type { WritingDesk } from '../../server/live/remarks/desk.ts';
import { openRemark } from '../../server/live/remarks/records.ts';
import { addComment, addSuggestion, answerRemark, turnRemark } from '../../server/live/remarks/remarks.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, aGoal, consentFor, demoCase, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { passageFrom } from '../builders/remarks.ts';
import { aWriter, type Writer } from '../builders/writers.ts';
import { until } from '../live/pages.ts';

const secret = 'wachtwoord Zwaluw-4711';
const reason = 'Per vergissing geplakt';

/** A page without tags, as somebody reads it. */
const read = ({ text }: Response): string =>
  text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replaceAll(/<script[\s\S]*?<\/script>|<select[\s\S]*?<\/select>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** What the button of a line sends. */
const lineWith = (words: string, { text }: Response): string =>
  new RegExp(`${words}[\\s\\S]*?name="line" value="([^"]+)"`).exec(text)?.[1] ?? '';

describe('redacting words of a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let amina: Visitor; // opened the case
  let karim: Visitor;
  let writer: Writer;

  beforeEach(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    writer = await aWriter(karim, `plan:${id}`);
    expect(await writer.write(`Zijn ${secret} is nieuw`)).to.equal('stored');
  });
  afterEach(async () => {
    writer.close();
    await app.close();
  });

  const search = (body: object, who = amina) => who.post(paths.planRedaction({ id }), body);
  const redact = (body: object = {}, who = amina, options = {}) =>
    who.post(paths.planRedactions({ id }), { words: secret, reason, ...body }, options);
  const history = (query: Record<string, string | number> = {}, who = karim) =>
    who.get(paths.planHistory({ id }, query));

  /** Everything in the database, opened where it is sealed, deleted words and all. */
  async function everything(): Promise<string> {
    const db = app.house.connection.db!;
    const cipher = await app.house.keys.cipher(id);
    const parts: string[] = [];
    for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
      const raw = db.collection(name).find({}, { raw: true }).stream();
      for await (const bytes of raw as AsyncIterable<Buffer>) {
        parts.push(bytes.toString('latin1'));
        parts.push(...opened(deserialize(bytes), name, cipher));
      }
    }
    return parts.join('\n');
  }
  type Cipher = Awaited<ReturnType<TestApp['house']['keys']['cipher']>>;

  function opened(record: Document, name: string, cipher: Cipher): string[] {
    const { _id, document, sequence } = record;
    const contexts = [
      ...[`${document}:${sequence}`, `${document}:checkpoint:${sequence}`, `${name}:${_id}:reason`],
      ...[`${name}:${_id}:name`, `${name}:${_id}:pseudonym`],
    ];
    const sealed = Object.values(record).filter((value) => value?._bsontype === 'Binary');
    return sealed.flatMap(({ buffer }) =>
      contexts.flatMap((context) => {
        try {
          const plain = cipher.open(buffer, context);
          return [plain.toString('utf8'), ...wordsOf(plain, context)];
        } catch {
          return [];
        }
      }),
    );
  }
  const wordsOf = (plain: Buffer, context: string): string[] => {
    const updates = context.includes('checkpoint') ? [plain] : unframeOr(plain);
    return updates.flatMap((update) => {
      try {
        return Y.decodeUpdate(update).structs.map((struct) =>
          struct instanceof Y.Item && !(struct.content instanceof Y.ContentType)
            ? JSON.stringify(struct.content.getContent())
            : '',
        );
      } catch {
        return [];
      }
    });
  };
  const unframeOr = (plain: Buffer): Uint8Array[] => {
    try {
      return unframe(plain);
    } catch {
      return [];
    }
  };

  it('words that stand, are gone everywhere, and everyone reads who redacted, when and why, and not what', async () => {
    expect(await everything(), 'the test sees what is sealed').to.contain(secret);
    expect((await redact()).headers.location).to.equal(`${paths.planHistory({ id })}#redactions`);
    await until(() => writer.removed !== null);
    expect(writer.removed).to.deep.equal({ document: `plan:${id}`, reason: 'redacted' });
    const stored = await everything();
    expect(stored).not.to.contain('Zwaluw');
    expect(stored).to.contain(' is nieuw');
    const last = await liveUpdatesOf(app.house.connection).countDocuments({ document: `plan:${id}` });
    for (const page of [
      await history(),
      await history({ at: last - 1, slips: 'on' }),
      await history({ from: 0, to: last }),
      await karim.get(paths.planHistoryText({ id }, { at: last - 1 })),
      await karim.get(paths.planPrint({ id })),
      await karim.get(paths.planExport({ id })),
      await karim.get(paths.plan({ id })),
      await karim.get(paths.caseViews({ id })),
    ]) {
      expect(page.status).to.equal(200);
      expect(page.text).not.to.contain('Zwaluw');
    }
    expect(read(await history()))
      .to.match(
        /Weggelakt Hier werden woorden voorgoed weggehaald.*Amina El Idrissi \(De Brug\) op .* Per vergissing geplakt/,
      )
      .and.to.match(
        /Karim Benali \(Noordster\) schreef hier iets op .* Amina El Idrissi \(De Brug\) lakte het weg op/,
      )
      .and.to.contain('Lakte woorden weg');
    const exported = JSON.parse((await karim.get(paths.planExport({ id }))).text);
    expect(exported.redactions).to.have.length(1);
    expect(exported.redactions[0]).to.include({ reason, by: 'Amina El Idrissi', for: 'De Brug' });
    expect(JSON.stringify(exported.narrative)).to.contain('Zijn  is nieuw');
    const [act] = await actsIn(app, { name: 'narrative.redacted' });
    expect(JSON.stringify(act)).not.to.contain('Zwaluw').and.not.to.contain('vergissing');
    expect(act!.details).to.deep.equal({ sequence: last, characters: secret.length, versions: 0 });
    expect(read(await karim.get(paths.caseViews({ id })))).to.contain(
      'Lakte woorden weg uit de gedeelde tekst',
    );
  });

  it('before it is done, is shown with all that goes and all that stays, and changes nothing', async () => {
    await aGoal(amina, id, { ownWords: `Nooit meer ${secret}` });
    await amina.post(paths.planVersions({ id }), { name: `Met ${secret} erin` });
    const page = await search({ words: secret });
    expect(page.status).to.equal(200);
    expect(read(page))
      .to.contain('1 plaats gevonden')
      .and.to.contain('Staat nu in de tekst. Geschreven door Karim Benali (Noordster)')
      .and.to.contain('1 versie met een naam is dan niet meer wat ze was')
      .and.to.contain('In de naam van 1 versie worden ze ook weggelakt')
      .and.to.contain('Ze staan ook in 1 doel of actie van het plan')
      .and.to.contain('Reservekopieën van vroeger');
    expect(await everything()).to.contain(secret);
    expect(await actsIn(app, { name: 'narrative.redacted' })).to.deep.equal([]);
  });

  it('a line, chosen in the history, is where the words are chosen from; only there, if that is wanted', async () => {
    expect(await writer.write(`Ook hier ${secret}`)).to.equal('stored');
    const page = await history({ redact: 'on' }, amina);
    const line = lineWith('Ook hier', page);
    const chosen = await search({ line });
    expect(chosen.text).to.contain(`>Ook hier ${secret}</textarea>`);
    expect(read(await search({ line, words: secret }))).to.contain('2 plaatsen gevonden');
    expect(read(await search({ line, words: secret, where: 'here' }))).to.contain('1 plaats gevonden');
    expect((await redact({ line, where: 'here' })).status).to.equal(303);
    const exported = (await amina.get(paths.planExport({ id }))).text;
    expect(exported).to.contain(`Zijn ${secret} is nieuw`).and.not.to.contain(`Ook hier ${secret}`);
  });

  it('only in a line, leaves the names of versions and what was said about the text as they are, and says so', async () => {
    expect(await writer.write('Ook hier: een les')).to.equal('stored');
    const passage = await passageFrom(amina, id, 'Ook hier');
    const said = { ...passage, words: 'Een mens leest graag' };
    expect((await amina.post(paths.planComments({ id }), said, { json: true })).status).to.equal(200);
    for (const name of ['Les een', 'Na een lang gesprek met een mens'])
      await amina.post(paths.planVersions({ id }), { name });
    const asked = {
      words: 'een',
      where: 'here',
      line: lineWith('Ook hier', await history({ redact: 'on' }, amina)),
    };
    expect(read(await search(asked)))
      .to.contain('Ze staan ook in de namen van 2 versies. Die veranderen hiermee niet.')
      .and.not.to.contain('versies worden ze ook weggelakt');
    expect((await redact(asked)).status).to.equal(303);
    const { versions, narrative } = JSON.parse((await karim.get(paths.planExport({ id }))).text);
    expect(JSON.stringify(narrative)).to.contain('Ook hier:  les');
    expect(versions.map(({ name }: { name: string }) => name)).to.include.members([
      'Les een',
      'Na een lang gesprek met een mens',
    ]);
    expect(await remarkTexts()).to.contain('Een mens leest graag');
  });

  it('versions that held the words, keep a hash of what they were; others stay as they are', async () => {
    const updates = liveUpdatesOf(app.house.connection).collection;
    const sequence = await updates.countDocuments({ document: `plan:${id}` });
    await amina.post(paths.planVersions({ id }), { name: 'Ervoor', sequence: '2' });
    await amina.post(paths.planVersions({ id }), { name: `Met ${secret} erin` });
    const before = await updates
      .find({ document: `plan:${id}` })
      .sort({ sequence: 1 })
      .toArray();
    const hash = createHash('sha256');
    for (const { sequence, sealed } of before as Document[])
      hash.update(`${sequence}\n`).update(sealed.buffer);
    expect((await redact()).status).to.equal(303);
    const { versions } = JSON.parse((await karim.get(paths.planExport({ id }))).text);
    const told = (name: string) => versions.find((one: { name: string }) => one.name.startsWith(name));
    expect(told('Ervoor')).not.to.have.property('redacted');
    expect(told('Met')).to.include({ name: 'Met ▇▇▇▇▇▇ erin', sequence });
    expect(told('Met').redacted.hash).to.equal(hash.digest('hex'));
    expect(read(await history())).to.contain('Van dit moment werden woorden weggelakt op');
    expect(await everything()).not.to.contain('Zwaluw');
  });

  it('a comment that quotes or says the words, keeps the rest of what it says, and where it stands', async () => {
    const passage = await passageFrom(amina, id, secret);
    const words = `Hier staat ${secret} te lezen`;
    const added = await amina.post(paths.planComments({ id }), { ...passage, words }, { json: true });
    expect(added.status, added.text).to.equal(200);
    expect(read(await search({ words: secret }))).to.contain('In 1 opmerking of voorstel');
    expect((await redact()).status).to.equal(303);
    const exported = (await karim.get(paths.planExport({ id }))).text;
    expect(exported).to.contain('Hier staat ▇▇▇▇▇▇ te lezen').and.not.to.contain('Zwaluw');
    expect(await remarkTexts()).not.to.contain('Zwaluw');
    expect((await karim.get(paths.plan({ id }))).text).not.to.contain('Zwaluw');
  });
  it('a comment on a part of the words, or on what stands beside them, keeps no part of them', async () => {
    for (const quote of ['Zwaluw', 'Zijn ']) {
      const passage = await passageFrom(amina, id, quote);
      const said = { ...passage, words: 'Klopt dit?' };
      expect((await amina.post(paths.planComments({ id }), said, { json: true })).status).to.equal(200);
    }
    expect((await redact()).status).to.equal(303);
    expect(await remarkTexts()).not.to.match(/Zwaluw|wachtwoord|4711/);
  });

  const remarkTexts = async (): Promise<string> => {
    const cipher = await app.house.keys.cipher(id);
    const records = await LiveRemarkModel.find({}).lean<LiveRemarkRecord[]>();
    return JSON.stringify(records.map((record) => openRemark(cipher, record)));
  };

  describe('at the same moment, in words that somebody else is about to keep', () => {
    type Ends = { start: Place; end: Place; quote: string };
    const parsed = ({ start, end, quote }: Record<keyof Ends, string>): Ends => ({
      start: JSON.parse(start),
      end: JSON.parse(end),
      quote,
    });
    interface Scene {
      /** Does what it is given as Karim, in one transaction; the words are redacted in the middle of it. */
      during<T>(work: (desk: WritingDesk, unit: Unit) => Promise<T>): Promise<T>;
      desk: WritingDesk;
      house: House;
      access: CaseAccess;
      ends: Ends;
      beside: Ends;
      remark: string;
    }

    async function scene(): Promise<Scene> {
      const ends = await passageFrom(amina, id, secret);
      const beside = await passageFrom(amina, id, 'Zijn ');
      const about = { ...(await passageFrom(amina, id, 'Het budget')), proposal: 'Ons budget' };
      const added = await amina.post(paths.planSuggestions({ id }), about, { json: true });
      let isDue = false;
      const keys = Object.create(app.house.keys, {
        cipher: {
          value: async (caseId: string) => {
            // The second time: by then what is kept was read.
            if (isDue && ++calls === 2) expect((await redact()).status).to.equal(303);
            return app.house.keys.cipher(caseId);
          },
        },
      });
      let calls = 0;
      const house: House = Object.create(app.house, { keys: { value: keys } });
      const personId = await personIdOf(app, 'hulpverlener.noordster');
      const person = { id: personId, affiliations: [{ role: 'caregiver', bodyId: 'demo-noordster' }] };
      const access = await requireCaseAccess(app.house, person as never, id);
      const desk: WritingDesk = { ...deskOf(house, access), epoch: await textEpoch(app.house, access) };
      return {
        ...{ desk, house, access },
        ends: parsed(ends),
        beside: parsed(beside),
        remark: added.body.suggestionId,
        during: (work) => {
          const draft = { name: 'test.done', actor: { personId }, record: { type: 'test', id } };
          isDue = true;
          return app.house.unitOfWork.do(draft, (unit) => work(desk, unit));
        },
      };
    }

    const doings: [string, (it: Scene) => Promise<unknown>][] = [
      [
        'a comment beside them',
        ({ during, beside }) =>
          during((desk, unit) => addComment(desk, unit, { ...beside, words: 'Klopt dit?' })),
      ],
      [
        'a suggestion for them',
        ({ during, ends }) =>
          during((desk, unit) => addSuggestion(desk, unit, { ...ends, proposal: 'x', reason: '' })),
      ],
      [
        'an answer that says them',
        ({ during, remark }) =>
          during((desk, unit) =>
            answerRemark(desk, unit, { kind: 'suggestion', id: remark }, `Het ${secret}`),
          ),
      ],
      [
        'a reason that says them',
        ({ during, remark }) =>
          during((desk, unit) => turnRemark(desk, unit, { turn: 'declined', id: remark }, `Om ${secret}`)),
      ],
      [
        'the name of a version',
        ({ during, desk, house, access }) =>
          during(async (_desk, unit) => {
            await house.keys.cipher(id);
            const named = { name: `Met ${secret}`, inszKept: false };
            return addVersion(house, unit, access, { ...named, sequence: undefined, epoch: desk.epoch });
          }),
      ],
    ];
    for (const [what, doing] of doings)
      it(`${what}, nothing is kept, and who wrote it is told to look again`, async () => {
        const made = await scene();
        const failed = await doing(made).then(
          () => null,
          (error: Error) => error,
        );
        expect(await remarkTexts()).not.to.contain('Zwaluw');
        expect(await everything()).not.to.contain('Zwaluw');
        expect(failed).to.be.instanceOf(Conflict);
        expect((failed as Conflict).told.key).to.equal(
          what === 'a suggestion for them' ? 'live.remarks.errors.gone' : 'live.redactedMeanwhile',
        );
        expect(await actsIn(app, { name: 'narrative.redacted' })).to.have.length(1);
      });
  });

  it('words that are gone, cannot be put back, and those around them can', async () => {
    const page = await history();
    const stretch = lineWith('Zijn ', await history({ redact: 'on' }, amina));
    expect(page.status).to.equal(200);
    await redact();
    const again = await karim.post(paths.planRestorations({ id }), { line: stretch });
    expect(again.status).to.equal(303);
    expect((await karim.get(paths.planExport({ id }))).text).not.to.contain('Zwaluw');
    const only = stretch.split('.');
    const gone = `${only[0]}.${Number(only[1]) + 5}.${secret.length}`;
    expect((await karim.post(paths.planRestorations({ id }), { passage: gone })).status).to.equal(422);
  });

  it('asked by another than who opened the case, is not there, and is not offered', async () => {
    expect((await karim.get(paths.planRedaction({ id }))).status).to.equal(404);
    expect((await search({ words: secret }, karim)).status).to.equal(404);
    expect((await redact({}, karim)).status).to.equal(404);
    const page = await history({ redact: 'on' });
    expect(page.text).not.to.contain('form="redaction"').and.not.to.contain('Lak woorden weg');
    expect((await history({}, amina)).text).to.contain('Lak woorden weg uit deze tekst');
    expect(await everything()).to.contain(secret);
  });

  it('the same request again, is the same act; the same wish finds nothing more', async () => {
    const actId = randomUUID();
    const first = await redact({}, amina, { actId });
    const second = await redact({}, amina, { actId });
    expect([first.status, second.status]).to.deep.equal([303, 303]);
    expect(await actsIn(app, { name: 'narrative.redacted' })).to.have.length(1);
    const third = await redact();
    expect([third.status, read(third).includes('Deze woorden staan nergens meer')]).to.deep.equal([
      422,
      true,
    ]);
  });

  it('who comes in afterwards, reads and writes as before', async () => {
    await redact();
    const again = await aWriter(karim, `plan:${id}`);
    expect(again.joined).to.include({ ok: true });
    expect(await again.write('En het gaat verder')).to.equal('stored');
    again.close();
    expect((await history()).text).to.contain('En het gaat verder');
  });

  it('after the consent was withdrawn, is still for who opened the case', async () => {
    const consents = app.house.connection.db!.collection<{ _id: string }>('consents');
    const consent = await consents.findOne({ 'grants.body': 'demo-noordster' });
    await amina.post(paths.caseConsentWithdrawal({ id, consentId: consent!._id }), {
      body: 'demo-noordster',
    });
    expect((await redact()).status).to.equal(303);
    await amina.post(
      paths.caseConsents({ id }),
      consentFor(app, await personIdOf(app, 'hulpverlener.debrug'), ['demo-noordster']),
    );
    expect((await history()).text).not.to.contain('Zwaluw');
  });

  const wrong: [string, object, string, string][] = [
    ['no words', { words: ' \n ' }, 'words', 'Vul dit in'],
    ['words of three letters, everywhere', { words: 'een' }, 'words', 'minstens vier tekens'],
    [
      'too many lines',
      { words: Array.from({ length: 51 }, (_, i) => `regel ${i}`).join('\n') },
      'words',
      'hoogstens 50 regels',
    ],
    ['too long', { words: 'x'.repeat(4001) }, 'words', 'hoogstens 4000 tekens'],
    ['words that stand nowhere', { words: 'nergens te vinden' }, 'words', 'staan nergens meer'],
    ['only in a line, without one', { where: 'here' }, 'where', 'Kies eerst een regel'],
    ['another place', { where: 'elders' }, 'where', ''],
    ['a line that is none', { line: 'hallo' }, 'line', 'staat niet in de geschiedenis'],
    ['no reason', { reason: '  ' }, 'reason', 'Vul dit in'],
    ['half a reason', { reason: 'daarom' }, 'reason', 'Schrijf in enkele woorden waarom'],
    [
      'a reason that says it again',
      { reason: `omdat ${secret.toUpperCase()} er stond` },
      'reason',
      'zegt opnieuw wat weg moet',
    ],
    [
      'a reason with a national number',
      { reason: 'het nummer 85.07.30-033.28 stond er' },
      'reason',
      'rijksregisternummer',
    ],
  ];
  it('bad input, of every kind, is refused with 422, says what is wrong, keeps what was typed and changes nothing', async () => {
    for (const [what, body, field, told] of wrong) {
      const answer = await redact(body);
      expect(answer.status, what).to.equal(422);
      expect(read(answer), what).to.contain(told);
      expect(answer.text, what).to.contain(`href="#${field}"`);
    }
    // What is wrong with the reason is told beside it, below what was found.
    const again = await redact({ reason: 'daarom' });
    expect(again.text)
      .to.match(/id="reason-error"/)
      .and.to.contain('value="daarom"');
    expect(read(again)).to.contain('1 plaats gevonden');
    expect(await everything()).to.contain(secret);
    expect(await actsIn(app, { name: 'narrative.redacted' })).to.deep.equal([]);
  });
});
