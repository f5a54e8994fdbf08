import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { type JoinReply, protocolVersion, say } from '../public/scripts/live/protocol.ts';
import { paths } from '../server/paths.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { consentFor, demoCase, type KnownCase, personIdOf } from './builders/cases.ts';
import { aVisitor, everyone, letIn, type Name, signInAs } from './builders/people.ts';

const members: Name[] = ['hulpverlener.debrug', 'hulpverlener.noordster'];

/** The demo's case is open to two people: consent alone (the coordinator's platform) or a place alone does not do. */
describe('the sockets, opened by every kind of visitor', function () {
  this.timeout(60_000);
  let app: TestApp;
  let known: KnownCase;

  before(async () => {
    app = await startTestApp({ demo: true });
    known = await demoCase();
  });
  after(() => app.close());

  const join = (socket: Socket, document: string): Promise<JoinReply> =>
    socket.timeout(5000).emitWithAck(say.join, {
      version: protocolVersion,
      document,
      clientIds: [Math.trunc(Math.random() * 2 ** 31)],
      since: 0,
    });
  const watch = (socket: Socket, topic: unknown): Promise<boolean> =>
    socket.timeout(5000).emitWithAck('watch', topic);

  for (const name of everyone) {
    const isMember = members.includes(name);
    it(`${name}, joining and watching the plan, ${isMember ? 'is let in' : 'is told what a plan that does not exist tells'}`, async () => {
      const visitor = await signInAs(app, name);
      const socket = visitor.socket();
      expect(await letIn(socket)).to.equal('in');
      const nowhere = randomUUID();
      const joined = await join(socket, `plan:${known.id}`);
      const joinedNowhere = await join(socket, `plan:${nowhere}`);
      expect(joinedNowhere).to.deep.equal({ ok: false, reason: 'not_found' });
      expect(await watch(socket, `plan:${nowhere}`)).to.equal(false);
      expect(await watch(socket, `plan:${known.id}`)).to.equal(isMember);
      const people = await socket.timeout(5000).emitWithAck(say.people, { document: `plan:${known.id}` });
      expect(people.ok, 'names of who may read it').to.equal(isMember);
      if (isMember) expect(joined).to.include({ ok: true, write: true });
      else expect(joined).to.deep.equal(joinedNowhere);
      socket.disconnect();
    });
  }

  it('nobody, opening a connection without a session, is not connected at all', async () => {
    const socket = aVisitor(app).socket();
    expect(await letIn(socket)).to.equal('signed_out');
    socket.disconnect();
  });

  it('a page of another site, opening a connection with the cookie, is not connected at all', async () => {
    const visitor = await signInAs(app, 'hulpverlener.debrug');
    const own = visitor.socket({ origin: app.address });
    const other = visitor.socket({ origin: 'https://elsewhere.example' });
    const [ownAnswer, otherAnswer] = await Promise.all([letIn(own), letIn(other)]);
    expect(ownAnswer).to.equal('in');
    expect(otherAnswer).not.to.equal('in');
    own.disconnect();
    other.disconnect();
  });

  it('strange topics and documents, from a member, are answered no', async () => {
    const socket = (await signInAs(app, 'hulpverlener.debrug')).socket();
    const strange = [
      undefined,
      null,
      7,
      {},
      [],
      `plan:${known.id} `,
      `PLAN:${known.id}`,
      'plan:',
      `case:${known.id}`,
    ];
    for (const topic of strange) expect(await watch(socket, topic), String(topic)).to.equal(false);
    expect(await join(socket, `case:${known.id}`)).to.deep.equal({ ok: false, reason: 'not_found' });
    socket.emit('watch'); // no topic, nobody to answer: nothing happens
    expect(await watch(socket, `plan:${known.id}`)).to.equal(true);
    socket.disconnect();
  });

  it('a member whose consent covers the records only, joining the shared text, does not find it', async () => {
    const owner = await signInAs(app, 'hulpverlener.debrug');
    const ownerId = await personIdOf(app, 'hulpverlener.debrug');
    const guest = await signInAs(app, 'hulpverlener.hetbaken');
    const consent = { ...consentFor(app, ownerId, ['demo-het-baken']), scope: ['records'] };
    await owner.post(paths.caseConsents({ id: known.id }), consent);
    const person = `${await personIdOf(app, 'hulpverlener.hetbaken')}@demo-het-baken`;
    expect((await owner.post(paths.caseMembers({ id: known.id }), { person })).status).to.equal(303);
    const socket = guest.socket();
    expect(await watch(socket, `plan:${known.id}`)).to.equal(true);
    expect(await join(socket, `plan:${known.id}`)).to.deep.equal({ ok: false, reason: 'not_found' });
    const exported = JSON.parse((await guest.get(paths.planExport({ id: known.id }))).text);
    expect(exported.narrative).to.equal(null);
    expect(exported.goals).to.have.length.greaterThan(0);
    expect((await guest.get(paths.plan({ id: known.id }))).text).not.to.contain('turnles');
    socket.disconnect();
  });
});
