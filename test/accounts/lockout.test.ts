import { expect } from 'chai';
import { clockAt } from '../../server/core/clock.ts';
import { beginAttempt } from '../../server/features/accounts/attempts.ts';
import { passwordCounters, sourceOf, waitLeft } from '../../server/features/accounts/lockout.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaregiverOf, anOrganisation, aPerson } from './people.ts';
import { aPassword, Visitor, wordsOf } from './visitor.ts';

describe('The wait after failures', () => {
  const allowance = { free: 5, firstWait: 30_000, longestWait: 900_000 };
  const at = new Date('2026-11-22T10:00:00Z');
  const rows: [failures: number, secondsLater: number, expected: number][] = [
    [4, 0, 0],
    [5, 0, 30],
    [5, 29, 1],
    [5, 30, 0],
    [6, 0, 60],
    [8, 0, 240],
    [12, 0, 900],
    [5000, 0, 900],
    [5000, 24 * 3600, 0],
  ];
  for (const [count, later, expected] of rows) {
    it(`of ${count} failures, ${later} s later, is ${expected} s`, () => {
      const now = new Date(at.getTime() + later * 1000);
      expect(waitLeft(allowance, { count, lastAt: at }, now)).to.equal(expected * 1000);
    });
  }

  it('counts an IPv6 network as one source, and an IPv4 address as itself', () => {
    expect(sourceOf('2001:db8:1:2:3::9')).to.equal(sourceOf('2001:db8:1:2:ffff::1'));
    expect(sourceOf('2001:db8::1')).to.equal('2001:db8:0:0');
    expect(sourceOf('::ffff:10.0.0.1')).to.equal('10.0.0.1');
  });
});

describe('Lockout', () => {
  let app: TestApp;
  let organisation: string;

  before(async () => {
    app = await startTestApp();
    organisation = await anOrganisation(app.house, 'De Proef', 'BE-VAN');
  });
  after(() => app.close());

  const somebody = (email: string) => aPerson(app.house, email, aPassword, aCaregiverOf(organisation));
  const failTimes = async (visitor: Visitor, email: string, times: number): Promise<void> => {
    for (let round = 0; round < times; round += 1) await visitor.signIn(email, 'fout fout fout');
  };

  it('after five failures refuses the right password too, until the wait is over', async () => {
    await somebody('one@test.example');
    await failTimes(new Visitor(app), 'one@test.example', 5);
    const early = await new Visitor(app).signIn('one@test.example');
    expect(early.status).to.equal(422);
    expect(early.text).to.include('te veel pogingen');
    app.clock.advance(31_000);
    expect((await new Visitor(app).signIn('one@test.example')).status).to.equal(303);
  });

  it('says the same for an address without an account', async () => {
    await somebody('two@test.example');
    await failTimes(new Visitor(app), 'two@test.example', 5);
    await failTimes(new Visitor(app), 'nobody@test.example', 5);
    const known = await new Visitor(app).signIn('two@test.example');
    const unknown = await new Visitor(app).signIn('nobody@test.example');
    expect(wordsOf(known.text)).to.equal(wordsOf(unknown.text));
  });

  it('does not touch a device the person signed in on before', async () => {
    await somebody('three@test.example');
    const own = new Visitor(app);
    await own.signIn('three@test.example');
    await own.send('/sign-out', {}, '/account');
    await failTimes(new Visitor(app), 'three@test.example', 5);
    expect((await new Visitor(app).signIn('three@test.example')).status).to.equal(422);
    expect((await own.signIn('three@test.example')).status).to.equal(303);
  });

  it('attempts made while waiting do not make the wait longer', async () => {
    await somebody('four@test.example');
    await failTimes(new Visitor(app), 'four@test.example', 9);
    app.clock.advance(31_000);
    expect((await new Visitor(app).signIn('four@test.example')).status).to.equal(303);
  });

  it('holds over a restart', async () => {
    await somebody('five@test.example');
    await failTimes(new Visitor(app), 'five@test.example', 5);
    await app.restart();
    expect((await new Visitor(app).signIn('five@test.example')).status).to.equal(422);
  });

  it('lets through no more attempts at once than one after another', async () => {
    const counters = passwordCounters('six@test.example', '10.0.0.1', null);
    const now = app.clock.now();
    const attempts = await Promise.all(Array.from({ length: 30 }, () => beginAttempt(counters, now)));
    expect(attempts.filter((one) => one.wait === 0)).to.have.length(5);
  });

  it('of an account attacked from everywhere never lasts over two minutes', async () => {
    const clock = clockAt(new Date('2026-11-22T10:00:00Z'));
    const attempt = (source: number) =>
      beginAttempt(passwordCounters('seven@test.example', `10.1.0.${source}`, null), clock.now());
    for (let source = 0; source < 40; source += 1) {
      await attempt(source);
      clock.advance(1000);
    }
    expect((await attempt(200)).wait).to.be.within(1, 120_000);
    clock.advance(120_000);
    expect((await attempt(201)).wait).to.equal(0);
  });
});
