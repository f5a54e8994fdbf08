import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferReminderModel } from '../../../models/OfferReminder.ts';
import { OfferSuggestionModel } from '../../../models/OfferSuggestion.ts';
import { PersonModel } from '../../../models/Person.ts';
import { SiteModel } from '../../../models/Site.ts';
import { remind } from '../../../server/features/offer/verification/reminders.ts';
import { nextReminder, waitingSince } from '../../../server/features/offer/verification/rounds.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { aMailServer, readable } from '../../builders/mailServer.ts';
import { signInAs } from '../../builders/people.ts';

/** Resolves once it is so; a time without end is for the limit of the test to notice. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};

const on = (day: string) => new Date(`${day}T10:00:00Z`);

describe('when an entry begins to wait', () => {
  it('is half a year after its confirmation, else a month after it was changed or its organisation joined', () => {
    const verified = { at: on('2026-01-15'), by: 'x' };
    expect(waitingSince({ verified, changedAt: on('2026-05-01') }, null)).to.equal('2026-07-15');
    expect(waitingSince({ verified: null, changedAt: on('2026-05-01') }, on('2020-01-01'))).to.equal(
      '2026-06-01',
    );
    expect(waitingSince({ verified: null, changedAt: null }, on('2026-02-01'))).to.equal('2026-03-01');
    expect(waitingSince({ verified: null }, null)).to.equal(null);
  });
});

describe('which reminder is next', () => {
  const sent = (step: number, day: string, endedAt: Date | null = null) => ({
    ...{ round: 4, step, at: on(day) },
    endedAt,
  });
  for (const [what, since, latest, today, next] of [
    ['nothing waits', ['2026-09-01'], null, '2026-08-31', null],
    ['something begins to wait', ['2026-09-01'], null, '2026-09-01', { round: 1, step: 0 }],
    ['it was asked this month', ['2026-09-01'], sent(0, '2026-09-01'), '2026-09-30', null],
    ['a month passed', ['2026-09-01'], sent(0, '2026-09-01'), '2026-10-01', { round: 4, step: 1 }],
    ['only something newer still waits', ['2026-09-20'], sent(0, '2026-09-01'), '2026-10-01', null],
    ['two months passed', ['2026-09-01'], sent(1, '2026-10-01'), '2026-11-01', { round: 4, step: 2 }],
    ['three months passed', ['2026-09-01'], sent(2, '2026-11-01'), '2026-12-01', { round: 4, step: 3 }],
    [
      'the server stood still for a year',
      ['2026-01-01'],
      sent(0, '2026-01-01'),
      '2027-01-01',
      { round: 4, step: 1 },
    ],
    ['the server stood still and asked yesterday', ['2026-01-01'], sent(1, '2026-12-31'), '2027-01-01', null],
    ['the coordinators were told', ['2026-09-01'], sent(3, '2026-12-01'), '2027-06-01', null],
    [
      'they were told and more begins',
      ['2026-09-01', '2027-02-01'],
      sent(3, '2026-12-01'),
      '2027-02-01',
      { round: 5, step: 0 },
    ],
    ['all was confirmed', ['2027-03-01'], sent(1, '2026-10-01'), '2026-10-15', 'ended'],
    [
      'a new half year is over',
      ['2027-03-01'],
      sent(1, '2026-10-01', on('2026-10-15')),
      '2027-03-01',
      { round: 5, step: 0 },
    ],
  ] as const) {
    it(`${what}: ${JSON.stringify(next)}`, () => {
      expect(nextReminder(since, latest, today)).to.deep.equal(next);
    });
  }
});

describe('reminders by mail', function () {
  this.timeout(120_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, now: on('2026-06-01') });
    await OfferSuggestionModel.deleteMany({}); // those are told by mails of their own
    await PersonModel.updateOne({ email: 'aanbod.debrug@demo.example' }, { language: 'fr' });
    for (const model of [SiteModel, CareUnitModel, CareModuleModel] as (typeof SiteModel)[])
      await model.updateMany({}, { verified: { at: on('2026-03-15'), by: 'x' } });
  });
  after(async () => {
    await app.close();
    await server.close();
  });

  const to = (mail: string): string => /^To: (.*)$/m.exec(mail)?.[1]?.trim() ?? '';
  const mailed = (): Record<string, string> =>
    Object.fromEntries(server.mails.splice(0).map((mail) => [to(mail), readable(mail)]));

  it('does nothing without a mail server, and the lists still show', async () => {
    app.clock.set(on('2026-09-16'));
    expect(await remind(app.house)).to.equal(0);
    expect(await OfferReminderModel.countDocuments()).to.equal(0);
    expect(await actsIn(app, { name: /emind/ })).to.have.length(0);
    const lut = await signInAs(app, 'beheer.debrug');
    expect((await lut.get(paths.upkeepDue())).text).to.include('12 wachten op een bevestiging');
  });

  it('asks everybody of an organisation once, at the start and in their language, one mail for all entries', async () => {
    await app.restart({ smtpUrl: server.url });
    await until(async () => server.mails.length === 3);
    const mails = mailed();
    expect(Object.keys(mails).sort()).to.deep.equal([
      'aanbod.debrug@demo.example',
      'beheer.debrug@demo.example',
      'beheer.noordster@demo.example',
    ]);
    expect(mails['beheer.debrug@demo.example'])
      .to.include('Subject: Klopt jullie aanbod nog?')
      .and.include('- De Brug: 12, het oudste sinds 15 september 2026')
      .and.include(`http://127.0.0.1${paths.upkeepDue()}`)
      .and.not.include('Noordster');
    expect(mails['aanbod.debrug@demo.example']).to.include(
      '- De Brug : 12, le plus ancien depuis le 15 septembre',
    );
    expect(JSON.stringify(mails)).not.to.match(/Lut |Els |Jef /);
    const [act] = await actsIn(app, { name: 'organisation.reminded', 'record.id': 'demo-de-brug' });
    expect(act?.details).to.deep.equal({ step: 0, entries: 12, people: 2 });
  });

  it('asks nobody twice: not after a restart, not from two servers at once', async () => {
    await app.restart();
    expect(await remind(app.house)).to.equal(0);
    app.clock.set(on('2026-10-16'));
    const [one, other] = await Promise.all([remind(app.house), remind(app.house)]);
    expect(one! + other!).to.equal(3);
    expect(Object.keys(mailed())).to.have.length(3);
    expect(await OfferReminderModel.countDocuments({ step: 1 })).to.equal(2);
  });

  it('stops for who is done, and goes on for the others', async () => {
    const jef = await signInAs(app, 'beheer.noordster');
    const sites = await SiteModel.find({ organisationId: 'demo-noordster' }).lean();
    for (const site of sites) await jef.post(paths.upkeepSiteConfirmation({ id: site._id }));
    app.clock.set(on('2026-11-16'));
    expect(await remind(app.house)).to.equal(2);
    const mails = mailed();
    expect(Object.keys(mails)).not.to.include('beheer.noordster@demo.example');
    expect(mails['beheer.debrug@demo.example']).to.include('Subject: Derde vraag');
  });

  it('tries again when no mail was taken', async () => {
    app.clock.set(on('2026-12-16'));
    await app.restart({ smtpUrl: 'smtp://127.0.0.1:1' });
    expect(await remind(app.house)).to.equal(0);
    // The look at the start is as much on its way as this one.
    const givenBack = () => actsIn(app, { name: 'organisation.notReminded' });
    await until(async () => (await givenBack()).length > 0);
    await until(async () => (await OfferReminderModel.countDocuments({ step: 3 })) === 0);
  });

  it('then asks the coordinators of its platforms, and asks nothing more', async () => {
    await app.restart({ smtpUrl: server.url });
    await remind(app.house);
    await until(async () => server.mails.length === 1);
    const mails = mailed();
    expect(Object.keys(mails)).to.deep.equal(['coordinator.antwerpen@demo.example']);
    expect(mails['coordinator.antwerpen@demo.example'])
      .to.include('- De Brug: 12')
      .and.not.include('Noordster');
    app.clock.set(on('2027-02-16'));
    expect(await remind(app.house)).to.equal(0);
  });

  it('begins anew half a year after all was confirmed', async () => {
    app.clock.set(on('2027-05-17'));
    expect(await remind(app.house)).to.equal(1);
    expect(Object.keys(mailed())).to.deep.equal(['beheer.noordster@demo.example']);
    const rounds = await OfferReminderModel.find({ organisationId: 'demo-noordster' })
      .sort({ round: 1, step: 1 })
      .lean();
    expect(rounds.map(({ round, step, endedAt }) => [round, step, endedAt !== null])).to.deep.equal([
      [1, 0, false],
      [1, 1, true],
      [2, 0, false],
    ]);
  });
});
