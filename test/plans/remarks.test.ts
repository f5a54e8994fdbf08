import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { CaseMemberModel } from '../../models/CaseMember.ts';
import { ConsentModel } from '../../models/Consent.ts';
import { hear, protocolVersion, rootName, say } from '../../public/scripts/live/protocol.ts';
import { liveNarrative } from '../../server/features/plans/live.ts';
import type { LiveRights } from '../../server/live/feature.ts';
import { remarksOf, type WritingDesk } from '../../server/live/remarks/desk.ts';
import {
  addComment,
  addSuggestion,
  answerRemark,
  moveRemark,
  turnRemark,
} from '../../server/live/remarks/remarks.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, demoCase, type KnownCase, personIdOf } from '../builders/cases.ts';
import { heard, letIn, signInAs, type Visitor } from '../builders/people.ts';
import { passageFields, passageFrom, textOf } from '../builders/remarks.ts';

interface Exported {
  id: string;
  kind: string;
  quote: string;
  words: string;
  proposal: string | null;
  isOpen: boolean;
  by: string;
  answers: { words: string; by: string }[];
  turns: { turn: string; reason: string; by: string; at: string }[];
}

const json = { json: true };
const phrase = 'Het budget staat op papier';

describe('what is said about the shared text of a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let karim: Visitor;
  let known: KnownCase;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    known = await demoCase();
    id = known.id;
  });
  after(() => app.close());

  const exported = async (visitor = amina): Promise<Exported[]> =>
    JSON.parse((await visitor.get(paths.planExport({ id }))).text).remarks;
  const remark = async (one: string): Promise<Exported> =>
    (await exported()).find((each) => each.id === one)!;
  const list = async (visitor = amina) => (await visitor.get(paths.planRemarks({ id }))).text;

  async function aComment(words = 'Sinds wanneer?', about = phrase, visitor = karim): Promise<string> {
    const passage = await passageFrom(visitor, id, about);
    const added = await visitor.post(paths.planComments({ id }), { ...passage, words }, json);
    expect(added.status, added.text).to.equal(200);
    return added.body.commentId;
  }

  async function aSuggestion(proposal = 'Het budget staat zwart op wit', about = phrase): Promise<string> {
    const passage = await passageFrom(karim, id, about);
    const added = await karim.post(paths.planSuggestions({ id }), { ...passage, proposal }, json);
    expect(added.status, added.text).to.equal(200);
    return added.body.suggestionId;
  }

  /** Changes the text as a page of this person would. */
  async function edits(visitor: Visitor, work: (prose: Y.XmlFragment) => void): Promise<void> {
    const doc = await textOf(visitor, id);
    const socket = visitor.socket();
    const joining = { version: protocolVersion, document: `plan:${id}`, clientIds: [doc.clientID], since: 0 };
    await socket.emitWithAck(say.join, joining);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    doc.transact(() => work(doc.getXmlFragment(rootName)));
    const stored = heard<{ ids: string[] }>(socket, hear.committed);
    const refused = heard<{ reason: string }>(socket, hear.refused);
    socket.emit(say.update, { document: `plan:${id}`, id: randomUUID(), update: Y.mergeUpdates(updates) });
    const answer = await Promise.race([stored, refused]);
    expect(answer).to.have.property('ids');
    socket.disconnect();
  }

  const lineWith = (prose: Y.XmlFragment, words: string): [Y.XmlElement, Y.XmlText, number] => {
    const line = prose.toArray().find((one) => String(one).includes(words)) as Y.XmlElement;
    const text = line.get(0) as Y.XmlText;
    return [line, text, text.toString().indexOf(words)];
  };

  it('a comment, made by one of two people, is read by both with the words it is about, and in the export', async () => {
    const commentId = await aComment('Is dat zo? <b>&</b>');
    for (const visitor of [amina, karim])
      for (const address of [paths.plan({ id }), paths.planRemarks({ id })]) {
        const { text } = await visitor.get(address);
        expect(text).to.contain(`remark-${commentId}`).and.to.contain('Is dat zo? &lt;b&gt;&amp;&lt;/b&gt;');
        expect(text).to.contain('Opmerking van Karim Benali (Noordster)');
      }
    expect(await remark(commentId)).to.include({
      kind: 'comment',
      quote: phrase,
      proposal: null,
      isOpen: true,
    });
    const [act] = await actsIn(app, { name: 'comment.added', 'details.comment': commentId });
    expect(act?.record).to.deep.include({ type: 'comment', caseId: id });
    expect(act?.actor?.personId).to.equal(await personIdOf(app, 'hulpverlener.noordster'));
  });

  it('a comment that quotes other words than those that stand there quotes what stands there', async () => {
    const passage = await passageFrom(karim, id, phrase);
    const lie = { ...passage, quote: 'Karim betaalt alles', words: 'Dat schreef je' };
    const added = await karim.post(paths.planComments({ id }), lie, json);
    expect((await remark(added.body.commentId)).quote).to.equal(phrase);
  });

  it('a comment, sent five times at once under one act id, is made once and answered alike', async () => {
    const passage = await passageFrom(karim, id, phrase);
    const actId = randomUUID();
    const before = (await exported()).length;
    const ask = () =>
      karim.post(paths.planComments({ id }), { ...passage, words: 'Eenmaal' }, { ...json, actId });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(ask));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.commentId}`)).size).to.equal(1);
    expect((await exported()).length).to.equal(before + 1);
    expect(await actsIn(app, { _id: actId })).to.have.length(1);
  });

  it('a comment on words that are not in the text is refused, and leaves no act', async () => {
    const end = JSON.stringify({ item: { client: 7, clock: 3 }, assoc: 0 });
    const before = [(await exported()).length, (await actsIn(app, { name: 'comment.added' })).length];
    const answer = await karim.post(paths.planComments({ id }), { start: end, end, words: 'Waar?' }, json);
    expect([answer.status, answer.body.message]).to.deep.equal([
      409,
      'Deze woorden staan niet meer in de tekst. Kies ze opnieuw; wat je typte blijft staan.',
    ]);
    for (const start of [
      undefined,
      'x',
      '{}',
      'null',
      '{"item":{"client":-1,"clock":0}}',
      `"${'x'.repeat(500)}"`,
    ]) {
      const bad = await karim.post(paths.planComments({ id }), { start, end, words: 'Waar?' }, json);
      expect(bad.status, start).to.equal(422);
    }
    const passage = await passageFrom(karim, id, phrase);
    for (const words of ['', '  ', undefined, 'x'.repeat(2001)])
      expect((await karim.post(paths.planComments({ id }), { ...passage, words }, json)).status).to.equal(
        422,
      );
    const after = [(await exported()).length, (await actsIn(app, { name: 'comment.added' })).length];
    expect(after).to.deep.equal(before);
  });

  it('a comment is answered, resolved, opened again: who and when stays, and resolving twice is resolving once', async () => {
    const commentId = await aComment();
    const answer = (words: string) =>
      amina.post(paths.planCommentAnswers({ id, commentId }), { words }, json);
    expect((await answer('Sinds maandag.')).status).to.equal(200);
    const resolve = () => amina.post(paths.planCommentResolution({ id, commentId }), {}, json);
    expect([(await resolve()).body, (await resolve()).body]).to.deep.equal([
      { isOpen: false },
      { isOpen: false },
    ]);
    expect((await answer('Toch nog iets')).status).to.equal(409);
    expect(await list()).to.contain('Amina El Idrissi (De Brug) handelde dit af');
    expect((await karim.post(paths.planCommentReopening({ id, commentId }), {}, json)).body).to.deep.equal({
      isOpen: true,
    });
    const [own, other] = [
      await personIdOf(app, 'hulpverlener.debrug'),
      await personIdOf(app, 'hulpverlener.noordster'),
    ];
    const now = await remark(commentId);
    expect(now.answers.map(({ words, by }) => [words, by])).to.deep.equal([['Sinds maandag.', own]]);
    expect(now.turns.map(({ turn, by }) => [turn, by])).to.deep.equal([
      ['resolved', own],
      ['reopened', other],
    ]);
    expect(now.turns[0]?.at).to.match(/^\d{4}-\d\d-\d\dT/);
  });

  it('a suggestion for words that changed while it was made is refused; the same words are no suggestion', async () => {
    const passage = await passageFrom(karim, id, phrase);
    const suggest = (change: object) =>
      karim.post(paths.planSuggestions({ id }), { ...passage, proposal: 'Iets anders', ...change }, json);
    expect((await suggest({ quote: 'Het budget stond op papier' })).status).to.equal(409);
    expect((await suggest({ proposal: phrase })).status).to.equal(422);
    expect((await suggest({ proposal: '' })).status).to.equal(200);
  });

  it('a suggestion two people decide about at once is decided once, and cannot be withdrawn any more', async () => {
    const suggestionId = await aSuggestion();
    const answers = await Promise.all([
      amina.post(paths.planSuggestionAcceptance({ id, suggestionId }), {}, json),
      karim.post(paths.planSuggestionRefusal({ id, suggestionId }), { reason: 'Liever niet' }, json),
      amina.post(paths.planSuggestionAcceptance({ id, suggestionId }), {}, json),
    ]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
    const { turns, isOpen } = await remark(suggestionId);
    expect([turns.length, isOpen]).to.deep.equal([1, false]);
    expect(
      (await karim.post(paths.planSuggestionWithdrawal({ id, suggestionId }), {}, json)).status,
    ).to.equal(409);
  });

  it('a suggestion is withdrawn by who made it, and by nobody else', async () => {
    const suggestionId = await aSuggestion();
    expect(
      (await amina.post(paths.planSuggestionWithdrawal({ id, suggestionId }), {}, json)).status,
    ).to.equal(409);
    expect(await list(amina)).not.to.contain(paths.planSuggestionWithdrawal({ id, suggestionId }));
    expect(await list(karim)).to.contain(paths.planSuggestionWithdrawal({ id, suggestionId }));
    expect(
      (await karim.post(paths.planSuggestionWithdrawal({ id, suggestionId }), {}, json)).status,
    ).to.equal(200);
    expect((await remark(suggestionId)).turns.map(({ turn }) => turn)).to.deep.equal(['withdrawn']);
  });

  it('a valid national number is kept only when it was said so, in every field people type in', async () => {
    const number = '93.05.18-223.61';
    const passage = await passageFrom(karim, id, phrase);
    const commentId = await aComment();
    const suggestionId = await aSuggestion();
    const asked: [string, object][] = [
      [paths.planComments({ id }), { ...passage, words: number }],
      [paths.planCommentAnswers({ id, commentId }), { words: number }],
      [paths.planSuggestions({ id }), { ...passage, proposal: number }],
      [paths.planSuggestions({ id }), { ...passage, proposal: 'x', reason: number }],
      [paths.planSuggestionRefusal({ id, suggestionId }), { reason: number }],
    ];
    for (const [address, body] of asked)
      expect((await karim.post(address, body, json)).status, address).to.equal(422);
    for (const [address, body] of asked)
      expect((await karim.post(address, { ...body, inszKept: true }, json)).status, address).to.equal(200);
  });

  it('a refused answer of a page without script comes back with the typed words and the message beside them', async () => {
    const commentId = await aComment();
    const words = 'Het nummer is 93.05.18-223.61';
    const again = await amina.post(paths.planCommentAnswers({ id, commentId }), { words });
    expect(again.status).to.equal(422);
    expect(again.text)
      .to.contain(words)
      .and.to.contain('rijksregisternummer')
      .and.to.contain('name="inszKept"');
    const kept = await amina.post(paths.planCommentAnswers({ id, commentId }), { words, inszKept: 'true' });
    expect([kept.status, kept.headers.location]).to.deep.equal([
      303,
      `${paths.plan({ id })}#remark-${commentId}`,
    ]);
  });

  it('the print shows what is open when it is asked for, and not otherwise', async () => {
    await aComment('Alleen op verzoek');
    const plain = (await amina.get(paths.planPrint({ id }))).text;
    expect(plain).to.contain('Toon ook').and.not.to.contain('Alleen op verzoek');
    expect((await amina.get(paths.planPrint({ id }, { remarks: 'on' }))).text).to.contain(
      'Alleen op verzoek',
    );
  });

  it('pages with the text open are told that something was said, and nobody else is', async () => {
    const commentId = await aComment();
    const open = async (
      visitor: Visitor,
      isJoining: boolean,
    ): Promise<{ socket: Socket; told: unknown[] }> => {
      const socket = visitor.socket();
      await letIn(socket);
      const told: unknown[] = [];
      socket.on(hear.remarks, (news) => told.push(news));
      await socket.emitWithAck('watch', `plan:${id}`);
      const joining = { version: protocolVersion, document: `plan:${id}`, clientIds: [9], since: 0 };
      if (isJoining) await socket.emitWithAck(say.join, { ...joining, clientIds: [new Y.Doc().clientID] });
      return { socket, told };
    };
    const stranger = await signInAs(app, 'buitenstaander');
    const pages = [await open(karim, true), await open(amina, false), await open(stranger, true)];
    const changed = heard(pages[0]!.socket, hear.remarks);
    await amina.post(paths.planCommentAnswers({ id, commentId }), { words: 'Ja' }, json);
    await changed;
    await app.sequencer.settle();
    expect(pages.map(({ told }) => told)).to.deep.equal([[{ document: `plan:${id}` }], [], []]);
    for (const { socket } of pages) socket.disconnect();
  });

  describe('when the text changes', () => {
    it('a comment whose line was split before its words gets their new place, and only that', async () => {
      const commentId = await aComment('Waar nu?');
      const doc = await textOf(karim, id);
      const elsewhere = passageFields(doc, 'Terugval is geen mislukking');
      const address = paths.planCommentPassage({ id, commentId });
      const there = passageFields(doc, phrase);
      expect((await karim.post(address, there, json)).body).to.deep.equal({ moved: false });
      await edits(amina, (prose) => {
        const [line, text] = lineWith(prose, phrase);
        const words = text.toString();
        text.delete(0, words.length);
        const next = new Y.XmlElement('line');
        next.insert(0, [new Y.XmlText(words)]);
        prose.insert(prose.toArray().indexOf(line) + 1, [next]);
      });
      expect((await karim.post(address, elsewhere, json)).status).to.equal(409);
      const now = await passageFrom(karim, id, phrase);
      expect((await karim.post(address, now, json)).body).to.deep.equal({ moved: true });
      expect((await karim.post(address, now, json)).body).to.deep.equal({ moved: false });
      expect(await actsIn(app, { name: 'comment.moved', 'record.id': commentId })).to.have.length(3);
      // From there it goes on: other words in the same place are no reason to lose it.
      await edits(amina, (prose) => {
        const [, text, at] = lineWith(prose, phrase);
        text.insert(at + 10, ' van mei');
      });
      expect((await amina.get(paths.plan({ id }))).text).to.match(
        new RegExp(`head-${commentId}(?:(?!</article>).)*data-when="changed">`, 's'),
      );
    });

    it('a comment whose words were deleted stays, with the words it was about, and says so without script', async () => {
      const passage = await passageFrom(karim, id, 'Terugval is geen mislukking');
      const added = await karim.post(paths.planComments({ id }), { ...passage, words: 'Mooi gezegd' }, json);
      await edits(amina, (prose) => {
        const [, text, at] = lineWith(prose, 'Terugval is');
        text.delete(at, 'Terugval is geen mislukking'.length);
      });
      const { text } = await karim.get(paths.plan({ id }));
      const part = text.slice(text.indexOf(`head-${added.body.commentId}`)).split('</article>')[0]!;
      expect(part).to.contain('Terugval is geen mislukking').and.to.contain('Mooi gezegd');
      expect(part).to.match(/data-when="deleted">/);
      expect((await remark(added.body.commentId)).quote).to.equal('Terugval is geen mislukking');
    });
  });

  describe('with one right less than it takes', () => {
    const everything: LiveRights = { read: true, comment: true, suggest: true, write: true };
    let desk: (rights: LiveRights, who?: string) => WritingDesk;
    let personId: string;

    before(async () => {
      personId = await personIdOf(app, 'hulpverlener.noordster');
      const feature = liveNarrative(app.house);
      desk = (rights) => ({
        feature,
        documentId: id,
        rights,
        personId,
        organisationId: 'demo-noordster',
        epoch: 0,
      });
    });

    type Doing = (desk: WritingDesk) => Promise<unknown>;
    const inUnit =
      (work: (desk: WritingDesk, unit: never) => Promise<unknown>): Doing =>
      (at) =>
        app.house.unitOfWork.do(
          { name: 'test.done', actor: { personId }, record: { type: 'test', id } },
          (unit) => work(at, unit as never) as Promise<null>,
        );
    const ends = async () => {
      const { start, end, quote } = await passageFrom(amina, id, 'Wat goed gaat');
      return { start: JSON.parse(start), end: JSON.parse(end), quote };
    };

    const doings: [name: string, needs: (keyof LiveRights)[], () => Promise<Doing>][] = [
      [
        'commenting',
        ['read', 'comment'],
        async () => {
          const passage = await ends();
          return inUnit((at, unit) => addComment(at, unit, { ...passage, words: 'x' }));
        },
      ],
      [
        'suggesting',
        ['read', 'suggest'],
        async () => {
          const passage = await ends();
          return inUnit((at, unit) => addSuggestion(at, unit, { ...passage, proposal: 'x', reason: '' }));
        },
      ],
      [
        'answering',
        ['read', 'comment'],
        async () => {
          const about = { kind: 'comment', id: await aRemark('comment') } as const;
          return inUnit((at, unit) => answerRemark(at, unit, about, 'x'));
        },
      ],
      [
        'resolving',
        ['read', 'comment'],
        async () => {
          const about = { turn: 'resolved', id: await aRemark('comment') } as const;
          return inUnit((at, unit) => turnRemark(at, unit, about));
        },
      ],
      [
        'accepting',
        ['read', 'write'],
        async () => {
          const about = { turn: 'accepted', id: await aRemark('suggestion') } as const;
          return inUnit((at, unit) => turnRemark(at, unit, about));
        },
      ],
      [
        'declining',
        ['read', 'write'],
        async () => {
          const about = { turn: 'declined', id: await aRemark('suggestion') } as const;
          return inUnit((at, unit) => turnRemark(at, unit, about));
        },
      ],
      [
        'withdrawing',
        ['read', 'suggest'],
        async () => {
          const about = { turn: 'withdrawn', id: await aRemark('suggestion') } as const;
          return inUnit((at, unit) => turnRemark(at, unit, about));
        },
      ],
      [
        'moving a comment',
        ['read', 'comment'],
        async () => {
          const about = { kind: 'comment', id: await aRemark('comment') } as const;
          const passage = await ends();
          return inUnit((at, unit) => moveRemark(at, unit, about, passage));
        },
      ],
      [
        'moving a suggestion',
        ['read', 'suggest'],
        async () => {
          const about = { kind: 'suggestion', id: await aRemark('suggestion') } as const;
          const passage = await ends();
          return inUnit((at, unit) => moveRemark(at, unit, about, passage));
        },
      ],
    ];

    async function aRemark(kind: 'comment' | 'suggestion'): Promise<string> {
      const passage = await ends();
      const at = desk(everything);
      let made = '';
      await inUnit(async (_desk, unit) => {
        const outcome =
          kind === 'comment'
            ? await addComment(at, unit, { ...passage, words: 'x' })
            : await addSuggestion(at, unit, { ...passage, proposal: 'x', reason: '' });
        [made = ''] = Object.values(outcome);
        return null;
      })(at);
      return made;
    }

    const outcome = (doing: Promise<unknown>): Promise<string> =>
      doing.then(
        () => 'done',
        (error: Error) => error.name,
      );

    for (const [name, needs, make] of doings)
      it(`${name} is not found; with ${needs.join(' and ')} alone it is done`, async () => {
        const doing = await make();
        for (const missing of needs)
          expect(await outcome(doing(desk({ ...everything, [missing]: false }))), missing).to.equal(
            'NotFound',
          );
        const least = Object.fromEntries(
          Object.keys(everything).map((right) => [right, needs.includes(right as keyof LiveRights)]),
        ) as unknown as LiveRights;
        expect(await outcome(doing(desk(least)))).to.equal('done');
      });

    it('reading finds nothing', async () => {
      expect(await remarksOf(desk({ ...everything, read: false }))).to.deep.equal([]);
      expect(
        (await remarksOf(desk({ read: true, comment: false, suggest: false, write: false }))).length,
      ).to.be.greaterThan(3);
    });
  });

  /** Last: nobody gets it back. */
  describe('when it is shared no longer', () => {
    it('the client who stops sharing the text stops sharing what is said about it, whatever else is shared', async () => {
      const commentId = await aComment('Nog iets', 'Wat goed gaat');
      const suggestionId = await aSuggestion('Wat lukt', 'Wat goed gaat');
      const change = { $set: { scope: ['records'] } };
      await ConsentModel.updateMany({ case: id, 'grants.body': 'demo-noordster' }, change);
      expect(await CaseMemberModel.countDocuments({ case: id, current: true })).to.equal(2);
      const shown = await karim.get(paths.plan({ id }));
      expect([
        shown.status,
        shown.text.includes('remark-'),
        shown.text.includes('data-remarks'),
      ]).to.deep.equal([200, false, false]);
      expect(await exported(karim)).to.deep.equal([]);
      expect((await karim.get(paths.planPrint({ id }, { remarks: 'on' }))).text).not.to.contain(
        'Opmerking van',
      );
      const passage = await passageFrom(amina, id, 'Wat goed gaat');
      const asked = [
        karim.get(paths.planRemarks({ id }), json),
        karim.post(paths.planComments({ id }), { ...passage, words: 'x' }, json),
        karim.post(paths.planSuggestions({ id }), { ...passage, proposal: 'x' }, json),
        karim.post(paths.planCommentAnswers({ id, commentId }), { words: 'x' }, json),
        karim.post(paths.planCommentPassage({ id, commentId }), passage, json),
        karim.post(paths.planCommentResolution({ id, commentId }), {}, json),
        karim.post(paths.planCommentReopening({ id, commentId }), {}, json),
        karim.post(paths.planSuggestionAnswers({ id, suggestionId }), { words: 'x' }, json),
        karim.post(paths.planSuggestionPassage({ id, suggestionId }), passage, json),
        karim.post(paths.planSuggestionAcceptance({ id, suggestionId }), {}, json),
        karim.post(paths.planSuggestionRefusal({ id, suggestionId }), {}, json),
        karim.post(paths.planSuggestionWithdrawal({ id, suggestionId }), {}, json),
      ];
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses).to.deep.equal(statuses.map(() => 404));
      expect((await remark(commentId)).isOpen).to.equal(true);
    });
  });
});
