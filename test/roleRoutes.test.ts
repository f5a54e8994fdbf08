import { expect } from 'chai';
import type { Model } from 'mongoose';
import type { Response } from 'supertest';
import { ActivityModel } from '../models/Activity.ts';
import { AgendaItemModel } from '../models/AgendaItem.ts';
import { BodyModel } from '../models/Body.ts';
import { ConsentModel } from '../models/Consent.ts';
import { InviteeModel } from '../models/Invitee.ts';
import { MeetingModel } from '../models/Meeting.ts';
import { MeetingSeriesModel } from '../models/MeetingSeries.ts';
import { OutcomeModel } from '../models/Outcome.ts';
import { SeatModel } from '../models/Seat.ts';
import { WorkPointModel } from '../models/WorkPoint.ts';
import { YearPlanModel } from '../models/YearPlan.ts';
import { signedIn } from '../server/core/policy.ts';
import type { RouteRow } from '../server/core/route.ts';
import { paths } from '../server/paths.ts';
import { routes } from '../server/routes.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { aCaseOf, consentFor, demoCase, knownCase, personIdOf, randomId } from './builders/cases.ts';
import { aVisitor, everyone, type Name, signInAs, type Visitor } from './builders/people.ts';
import { addressOf, bodyOf, isCaseRow, paramsOf, type Records } from './builders/routeSamples.ts';

type Params = Record<string, string>;

/** Of these a row leaves some forty behind: on the lists of a later row there would be thousands. */
const leftBehind = [
  ...[
    ActivityModel,
    AgendaItemModel,
    BodyModel,
    InviteeModel,
    MeetingModel,
    MeetingSeriesModel,
    OutcomeModel,
  ],
  ...[SeatModel, WorkPointModel, YearPlanModel],
] as unknown as Model<{ _id: string }>[];

/** After these a session is over, so each visitor has a new one for the next row. */
const endsSession: string[] = [paths.signOut.pattern, paths.accountSessions.pattern];

const names: Name[] = ['nobody', ...everyone];
const refusals = [401, 403, 404];
const nameOf = (row: RouteRow): string => `${row.verb.toUpperCase()} ${row.path.pattern}`;

/** An answer without what differs between two requests for the same thing: ids asked for, tokens, what was typed. */
function said(response: Response, params: Params) {
  let { text } = response;
  for (const id of Object.values(params)) text = text.replaceAll(id, 'ID');
  text = text.replaceAll(/name="_csrf" value="[^"]+"/g, '').replaceAll(/name="_act" value="[^"]+"/g, '');
  text = text.replace(/(<textarea [^>]*id="typed"[^>]*>)[^<]*/, '$1');
  // What the act before left to be said once belongs to that act.
  text = text.replace(/<p class="note is-ok" role="status">.*?<\/p>\n?/s, '');
  return { status: response.status, type: response.headers['content-type'], text };
}

