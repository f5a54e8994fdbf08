import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { AgendaItemModel } from '../../../models/AgendaItem.ts';
import { AmendmentModel } from '../../../models/Amendment.ts';
import { BodyModel } from '../../../models/Body.ts';
import { InviteeModel } from '../../../models/Invitee.ts';
import { MeetingModel } from '../../../models/Meeting.ts';
import { type JoinReply, protocolVersion, say } from '../../../public/scripts/live/protocol.ts';
import type { RoomState } from '../../../public/scripts/room/state.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import type { RoomNews } from '../../../server/watchedRooms.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, organisationIdOf } from '../../builders/cases.ts';
import { aMeeting, type KnownMeeting } from '../../builders/meetings.ts';
import { type everyone, letIn, signInAs, type Visitor } from '../../builders/people.ts';

const people: (typeof everyone)[number][] = [
  'coordinator.antwerpen',
  'hulpverlener.debrug',
  'hulpverlener.noordster',
];
const secret = 'Alleen over De Brug';

describe('the room of a meeting, over HTTP and sockets', function () {
  this.timeout(60_000);
  let app: TestApp;
  let meeting: KnownMeeting;
  let leader: Visitor;
  let debrug: Visitor;
  let noordster: Visitor;
  let outsider: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    const own = await organisationIdOf(app, 'hulpverlener.debrug');
    meeting = await aMeeting(app, people, ['Nachtlijn', secret, 'Rondvraag'], (title) =>
      title === secret ? { organisations: [own], question: 'Een vraag voor enkelen' } : {},
    );
    [leader, debrug, noordster, outsider] = (await Promise.all(
      [...people, 'buitenstaander' as const].map((name) => signInAs(app, name)),
    )) as [Visitor, Visitor, Visitor, Visitor];
  });
  after(() => app.close());

  const room = () => paths.meetingRoom({ id: meeting.id });
  const told = (visitor: Visitor, fields: object) => visitor.post(room(), fields, { json: true });
  const stateOf = async (visitor: Visitor): Promise<RoomState> =>
    (await visitor.get(paths.meetingRoomState({ id: meeting.id }), { json: true })).body as RoomState;
  const join = (socket: Socket, item: string): Promise<JoinReply> =>
    socket.timeout(5000).emitWithAck(say.join, {
      version: protocolVersion,
      document: `minutes:${item}`,
      clientIds: [Math.trunc(Math.random() * 2 ** 31)],
      since: 0,
    });

  it('does not exist for who has no place in it', async () => {
    for (const address of [
      room(),
      paths.meetingRoomState({ id: meeting.id }),
      paths.meetingRoomOutcomes({ id: meeting.id }),
      paths.meetingMinutes({ id: meeting.id }),
    ])
      expect((await outsider.get(address)).status, address).to.equal(404);
    expect((await told(outsider, { kind: 'opened' })).status).to.equal(404);
    const socket = outsider.socket();
    expect(await letIn(socket)).to.equal('in');
    expect(await socket.timeout(5000).emitWithAck('room', meeting.id)).to.equal(null);
    expect(await join(socket, meeting.items[0]!)).to.deep.equal({ ok: false, reason: 'not_found' });
    socket.disconnect();
  });

  it('is not opened by who only takes part, and nobody comes in before it is', async () => {
    expect((await told(debrug, { kind: 'opened' })).status).to.equal(403);
    const refused = await told(debrug, {
      kind: 'arrived',
      invitee: meeting.inviteeOf('hulpverlener.debrug'),
    });
    expect(refused.status).to.equal(409);
    expect(refused.body.message).to.equal('De vergadering is nog niet geopend.');
    expect((await stateOf(debrug)).sequence).to.equal(0);
  });

  it('whoever opens a meeting on another day than it is planned for is told so first', async () => {
    const later = paths.meetingRoom({ id: idOf('meeting', 'demo-next') });
    const words = 'Ze is gepland op';
    expect((await leader.get(later)).text).to.include(words);
    // The meeting of today, a minute before it begins.
    const before = await MeetingModel.findById(meeting.id).lean().orFail();
    const soon = new Date(app.clock.now().getTime() + 60_000);
    await MeetingModel.updateOne({ _id: meeting.id }, { $set: { startsAt: soon } });
    expect((await leader.get(room())).text)
      .to.include('nog niet geopend')
      .and.to.not.include(words);
    await MeetingModel.updateOne({ _id: meeting.id }, { $set: { startsAt: before.startsAt } });
    expect((await debrug.get(later)).text)
      .to.include('nog niet geopend')
      .and.to.not.include(words);
  });

  it('tells every page at once what happens in it, and whoever joins later how it is', async () => {
    const socket = debrug.socket();
    expect(await letIn(socket)).to.equal('in');
    const before = (await socket.timeout(5000).emitWithAck('room', meeting.id)) as RoomNews;
    expect(before.state.phase).to.equal('ahead');
    const heard = new Promise<RoomNews>((resolve) =>
      socket.on('room', (news: RoomNews) => news.state.current && resolve(news)),
    );
    expect((await told(leader, { kind: 'opened' })).status).to.equal(200);
    expect((await told(leader, { kind: 'turned', item: meeting.items[0] })).status).to.equal(200);
    const { state } = await heard;
    expect(state).to.deep.include({ phase: 'open', current: meeting.items[0] });
    expect(JSON.stringify(state), 'ids and times only').to.not.match(/Nachtlijn|Amina|Brug/);
    expect(await stateOf(noordster)).to.deep.equal(state);
    socket.disconnect();
  });

  it('everybody marks themselves, who leads marks anybody, and nobody else', async () => {
    const [own, other] = [
      meeting.inviteeOf('hulpverlener.debrug'),
      meeting.inviteeOf('hulpverlener.noordster'),
    ];
    expect((await told(debrug, { kind: 'arrived', invitee: own })).status).to.equal(200);
    expect((await told(debrug, { kind: 'arrived', invitee: other })).status).to.equal(403);
    expect((await told(leader, { kind: 'excused', invitee: other })).status).to.equal(200);
    expect((await told(noordster, { kind: 'arrived', invitee: other })).status).to.equal(200);
    const again = await told(noordster, { kind: 'arrived', invitee: other });
    expect(again.status, 'twice is once').to.equal(200);
    const { stays, excused } = await stateOf(leader);
    expect(stays[other]).to.have.length(1);
    expect(excused).to.deep.equal([]);
  });

  it('refuses what is of another meeting, a wrong time and a wrong number, in words', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const [fields, words] of [
      [{ kind: 'turned', item: nowhere }, 'Dit punt staat niet op deze agenda.'],
      [{ kind: 'arrived', invitee: nowhere }, 'Deze persoon is niet uitgenodigd voor deze vergadering.'],
      [{ kind: 'extended', minutes: '900' }, 'Kies 1 tot 60 minuten.'],
      [{ kind: 'arrived', invitee: nowhere, time: '25:00' }, 'Schrijf een uur'],
      // As the pages themselves write an hour: the time is read, and only the person is wrong.
      ...['14.10', '14u10', '14 h 10'].map(
        (time) => [{ kind: 'excused', invitee: nowhere, time }, 'Deze persoon is niet uitgenodigd'] as const,
      ),
    ] as const) {
      const refused = await told(leader, fields);
      expect(refused.status, fields.kind).to.equal(422);
      expect(JSON.stringify(refused.body.fields)).to.include(words);
    }
  });

  it('gives five minutes more once, also when the button is hit twice', async () => {
    const more = { kind: 'extended', item: meeting.items[0], minutes: '5', seen: '0' };
    expect((await told(leader, more)).status).to.equal(200);
    expect((await told(leader, more)).status).to.equal(200);
    expect((await stateOf(leader)).extra).to.deep.equal({ [meeting.items[0]!]: 5 });
    expect((await told(leader, { ...more, item: meeting.items[2], seen: '5' })).status).to.equal(409);
  });

  const walksIn = (visitor: Visitor, fields: object, json = true) =>
    visitor.post(paths.roomArrivals({ id: meeting.id }), fields, { json });

  it('who comes in uninvited is written down by who leads, and is there at once', async () => {
    const somebody = { name: 'Veerle Onaangekondigd', organisation: 'demo-het-baken' };
    expect((await walksIn(debrug, somebody)).status).to.equal(403);
    expect((await walksIn(outsider, somebody)).status).to.equal(404);
    const socket = debrug.socket();
    await letIn(socket);
    await socket.timeout(5000).emitWithAck('room', meeting.id);
    const heard = new Promise<RoomNews>((resolve) => socket.on('room', resolve));
    const added = await walksIn(leader, somebody);
    expect(added.status).to.equal(200);
    const invitee = added.body.invitee as string;
    const { state } = await heard;
    expect(state.stays[invitee]?.[0]).to.include({ until: null });
    expect(JSON.stringify(state), 'ids and times only').to.not.match(/Veerle|baken/i);
    socket.disconnect();
    const page = await debrug.get(room());
    expect(page.text).to.include('Veerle Onaangekondigd').and.include('Het Baken');
    const [act] = (await actsIn(app)).filter((one) => one.name === 'meeting.walkedIn');
    expect(act?.details.invitee).to.equal(invitee);
    expect(JSON.stringify(act)).to.not.include('Veerle');
  });

  it('who has an account comes into the room by it; who is on the list already is not written twice', async () => {
    const email = 'buitenstaander@demo.example';
    const bart = { name: 'Bart Michiels', email };
    expect((await outsider.get(room())).status).to.equal(404);
    expect((await walksIn(leader, bart)).status).to.equal(200);
    expect((await outsider.get(room())).status).to.equal(200);
    const agenda = await outsider.get(paths.meetingAgenda({ id: meeting.id }));
    expect(agenda.status).to.equal(200);
    expect(agenda.text).to.include('Nachtlijn').and.not.include(`/bodies/${meeting.body}`);
    expect(agenda.text).to.not.match(/href="\/(agenda-items|outcomes)\//);
    const again = await walksIn(leader, bart);
    expect(again.status).to.equal(422);
    expect(JSON.stringify(again.body.fields)).to.include('staat al op de lijst');
    const made = await debrug.post(
      paths.agendaItemOutcomes({ id: meeting.items[0]! }),
      { kind: 'decision', text: 'De gast leest dit besluit mee', inRoom: 'true' },
      { json: true },
    );
    expect(made.status).to.equal(200);
    for (const address of [room(), paths.meetingRoomOutcomes({ id: meeting.id })]) {
      const { text } = await outsider.get(address);
      expect(text)
        .to.include('De gast leest dit besluit mee')
        .and.not.match(/href="\/outcomes\//);
    }
    await InviteeModel.deleteOne({ meeting: meeting.id, name: 'Bart Michiels' });
  });

  it('what is wrong with who came in stands beside its field, and nothing typed is lost', async () => {
    for (const [fields, field, words] of [
      [{ name: '', email: 'lut@voorbeeld.example' }, 'name', 'lut@voorbeeld.example'],
      [{ name: 'Lut Vergeten', email: 'geen adres' }, 'email', 'Lut Vergeten'],
      [{ name: 'Lut Vergeten', organisation: 'nergens' }, 'organisation', 'Lut Vergeten'],
      [{ name: '85.07.30-033.28', email: 'lut@voorbeeld.example' }, 'name', 'lut@voorbeeld.example'],
    ] as const) {
      const refused = await walksIn(leader, fields, false);
      expect(refused.status, field).to.equal(422);
      expect(refused.text, field).to.include(`id="${field}-error"`).and.include(words);
    }
    const late = await leader.post(room(), {
      ...{ kind: 'arrived', invitee: meeting.inviteeOf('hulpverlener.debrug'), time: '25:71' },
    });
    expect(late.status).to.equal(422);
    expect(late.text).to.include('id="time-error"').and.include('value="25:71"');
  });

  it('a restricted item shows its place and its time to others, and nowhere a word of it', async () => {
    const item = meeting.items[1]!;
    for (const address of [
      room(),
      paths.meetingRoom({ id: meeting.id }, { item }),
      paths.meetingMinutes({ id: meeting.id }),
    ]) {
      const other = await noordster.get(address);
      expect(other.status).to.equal(200);
      expect(other.text).to.not.include(secret).and.not.include('Een vraag voor enkelen');
      expect(other.text).to.include('Alleen voor de betrokken organisaties');
      expect((await debrug.get(address)).text).to.include(secret);
    }
    const [socket, own] = [noordster.socket(), debrug.socket()];
    await Promise.all([letIn(socket), letIn(own)]);
    expect(await join(socket, item)).to.deep.equal({ ok: false, reason: 'not_found' });
    expect(await join(own, item)).to.include({ ok: true, write: true });
    socket.disconnect();
    own.disconnect();
  });

  it('who has an interest of their own does not write about it while it lasts', async () => {
    const [first] = meeting.items;
    const invitee = meeting.inviteeOf('hulpverlener.debrug');
    const socket = debrug.socket();
    await letIn(socket);
    expect(await join(socket, first!)).to.include({ ok: true, write: true });
    const withdrawn = new Promise<{ write: boolean }>((resolve) => socket.on('live:access', resolve));
    expect((await told(debrug, { kind: 'conflicted', item: first, invitee })).status).to.equal(200);
    expect((await withdrawn).write).to.equal(false);
    const given = new Promise<{ write: boolean }>((resolve) => socket.on('live:access', resolve));
    expect((await told(debrug, { kind: 'unconflicted', item: first, invitee })).status).to.equal(200);
    expect((await given).write).to.equal(true);
    const [conflict] = (await stateOf(leader)).conflicts;
    expect(conflict?.until).to.be.a('number');
    socket.disconnect();
  });

  it('a line becomes an action, told to every page', async () => {
    const socket = noordster.socket();
    await letIn(socket);
    await socket.timeout(5000).emitWithAck('room', meeting.id);
    const heard = new Promise((resolve) => socket.on('outcomes', resolve));
    const made = await debrug.post(
      paths.agendaItemOutcomes({ id: meeting.items[0]! }),
      { kind: 'action', text: 'De nachtlijn uitproberen', due: '2027-03-01', line: '12.0', inRoom: 'true' },
      { json: true },
    );
    expect(made.status).to.equal(200);
    expect(await heard).to.equal(meeting.id);
    const list = await noordster.get(paths.meetingRoomOutcomes({ id: meeting.id }));
    expect(list.text).to.include('De nachtlijn uitproberen').and.include('data-line="12.0"');
    socket.disconnect();
  });

  it('somebody takes over when nobody leads any more, and it is seen who', async () => {
    const next = { kind: 'turned', item: meeting.items[2], isDone: 'true' };
    expect((await told(noordster, next)).status).to.equal(403);
    expect((await told(noordster, { kind: 'led' })).status).to.equal(200);
    expect((await told(noordster, next)).status).to.equal(200);
    const { leads, current, done } = await stateOf(leader);
    expect(leads).to.have.length(1);
    expect([current, done]).to.deep.equal([meeting.items[2], [meeting.items[0]]]);
    expect((await told(noordster, { kind: 'closed' })).status, 'ending it is for who keeps it').to.equal(403);
  });

  it('what a meeting did not come to waits for the next agenda, and what recurs is not offered there twice', async () => {
    const { id, body } = await aMeeting(app, people.slice(0, 1), ['Huisvesting']);
    await leader.post(paths.usualItems({ id: body }));
    const standing = await AgendaItemModel.find({ body, state: 'standing' }).lean();
    await leader.post(paths.agendaBeginning({ id }), { items: standing.map((one) => one._id) });
    expect(await AgendaItemModel.countDocuments({ meeting: id })).to.equal(standing.length + 1);
    for (const kind of ['opened', 'closed'])
      await leader.post(paths.meetingRoom({ id }), { kind }, { json: true });
    const waiting = await AgendaItemModel.find({ body, state: 'postponed' }).lean();
    expect(waiting.map((one) => one.values.title)).to.deep.equal(['Huisvesting']);
    const minutes = await leader.get(paths.meetingMinutes({ id }));
    expect(minutes.text).not.to.include('Nieuws van de leden');
  });

  it('after the end only keepers write, and the minutes say who was there', async () => {
    expect((await told(leader, { kind: 'closed' })).status).to.equal(200);
    const [own, keeper] = [debrug.socket(), leader.socket()];
    await Promise.all([letIn(own), letIn(keeper)]);
    expect(await join(own, meeting.items[0]!)).to.include({ ok: true, write: false });
    expect(await join(keeper, meeting.items[0]!)).to.include({ ok: true, write: true });
    own.disconnect();
    keeper.disconnect();
    const minutes = await debrug.get(paths.meetingMinutes({ id: meeting.id }));
    expect(minutes.text)
      .to.include('De nachtlijn uitproberen')
      .and.include('Eigen belang')
      .and.include('Amina');
  });

  it('of a remark and an approval in the same moment one comes second and sees the other', async () => {
    const [item] = meeting.items;
    const approval = paths.minutesApproval({ id: meeting.id });
    for (let round = 0; round < 6; round++) {
      const [approved, remarked] = await Promise.all([
        leader.post(approval),
        noordster.post(paths.amendments({ id: meeting.id }), { item, text: `Opmerking ${round}` }),
      ]);
      expect([approved.status, remarked.status].sort(), `round ${round}`).to.deep.equal([303, 409]);
      const open = await AmendmentModel.find({ meeting: meeting.id, state: 'open' }).lean();
      expect(open).to.have.length(approved.status === 303 ? 0 : 1);
      for (const { _id: amendment } of open)
        await leader.post(paths.amendmentDecision({ id: meeting.id, amendment }), { state: 'accepted' });
      if (approved.status === 303)
        await leader.post(paths.minutesReopening({ id: meeting.id }), { why: 'Er kwam nog een opmerking' });
    }
  });

  it('minutes that go round get remarks, each remark an answer, and then they are locked', async () => {
    const [first, restricted] = meeting.items as [string, string];
    const said = (visitor: Visitor, item: string, text = 'Het was om drie uur.') =>
      visitor.post(paths.amendments({ id: meeting.id }), { item, text });
    expect((await said(outsider, first)).status).to.equal(404);
    // Not taken up, it went back to the backlog: there is nothing of it here to say something about.
    expect((await said(debrug, restricted)).status).to.equal(422);
    expect((await said(noordster, first, '')).status).to.equal(422);
    const insz = await said(noordster, first, 'Over 85.07.30-033.28 stond er iets.');
    expect(insz.status).to.equal(422);
    expect(insz.text).to.include('Over 85.07.30-033.28 stond er iets.');
    expect((await said(noordster, first)).status).to.equal(303);
    const approval = paths.minutesApproval({ id: meeting.id });
    expect((await leader.post(approval)).status, 'somebody waits for an answer').to.equal(409);
    const page = await leader.get(paths.meetingMinutes({ id: meeting.id }));
    const waiting = await AmendmentModel.findOne({ meeting: meeting.id, state: 'open' }).lean();
    const amendment = waiting?._id ?? '';
    expect(page.text).to.include(`id="amendment-${amendment}"`);
    const address = paths.amendmentDecision({ id: meeting.id, amendment });
    expect((await debrug.post(address, { state: 'accepted' })).status).to.equal(403);
    expect((await leader.post(address, { state: 'declined' })).status, 'without a reason').to.equal(422);
    expect((await leader.post(address, { state: 'accepted' })).status).to.equal(303);
    expect((await leader.post(address, { state: 'declined', answer: 'Nee' })).status).to.equal(409);
    expect((await debrug.post(approval)).status).to.equal(403);
    expect((await leader.post(approval)).status).to.equal(303);
    expect((await said(noordster, first)).status).to.equal(409);
    const socket = leader.socket();
    await letIn(socket);
    expect(await join(socket, first)).to.include({ ok: true, write: false });
    const reopening = paths.minutesReopening({ id: meeting.id });
    expect((await leader.post(reopening, { why: '' })).status).to.equal(422);
    expect((await debrug.post(reopening, { why: 'Zomaar' })).status).to.equal(403);
    const given = new Promise<{ write: boolean }>((resolve) => socket.on('live:access', resolve));
    expect((await leader.post(reopening, { why: 'Een naam was fout' })).status).to.equal(303);
    expect((await given).write).to.equal(true);
    socket.disconnect();
    expect((await debrug.get(paths.meetingMinutes({ id: meeting.id }))).text).to.include('Een naam was fout');
  });

  it('who only reads, since the body is open to anyone, is not told who sits there', async () => {
    await BodyModel.updateOne({ _id: meeting.body }, { $set: { 'values.openness': 'open' } });
    for (const address of [room(), paths.meetingMinutes({ id: meeting.id })]) {
      const page = await outsider.get(address);
      expect(page.status, address).to.equal(200);
      expect(page.text).to.not.match(/Amina El Idrissi|Karim Benali|Nora Verbist/);
      expect((await debrug.get(address)).text).to.include('Karim Benali');
    }
    await BodyModel.updateOne({ _id: meeting.body }, { $set: { 'values.openness': 'members' } });
  });

  it('everything is there after a restart', async () => {
    const before = await stateOf(leader);
    await app.restart();
    leader = await signInAs(app, 'coordinator.antwerpen');
    expect(await stateOf(leader)).to.deep.equal(before);
  });
});
