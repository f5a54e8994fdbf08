import { expect } from 'chai';
import { CaseMemberModel } from '../../models/CaseMember.ts';
import { ConsentModel } from '../../models/Consent.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaseOf, consentFor, demoCase, personIdOf } from '../builders/cases.ts';
import { type Name, signInAs, type Visitor } from '../builders/people.ts';

describe('opening a case', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  it('by a caregiver, for the own organisation, gives a pseudonym and one place: the owner', async () => {
    const bart = await signInAs(app, 'buitenstaander');
    const { id } = await aCaseOf(bart, 'demo-de-kade');
    const members = await CaseMemberModel.find({ case: id }).lean();
    expect(members.map(({ role, body }) => ({ role, body }))).to.deep.equal([
      { role: 'owner', body: 'demo-de-kade' },
    ]);
    expect((await bart.get(paths.plans())).text).to.contain(paths.plan({ id }));
  });

  it('for an organisation the caregiver does not work for, or a made-up one, is refused', async () => {
    const bart = await signInAs(app, 'buitenstaander');
    for (const body of ['demo-de-brug', 'BE-VAN', 'nowhere', '']) {
      expect((await bart.post(paths.cases(), { body }, { json: true })).status, body).to.equal(422);
    }
  });

  it('twice by a double click, opens one case', async () => {
    const bart = await signInAs(app, 'buitenstaander');
    const actId = crypto.randomUUID();
    const opened = await Promise.all(
      [0, 1].map(() => bart.post(paths.cases(), { body: 'demo-de-kade' }, { actId })),
    );
    expect(
      opened.map((one) => one.status),
      opened[0]!.text,
    ).to.deep.equal([303, 303]);
    expect(opened[0]!.headers.location).to.match(/^\/cases\//);
    expect(opened[0]!.headers.location).to.equal(opened[1]!.headers.location);
  });

  it('with a name, a birth date or a pseudonym typed along, keeps none of them', async () => {
    const bart = await signInAs(app, 'buitenstaander');
    const typed = { body: 'demo-de-kade', pseudonym: 'Jan P', name: 'Jan Peeters', born: '1985-07-30' };
    const opened = await bart.post(paths.cases(), typed);
    const page = (await bart.get(opened.headers.location!)).text;
    for (const word of ['Jan P', 'Peeters', '1985-07-30']) expect(page).not.to.contain(word);
  });
});

describe('recording consent', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let id: string;
  let ownerId: string;
  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2027-05-10T10:00:00Z') });
    amina = await signInAs(app, 'hulpverlener.debrug');
    id = (await demoCase()).id;
    ownerId = await personIdOf(app, 'hulpverlener.debrug');
  });
  after(() => app.close());

  const right = () => consentFor(app, ownerId, ['demo-het-baken']);
  const record = (change: object, visitor = amina) =>
    visitor.post(paths.caseConsents({ id }), { ...right(), ...change }, { json: true });
  const dayFromNow = (days: number) => brusselsDay(new Date(app.clock.now().getTime() + days * 86_400_000));

  const refused: [string, () => object, string][] = [
    ['no organisation', () => ({ bodies: [] }), 'bodies'],
    ['an organisation out of reach', () => ({ bodies: ['demo-het-baken', 'nowhere'] }), 'bodies'],
    ['nothing to share', () => ({ scope: [] }), 'scope'],
    ['an unknown thing to share', () => ({ scope: ['records', 'everything'] }), 'scope.1'],
    ['no purpose', () => ({ purpose: undefined }), 'purpose'],
    ['an unknown purpose', () => ({ purpose: 'prosecution' }), 'purpose'],
    ['an unknown language', () => ({ language: 'xx' }), 'language'],
    ['an unknown method', () => ({ method: 'assumed' }), 'method'],
    ['a day to come', () => ({ givenOn: dayFromNow(1), until: dayFromNow(2) }), 'givenOn'],
    ['a day that does not exist', () => ({ givenOn: '2027-02-30' }), 'givenOn'],
    ['an end before today', () => ({ givenOn: dayFromNow(-9), until: dayFromNow(-1) }), 'until'],
    ['an end before the beginning', () => ({ givenOn: dayFromNow(0), until: dayFromNow(-1) }), 'until'],
    ['no end', () => ({ until: '' }), 'until'],
    ['nobody who informed', () => ({ informedBy: '' }), 'informedBy'],
    ['somebody outside the case who informed', () => ({ informedBy: 'somebody' }), 'informedBy'],
  ];
  for (const [what, change, field] of refused) {
    it(`with ${what}, is refused at the field ${field} and nothing is kept`, async () => {
      const before = await ConsentModel.countDocuments({ case: id });
      const answer = await record(change());
      expect(answer.status, answer.text).to.equal(422);
      expect(Object.keys(answer.body.fields)).to.include(field);
      expect(await ConsentModel.countDocuments({ case: id })).to.equal(before);
    });
  }

  it('with everything, by a member of the case, keeps exactly what was told', async () => {
    expect((await record({ bodies: ['demo-het-baken', 'demo-het-baken'] })).status).to.equal(303);
    const kept = await ConsentModel.findOne({ case: id, 'grants.body': 'demo-het-baken' }).lean();
    const { bodies: _, ...told } = right();
    expect(kept).to.deep.include({ ...told, recordedBy: ownerId, case: id });
    expect(kept!.grants).to.deep.equal([{ body: 'demo-het-baken' }]);
  });

  it('by a facilitator, who is in the case by consent, is not possible', async () => {
    const person = `${await personIdOf(app, 'coordinator.antwerpen')}@BE-VAN`;
    expect((await amina.post(paths.caseMembers({ id }), { person })).status).to.equal(303);
    const nora = await signInAs(app, 'coordinator.antwerpen');
    expect((await nora.get(paths.plan({ id }))).status).to.equal(200);
    expect((await record({}, nora)).status).to.equal(404);
  });
});

