import { expect } from 'chai';
import type { Response } from 'supertest';
import { AmendmentModel } from '../../../models/Amendment.ts';
import { BodyModel } from '../../../models/Body.ts';
import { liveUpdatesOf } from '../../../models/LiveUpdate.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, organisationIdOf } from '../../builders/cases.ts';
import { aMeeting, type KnownMeeting } from '../../builders/meetings.ts';
import { type everyone, signInAs, type Visitor } from '../../builders/people.ts';
import { aWriter, type Writer } from '../../builders/writers.ts';
import { until } from '../../live/pages.ts';
import { eraseFrom } from '../../live/prose.ts';

const people: (typeof everyone)[number][] = [
  'coordinator.antwerpen',
  'hulpverlener.debrug',
  'hulpverlener.noordster',
];
const secret = 'wachtwoord Zwaluw-4711';
const reason = 'Per vergissing geplakt';

/** A page without tags, as somebody reads it. */
const read = ({ text }: Response): string =>
  text
    .slice(text.indexOf('<main'))
    .replaceAll(/<script[\s\S]*?<\/script>|<select[\s\S]*?<\/select>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('the past of minutes', function () {
  this.timeout(90_000);
  let app: TestApp;
  let meeting: KnownMeeting;
  let leader: Visitor;
  let debrug: Visitor;
  let noordster: Visitor;
  let outsider: Visitor;
  let writer: Writer;
  let ids: { id: string; item: string };

  before(async () => {
    app = await startTestApp({ demo: true });
    const own = await organisationIdOf(app, 'hulpverlener.debrug');
    meeting = await aMeeting(app, people, ['Nachtlijn', 'Onder ons'], (title) =>
      title === 'Onder ons' ? { organisations: [own] } : {},
    );
    [leader, debrug, noordster, outsider] = (await Promise.all(
      [...people, 'buitenstaander' as const].map((name) => signInAs(app, name)),
    )) as [Visitor, Visitor, Visitor, Visitor];
    ids = { id: meeting.id, item: meeting.items[0]! };
    for (const item of meeting.items) {
      if (item === ids.item) await tell({ kind: 'opened' });
      await tell({ kind: 'turned', item });
    }
    writer = await aWriter(debrug, `minutes:${ids.item}`);
    expect(await writer.write('Overdag lukt het.')).to.equal('stored');
    expect(await writer.write(`Het ${secret} is nieuw.`)).to.equal('stored');
    expect(await writer.write('Dit ging te ver.')).to.equal('stored');
    const other = await aWriter(noordster, `minutes:${ids.item}`);
    other.take((other.joined as { state: Uint8Array }).state);
    await erase(other, 'Dit ging te ver.');
    other.close();
  });
  after(async () => {
    writer?.close();
    await app?.close();
  });

  const erase = async (page: Writer, words: string): Promise<void> => {
    const work = page.change((doc) => eraseFrom(doc, page.lines().indexOf(words), 0, words.length));
    expect(await work).to.equal('stored');
  };
  const tell = (fields: object) => leader.post(paths.meetingRoom({ id: meeting.id }), fields, { json: true });
  const history = (query: Record<string, string | number> = {}, who = noordster) =>
    who.get(paths.minutesHistory(ids, query));
  const redact = (body: object = {}, who = leader) =>
    who.post(paths.minutesRedactions(ids), { words: secret, reason, ...body });
  const stretchOf = ({ text }: Response): string => /name="passage" value="([^"]+)"/.exec(text)?.[1] ?? '';

  it('says who wrote and who deleted what, and lays two moments beside each other', async () => {
    const page = await history();
    expect(page.status).to.equal(200);
    expect(read(page)).to.include('Amina El Idrissi (De Brug) schreef dit op').and.include('wiste het op');
    const compared = await history({ from: 1, to: 4 });
    expect(read(compared)).to.include('Wat er veranderde').and.include('is nieuw.');
    const part = await noordster.get(paths.minutesHistoryText(ids, { at: 1 }));
    expect(part.text).to.include('Overdag lukt het.').and.not.include('is nieuw.');
    const unknown = await history({ at: 900 });
    expect(unknown.status).to.equal(422);
    expect(unknown.text).to.include('Moment 900 bestaat niet.');
  });

  it('is nothing for who has no part in it, not for who only reads, and not of an item that is not theirs', async () => {
    const shut = { id: meeting.id, item: meeting.items[1]! };
    expect((await noordster.get(paths.minutesHistory(shut))).status).to.equal(404);
    expect((await debrug.get(paths.minutesHistory(shut))).status).to.equal(200);
    expect((await history({}, outsider)).status).to.equal(404);
    await BodyModel.updateOne({ _id: meeting.body }, { $set: { 'values.openness': 'open' } });
    expect((await outsider.get(paths.meetingMinutes({ id: meeting.id }))).status).to.equal(200);
    for (const address of [
      paths.minutesHistory(ids),
      paths.minutesHistoryText(ids),
      paths.minutesRedaction(ids),
    ])
      expect((await outsider.get(address)).status, address).to.equal(404);
    await BodyModel.updateOne({ _id: meeting.body }, { $set: { 'values.openness': 'members' } });
  });

  it('what was deleted is put back by who writes there', async () => {
    const passage = stretchOf(await history());
    const back = await noordster.post(paths.minutesRestorations(ids), { passage });
    expect(back.status).to.equal(303);
    expect((await noordster.get(paths.meetingMinutes({ id: meeting.id }))).text).to.include(
      'Dit ging te ver.',
    );
    expect(read(await history())).to.include('Karim Benali (Noordster) zette ze terug op');
    expect((await noordster.post(paths.minutesRestorations(ids), { passage: 'x' })).status).to.equal(422);
    const [act] = (await actsIn(app)).filter((one) => one.name === 'minutes.restored');
    expect(act?.record).to.include({ type: 'minutes', id: ids.item });
  });

  it('words that should never have stood there go for good, from every moment and from remarks; everybody reads by whom and why', async () => {
    await tell({ kind: 'closed' });
    const remark = { item: ids.item, text: `Moet ${secret} hier staan?` };
    expect((await noordster.post(paths.amendments({ id: meeting.id }), remark)).status).to.equal(303);
    expect((await redact({}, debrug)).status).to.equal(403);
    expect((await redact({}, outsider)).status).to.equal(404);
    const refused = await redact({ reason: `Zwaluw stond er: ${secret}` });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('id="reason-error"');
    const found = await leader.post(paths.minutesRedaction(ids), { words: secret });
    expect(read(found)).to.include('1 plaats gevonden').and.include('In 1 opmerking bij dit punt');
    const page = await aWriter(noordster, `minutes:${ids.item}`);
    expect((await redact()).headers.location).to.equal(`${paths.minutesHistory(ids)}#redactions`);
    await until(() => page.removed !== null);
    expect(page.removed).to.include({ reason: 'redacted' });
    page.close();
    const document = `minutes:${ids.item}`;
    const last = await liveUpdatesOf(app.house.connection).countDocuments({ document });
    const views = [
      ...[await history(), await history({ from: 0, to: last })],
      ...(await Promise.all(Array.from({ length: last }, (_, at) => history({ at: at + 1, slips: 'on' })))),
      await noordster.get(paths.meetingMinutes({ id: meeting.id })),
      await noordster.get(paths.meetingRoom({ id: meeting.id }, { item: ids.item })),
    ];
    for (const view of views) expect(view.text).to.not.include('Zwaluw');
    const minutes = read(views.at(-2)!);
    expect(minutes).to.include('Nora Verbist').and.include(reason).and.include('is nieuw.');
    const [kept] = await AmendmentModel.find({ item: ids.item }).lean();
    expect(kept?.text).to.include('hier staan?').and.not.include('Zwaluw');
    const acts = (await actsIn(app)).filter((one) => one.name.startsWith('minutes.'));
    expect(acts.map((one) => one.name)).to.include.members(['minutes.searched', 'minutes.redacted']);
    expect(JSON.stringify(acts)).to.not.include('Zwaluw');
    expect((await redact()).status, 'they stand nowhere any more').to.equal(422);
  });

  it('locked minutes stay as they are until they are reopened', async () => {
    const state = { state: 'accepted', answer: '' };
    for (const { _id: amendment } of await AmendmentModel.find({ meeting: meeting.id }).lean())
      await leader.post(paths.amendmentDecision({ id: meeting.id, amendment }), state);
    const keeper = await aWriter(leader, `minutes:${ids.item}`);
    keeper.take((keeper.joined as { state: Uint8Array }).state);
    await erase(keeper, 'Overdag lukt het.');
    keeper.close();
    const passage = stretchOf(await history({}, leader));
    expect(passage).to.not.equal('');
    expect((await leader.post(paths.minutesApproval({ id: meeting.id }))).status).to.equal(303);
    const locked = await history({}, leader);
    expect(stretchOf(locked)).to.equal('');
    expect(read(locked)).to.include('goedgekeurd en vergrendeld');
    expect((await leader.post(paths.minutesRestorations(ids), { passage })).status).to.equal(409);
    await leader.post(paths.minutesReopening({ id: meeting.id }), { why: 'Er was een zin te veel gewist' });
    expect((await leader.post(paths.minutesRestorations(ids), { passage })).status).to.equal(303);
    expect((await debrug.post(paths.minutesRestorations(ids), { passage })).status).to.equal(403);
  });
});