describe('every route, asked by every kind of visitor', function () {
  this.timeout(120_000);
  let app: TestApp;
  let records: Records;
  const visitors = new Map<Name, Visitor>();
  let asked = 0;
  const ofTheDemo = new Map<Model<{ _id: string }>, string[]>();

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of names) visitors.set(name, await enter(name));
    const ownerId = await personIdOf(app, 'hulpverlener.debrug');
    const first = await demoCase();
    const owner = visitors.get('hulpverlener.debrug')!;
    const asked = consentFor(app, ownerId, ['demo-het-baken']);
    expect((await owner.post(paths.caseConsents({ id: first.id }), asked)).status).to.equal(303);
    const consent = await ConsentModel.findOne({ 'grants.body': 'demo-het-baken' }).lean();
    const second = await aCaseOf(visitors.get('buitenstaander')!, 'demo-de-kade');
    records = {
      app,
      ownerId,
      cases: [
        {
          record: { ...first, consentId: consent!._id },
          members: ['hulpverlener.debrug', 'hulpverlener.noordster'],
        },
        {
          record: {
            ...second,
            consentId: randomId(),
            memberId: randomId(),
            versionId: randomId(),
            commentId: randomId(),
            suggestionId: randomId(),
            searchId: randomId(),
          },
          members: ['buitenstaander'],
        },
      ],
    };
    for (const model of leftBehind)
      ofTheDemo.set(
        model,
        (await model.find({}, { _id: 1 }).lean()).map((one) => one._id),
      );
  });
  after(() => app.close());

  afterEach(async () => {
    for (const [model, kept] of ofTheDemo) await model.deleteMany({ _id: { $nin: kept } });
  });

  const enter = (name: Name): Promise<Visitor> | Visitor =>
    name === 'nobody' ? aVisitor(app) : signInAs(app, name);

  async function ask(row: RouteRow, name: Name, params: Params, json: boolean): Promise<Response> {
    const visitor = visitors.get(name)!;
    const address = addressOf(row, params);
    const response =
      row.verb === 'get'
        ? await visitor.get(address, { json })
        : await visitor.post(address, bodyOf(row, records), { json });
    if (endsSession.includes(row.path.pattern)) visitors.set(name, await enter(name));
    asked += 1;
    return response;
  }

  const randomParams = (row: RouteRow): Params =>
    Object.fromEntries([...row.path.pattern.matchAll(/:(\w+)/g)].map(([, key]) => [key!, randomId()]));

  /** Whether the row's own permission lets this visitor through, asked about what they really are. */
  async function permitted(row: RouteRow, name: Name): Promise<boolean> {
    if (name === 'nobody') return row.permission.permits(null);
    const id = await personIdOf(app, name);
    const held = await app.house.connection
      .db!.collection('memberships')
      .find({ person: id, current: true })
      .toArray();
    const affiliations = held.map(({ role, kind, body }) => ({ role, kind, bodyId: body }));
    return row.permission.permits({ id, affiliations } as never);
  }

  const onlyNamed = (row: RouteRow, params: Params): Params =>
    Object.fromEntries(Object.entries(params).filter(([key]) => row.path.pattern.includes(`:${key}`)));

  async function isTurnedAway(row: RouteRow, name: Name): Promise<void> {
    const params = randomParams(row);
    const page = await ask(row, name, params, false);
    const script = await ask(row, name, params, true);
    if (name === 'nobody') {
      expect([page.status, page.headers.location?.split('?')[0]], name).to.deep.equal([303, paths.signIn()]);
      expect(script.status, name).to.equal(401);
      return;
    }
    const expected = row.permission.otherwise === 'not_found' ? 404 : 403;
    expect([page.status, script.status], name).to.deep.equal([expected, expected]);
  }

  async function findsNothing(row: RouteRow, name: Name, params: Params, note: string): Promise<void> {
    for (const json of [false, true]) {
      const there = await ask(row, name, params, json);
      const random = randomParams(row);
      const nowhere = await ask(row, name, random, json);
      expect(there.status, `${name} ${note}`).to.equal(404);
      expect(said(there, params), `${name} ${note}`).to.deep.equal(said(nowhere, random));
    }
  }

  async function isServed(row: RouteRow, name: Name, find: () => Promise<Params | null>): Promise<void> {
    for (const json of [false, true]) {
      const params = await find();
      const response = await ask(row, name, params!, json);
      expect(response.status, `${name} ${response.text.slice(0, 200)}`).to.be.lessThan(500);
      expect(response.status, `${name} ${addressOf(row, params!)}`).not.to.be.oneOf(refusals);
    }
  }

  const isForOwner = (row: RouteRow): boolean =>
    row.path === paths.planRedaction || row.path === paths.planRedactions;

  async function caseRow(row: RouteRow, name: Name): Promise<void> {
    for (const { record, members } of records.cases) {
      const params = onlyNamed(row, { ...record });
      // For the others of the case, what only who opened it may do is not there either.
      const mayAsk = isForOwner(row) ? members.slice(0, 1) : members;
      if (!mayAsk.includes(name)) await findsNothing(row, name, params, record.id);
      else if (
        members.length > 1 ||
        !/:(consentId|memberId|versionId|commentId|suggestionId|searchId)/.test(row.path.pattern)
      ) {
        // The place of who was invited is ended by the one who opened the case, and given back for the next row.
        if (row.path === paths.caseMemberEnd && name !== 'hulpverlener.debrug') continue;
        if (row.path === paths.caseMemberEnd) await endsAndInvitesAgain(row, name, params);
        else await isServed(row, name, async () => params);
      }
    }
  }

  async function endsAndInvitesAgain(row: RouteRow, name: Name, params: Params): Promise<void> {
    const colleague = await personIdOf(app, 'hulpverlener.noordster');
    expect((await ask(row, name, params, false)).status).to.equal(303);
    const place = { person: `${colleague}@demo-noordster` };
    const again = await visitors.get(name)!.post(paths.caseMembers({ id: params.id! }), place);
    expect(again.status).to.equal(303);
    const { memberId } = await knownCase(params.id!);
    records.cases[0]!.record.memberId = memberId;
  }

  async function otherRow(row: RouteRow, name: Name): Promise<void> {
    const find = (whose: 'own' | 'foreign') => paramsOf(row, name, whose, records);
    if (await find('own')) await isServed(row, name, () => find('own'));
    else expect((await ask(row, name, randomParams(row), true)).status, name).to.be.lessThan(500);
    const foreign = await find('foreign');
    // The address of a form that is only sent to leads to its page, and that one is asked by its own row.
    const leadsOn = row.verb === 'get' && row.permission === signedIn;
    if (foreign && !leadsOn) await findsNothing(row, name, foreign, 'foreign');
  }

  for (const row of routes) {
    it(`${nameOf(row)}, asked by ${names.length} kinds of visitor, answers as ${row.permission.name} says`, async () => {
      for (const name of names) {
        if (!(await permitted(row, name))) await isTurnedAway(row, name);
        else if (isCaseRow(row)) await caseRow(row, name);
        else await otherRow(row, name);
      }
    });
  }

  it('rows times visitors, counted at the end, were all asked', () => {
    expect(routes.length).to.be.greaterThan(50);
    expect(asked).to.be.greaterThan(routes.length * names.length);
  });
});