describe('inviting to a case', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let id: string;
  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2027-05-10T18:00:00Z') });
    amina = await signInAs(app, 'hulpverlener.debrug');
    id = (await demoCase()).id;
  });
  after(() => app.close());

  const invite = async (name: Exclude<Name, 'nobody'>, body: string) =>
    amina.post(
      paths.caseMembers({ id }),
      { person: `${await personIdOf(app, name)}@${body}` },
      { json: true },
    );

  it('a caregiver of an organisation the client did not agree with, is refused and not offered', async () => {
    expect((await invite('hulpverlener.hetbaken', 'demo-het-baken')).status).to.equal(422);
    expect((await amina.get(paths.caseMembers({ id }))).text).not.to.contain('Sofie Willems');
  });

  it('somebody under the name of a consenting organisation that is not theirs, is refused', async () => {
    expect((await invite('hulpverlener.hetbaken', 'demo-noordster')).status).to.equal(422);
    expect((await invite('coordinator.limburg', 'BE-VAN')).status).to.equal(422);
  });

  it('an administrator of a consenting organisation, who is bound by no secrecy here, is refused', async () => {
    expect((await invite('beheer.noordster', 'demo-noordster')).status).to.equal(422);
    expect((await invite('fod', 'fod-cel-drugs')).status).to.equal(422);
  });

  it('who is already in, is refused', async () => {
    expect((await invite('hulpverlener.noordster', 'demo-noordster')).status).to.equal(422);
    expect((await invite('hulpverlener.debrug', 'demo-de-brug')).status).to.equal(422);
  });

  it('twice at once, gives one place', async () => {
    const answers = await Promise.all([0, 1].map(() => invite('coordinator.antwerpen', 'BE-VAN')));
    expect(answers.map((answer) => answer.status).sort()[0]).to.equal(303);
    expect(answers.every((answer) => answer.status < 500)).to.equal(true);
    const person = await personIdOf(app, 'coordinator.antwerpen');
    expect(await CaseMemberModel.countDocuments({ case: id, person, current: true })).to.equal(1);
  });

  it('after the consent was given and ran out, is refused again', async () => {
    const ownerId = await personIdOf(app, 'hulpverlener.debrug');
    const today = brusselsDay(app.clock.now());
    const consent = { ...consentFor(app, ownerId, ['demo-het-baken']), until: today };
    await amina.post(paths.caseConsents({ id }), consent);
    expect((await amina.get(paths.caseMembers({ id }))).text).to.contain('Sofie Willems');
    app.clock.advance(5 * 3_600_000); // past midnight in Brussels
    expect((await invite('hulpverlener.hetbaken', 'demo-het-baken')).status).to.equal(422);
  });
});
