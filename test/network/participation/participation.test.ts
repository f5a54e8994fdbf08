import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { InviteeModel } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingAttendanceModel } from '../../../models/MeetingAttendance.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { aMeeting, type KnownMeeting } from '../../builders/meetings.ts';
import { everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';

const ogPmg = idOf('body', 'antwerp-og-pmg');
const inside = idOf('body', 'demo-inside');
const people: Name[] = ['coordinator.antwerpen', 'hulpverlener.debrug', 'hulpverlener.noordster'];

describe('who takes part in the meetings of bodies', function () {
  this.timeout(90_000);
  let app: TestApp;
  let meeting: KnownMeeting;
  const visitors = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => visitors.get(name)!;

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of everyone) visitors.set(name, await signInAs(app, name));
    meeting = await aMeeting(app, people, ['Nachtlijn']);
  });
  after(() => app.close());

  const year = (): string => brusselsDay(app.clock.now()).slice(0, 4);
  const say = async (fields: object): Promise<void> => {
    const answer = await as('coordinator.antwerpen').post(paths.meetingRoom({ id: meeting.id }), fields, {
      json: true,
    });
    expect(answer.status, answer.text).to.equal(200);
  };
  const inviteeOf = (name: Name): string => meeting.inviteeOf(name);

  type Line = Record<string, string>;
  async function file(visitor: Visitor, address: string): Promise<Line[]> {
    const answer = await visitor.get(address).buffer(true);
    expect(answer.status).to.equal(200);
    expect(answer.headers['content-type']).to.match(/^text\/csv/);
    return parse(answer.text, { columns: true, bom: true }) as Line[];
  }
  const ofBody = (visitor: Visitor, id: string): Promise<Line[]> =>
    file(visitor, paths.bodyParticipationFile({ id }, { year: year() }));
  const ofPlatform = (visitor: Visitor): Promise<Line[]> =>
    file(visitor, paths.platformParticipationFile({ platform: 'BE-VAN' }, { year: year() }));
  const total = (lines: Line[]): string[] =>
    ['vergaderingen', 'uitgenodigd', 'aanwezig', 'verontschuldigd', 'afwezig zonder bericht'].map(
      (one) => lines[0]![one]!,
    );

  it('a meeting counts once it is closed, with who came, was excused, or joined', async () => {
    await say({ kind: 'opened' });
    await say({ kind: 'arrived', invitee: inviteeOf('hulpverlener.debrug') });
    await say({ kind: 'arrived', invitee: inviteeOf('coordinator.antwerpen') });
    await say({ kind: 'excused', invitee: inviteeOf('hulpverlener.noordster') });
    app.clock.advance(60_000);
    const walker = randomUUID();
    const walkIn = { ...(await InviteeModel.findById(inviteeOf('hulpverlener.noordster')).lean())! };
    const joined = { ...walkIn, _id: walker, seat: null, person: null, name: 'Een gast' };
    const added = { at: app.clock.now(), by: null };
    await InviteeModel.create([{ ...joined, organisation: 'demo-het-baken', actorType: '', added }]);
    await say({ kind: 'arrived', invitee: walker });
    const empty = await as('coordinator.antwerpen').get(paths.bodyParticipation({ id: meeting.body }));
    expect(empty.text).to.include('In deze periode is er geen vergadering afgesloten');
    await say({ kind: 'closed' });
    const lines = await ofBody(as('coordinator.antwerpen'), meeting.body);
    expect(total(lines)).to.deep.equal(['1', '3', '2', '1', '0']);
    expect(lines[0]).to.include({ 'erbij zonder uitnodiging': '1', 'aandeel aanwezig (%)': '67' });
    const welfare = lines.find(({ rij }) => rij === 'Centrum algemeen welzijnswerk');
    expect(welfare).to.include({ uitgenodigd: '0', 'erbij zonder uitnodiging': '1' });
  });

  it('is kept with the meeting, as its room says it; put right after the end, it follows', async () => {
    await say({ kind: 'arrived', invitee: inviteeOf('hulpverlener.noordster') });
    const kept = await ofBody(as('coordinator.antwerpen'), meeting.body);
    expect(total(kept)).to.deep.equal(['1', '3', '3', '0', '0']);
    expect(await MeetingAttendanceModel.countDocuments({ _id: meeting.id })).to.equal(1);
    await MeetingAttendanceModel.deleteOne({ _id: meeting.id });
    expect(await ofBody(as('coordinator.antwerpen'), meeting.body)).to.deep.equal(kept);
  });

  it('the page tells the same as the file, also to officials, and names nobody', async () => {
    const lines = await ofBody(as('fod'), ogPmg);
    for (const name of ['fod', 'beheer.debrug'] as const) {
      const answer = await as(name).get(paths.bodyParticipation({ id: ogPmg }, { year: year() }));
      expect(answer.status).to.equal(200);
      const hospital = lines.find(({ rij }) => rij === 'Psychiatrisch ziekenhuis')!;
      const row = /Psychiatrisch ziekenhuis<\/th>(.*?)<\/tr>/s.exec(answer.text)![1]!;
      const numbers = [...row.matchAll(/<span>(\d+)<\/span>/g)].map((one) => one[1]);
      expect(numbers).to.deep.equal(total([hospital]));
      expect(answer.text).to.not.match(/Annelies Bogaert|Karim Benali|Hilde Coppens/);
    }
    const all = await as('beheer.debrug').get(
      paths.bodyParticipation({ id: ogPmg }, { year: year(), by: 'organisation' }),
    );
    expect(all.text).to.include('PZ Wilgenhof (voorbeeld)').and.not.include('Annelies Bogaert');
  });

  it('who may not read a body or a platform finds no figures of it', async () => {
    const addresses = [paths.bodyParticipation, paths.bodyParticipationFile];
    for (const address of addresses) {
      expect((await as('coordinator.limburg').get(address({ id: meeting.body }))).status).to.equal(404);
      expect((await as('admin').get(address({ id: meeting.body }))).status).to.equal(404);
    }
    for (const address of [paths.platformParticipation, paths.platformParticipationFile]) {
      const platform = { platform: 'BE-VAN' };
      expect((await as('coordinator.limburg').get(address(platform))).status).to.equal(404);
      expect((await as('admin').get(address(platform))).status).to.equal(403);
      expect((await as('vlaanderen').get(address(platform))).status).to.equal(200);
    }
  });

  it('a group inside one organisation shows to its people alone, and counts in no platform, not for them either', async () => {
    const [coordinator, own] = [as('coordinator.antwerpen'), as('beheer.debrug')];
    const before = [await ofPlatform(coordinator), await ofPlatform(own)];
    const like = (await MeetingModel.findById(meeting.id).lean<MeetingRecord>())!;
    await MeetingModel.create([{ ...like, _id: 'inside-meeting', body: inside }]);
    const place = { seat: null, organisation: 'demo-de-brug', actorType: '', isLate: false, isInvited: true };
    await MeetingAttendanceModel.create([
      { _id: 'inside-meeting', places: [{ ...place, standing: 'attending' }] },
    ]);
    expect(total(await ofBody(own, inside))).to.deep.equal(['1', '1', '1', '0', '0']);
    for (const name of ['coordinator.antwerpen', 'fod', 'vlaanderen', 'admin', 'beheer.noordster'] as const) {
      expect((await as(name).get(paths.bodyParticipation({ id: inside }))).status, name).to.equal(404);
      expect((await as(name).get(paths.bodyParticipationFile({ id: inside }))).status, name).to.equal(404);
    }
    expect([await ofPlatform(coordinator), await ofPlatform(own)]).to.deep.equal(before);
  });

  it('a period that is none is refused beside its field, and loses nothing', async () => {
    const page = (query: object) =>
      as('coordinator.antwerpen').get(
        paths.bodyParticipation({ id: ogPmg }, query as Record<string, string>),
      );
    const turned = await page({ from: '2026-03-02', until: '2026-03-01', by: 'level' });
    expect(turned.status).to.equal(422);
    expect(turned.text)
      .to.include('id="until-error"')
      .and.include('Kies een dag die niet voor de eerste dag');
    expect(turned.text).to.include('value="2026-03-02"').and.include('value="2026-03-01"');
    const odd = await page({ from: '2026-02-31' });
    expect([odd.status, odd.text.includes('id="from-error"')]).to.deep.equal([422, true]);
    const long = await page({ from: '2001-01-01', until: '2026-03-01' });
    expect(long.text).to.include('Kies hoogstens tien jaren samen');
    const address = paths.platformParticipationFile({ platform: 'BE-VAN' }, { from: 'x' });
    expect((await as('fod').get(address)).status).to.equal(422);
  });

  it('the table says who was invited often and came seldom, in figures, to who takes part', async () => {
    const own = (await as('beheer.debrug').get(paths.body({ id: ogPmg }))).text;
    expect(own).to.match(
      /Politiezone Voorbeeldstad: het voorbije jaar \d keer uitgenodigd, \d keer aanwezig/,
    );
    expect(own).to.match(/Huisartsen werden het voorbije jaar \d keer uitgenodigd en waren er nooit/);
    expect(own).to.match(/Het Baken \(sinds [^)]+\)/);
    expect((await as('fod').get(paths.body({ id: ogPmg }))).text).to.not.include('het voorbije jaar');
    const platform = (await as('beheer.debrug').get(paths.platformBodies({ platform: 'BE-VAN' }))).text;
    expect(platform).to.include('Politiezone Voorbeeldstad: het voorbije jaar');
  });
});
