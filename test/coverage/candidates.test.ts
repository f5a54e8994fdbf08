import { expect } from 'chai';
import { CandidateDismissalModel } from '../../models/CandidateDismissal.ts';
import { GapModel } from '../../models/Gap.ts';
import { languages } from '../../server/core/i18n.ts';
import type { Unit } from '../../server/core/unitOfWork.ts';
import {
  dismissCandidate,
  latestDay,
  takeBackDismissal,
} from '../../server/features/coverage/candidates/actions.ts';
import { inHalfAYear } from '../../server/features/coverage/candidates/page.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../builders/people.ts';

const platform = 'BE-VAN';
const why = 'Dit aanbod bestaat, het moet nog ingeschreven worden';

describe('gap and overlap candidates', function () {
  this.timeout(60_000);
  let app: TestApp;
  let nora: Visitor;
  let partner: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-27T10:00:00Z') });
    nora = await signInAs(app, 'coordinator.antwerpen');
    partner = await signInAs(app, 'aanbod.debrug');
  });
  after(() => app.close());
  afterEach(() => CandidateDismissalModel.deleteMany({}));

  const address = paths.candidates({ platform });
  const keysIn = (text: string): string[] => [
    ...new Set([...text.matchAll(/name="key" value="([^"]+)"/g)].map(([, key]) => key!)),
  ];
  const firstKey = async (): Promise<string> => keysIn((await nora.get(address)).text)[0]!;
  const dismiss = (visitor: Visitor, body: object, to = platform) =>
    visitor.post(paths.candidateDismissals({ platform: to }), {
      list: 'gaps',
      why,
      until: '2027-05-01',
      ...body,
    });
  const openPart = (text: string): string => text.split('id="in-register"')[0]!.split('id="looked-at"')[0]!;

  it('the list of a platform names what is expected and not there, with its reasons', async () => {
    const { text, status } = await nora.get(address);
    expect(status).to.equal(200);
    expect(text).to.include('Voorstel van Schakel').and.include('verwacht dit hier').and.include('mensen');
    expect(keysIn(text).length).to.be.greaterThan(3);
    for (const key of keysIn(text)) expect(key).to.match(/^(gap|transition)\/(.*)1[0-3]\d{3}/);
  });

  it('in every language a page of sentences, without a key that has no words', async () => {
    for (const language of languages)
      for (const list of ['gaps', 'overlaps']) {
        await nora.post(paths.language({ code: language }), {});
        const { text } = await nora.get(`${address}&list=${list}`);
        expect(text).to.not.match(/candidates\.[a-z]|coverage\.(sentence|lineClass|state|place)\./);
      }
    await nora.post(paths.language({ code: 'nl' }), {});
  });

  it('a gap of it: the form of the register is filled in, and then it is no longer proposed', async () => {
    const { text } = await nora.get(address);
    const key = keysIn(text)[0]!;
    const [, area = '', type = ''] = key.split('/');
    expect(text).to.include(`function=${type}`).and.include(`area=${area}`);
    const answer = await nora.post(paths.gaps(), {
      platform,
      kind: 'missing',
      title: 'Nog niets',
      function: type,
      area,
    });
    expect(answer.status).to.equal(303);
    const after = (await nora.get(address)).text;
    expect(keysIn(openPart(after))).to.not.include(key);
    expect(after.split('id="in-register"')[1]).to.include('Nog niets');
    await GapModel.deleteMany({ 'values.title.nl': 'Nog niets' });
  });

  it('dismissed with a reason and a day: away until then, listed as looked at, back on its day with what was said', async () => {
    const key = await firstKey();
    expect((await dismiss(nora, { key })).status).to.equal(303);
    const acts = await actsIn(app, { name: 'candidate.dismissed', 'record.id': platform });
    expect(acts).to.have.length(1);
    expect(JSON.stringify(acts)).to.not.include('ingeschreven');
    const { text } = await nora.get(address);
    expect(keysIn(openPart(text))).to.not.include(key);
    expect(text.split('id="looked-at"')[1]).to.include(why).and.include('1 mei 2027');
    app.clock.set(new Date('2027-05-01T10:00:00Z'));
    nora = await signInAs(app, 'coordinator.antwerpen');
    const later = openPart((await nora.get(address)).text);
    app.clock.set(new Date('2026-11-27T10:00:00Z'));
    nora = await signInAs(app, 'coordinator.antwerpen');
    expect(keysIn(later)).to.include(key);
    expect(later).to.include(why);
  });

  it('taken back: to be looked at again', async () => {
    const key = await firstKey();
    await dismiss(nora, { key });
    const answer = await nora.post(paths.candidateReturns({ platform }), { key, list: 'gaps' });
    expect(answer.status).to.equal(303);
    expect(keysIn(openPart((await nora.get(address)).text))).to.include(key);
    const again = await nora.post(paths.candidateReturns({ platform }), { key, list: 'gaps' });
    expect(again.status).to.equal(409);
    expect(again.text).to.include('al opnieuw in de lijst');
  });

  it('two coordinators dismiss the same: the second is told, the first word stands', async () => {
    const key = await firstKey();
    const answers = await Promise.all([dismiss(nora, { key }), dismiss(nora, { key, why: 'Iets anders' })]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect(await CandidateDismissalModel.countDocuments({ key, isCurrent: true })).to.equal(1);
  });

  it('a day that is over or too far, no reason, a national number: refused beside the field, with what was typed', async () => {
    const key = await firstKey();
    const refusals: [object, string][] = [
      [{ until: '2026-11-27' }, 'Kies een dag na vandaag'],
      [{ until: '2027-11-28' }, 'Kies een dag binnen het jaar'],
      [{ until: '2027-02-31' }, 'until-error'],
      [{ why: '  ' }, 'why-error'],
      [{ why: 'Voor 85.07.30-033.28' }, 'name="inszKept"'],
    ];
    for (const [body, said] of refusals) {
      const answer = await dismiss(nora, { key, ...body });
      expect(answer.status, JSON.stringify(body)).to.equal(422);
      expect(answer.text).to.include(said);
    }
    const typed = await dismiss(nora, { key, why: 'Bijna goed', until: '2020-01-01' });
    expect(typed.text).to.include('Bijna goed').and.include('2020-01-01');
    expect(await CandidateDismissalModel.countDocuments()).to.equal(0);
  });

  it('what is not brought forward cannot be dismissed', async () => {
    const answer = await dismiss(nora, { key: 'gap/99999/nothing////' });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('niet meer voorgesteld');
  });

  it('a partner reads and reports; only coordinators of the platform say no', async () => {
    const { text, status } = await partner.get(address);
    expect(status).to.equal(200);
    expect(text).to.include('/gaps/new?').and.not.include(paths.candidateDismissals({ platform }));
    const key = await firstKey();
    expect((await dismiss(partner, { key })).status).to.equal(403);
    const limburg = await signInAs(app, 'coordinator.limburg');
    expect((await limburg.get(address)).status).to.equal(404);
    expect((await dismiss(limburg, { key })).status).to.equal(404);
    expect(await CandidateDismissalModel.countDocuments()).to.equal(0);
    const official = await signInAs(app, 'fod');
    expect((await official.get(address)).status).to.equal(200);
    expect((await dismiss(official, { key })).status).to.equal(403);
    expect((await aVisitor(app).get(address)).status).to.equal(303);
  });

  it('somebody who reads this platform and coordinates another: says neither no nor yes for it', async () => {
    const limburg = {
      membershipId: 'm',
      role: 'coordinator',
      kind: 'platform',
      bodyId: 'BE-VLI',
      bodyName: '',
    } as const;
    const person = { id: 'somebody', affiliations: [limburg] };
    const said = { platform, key: 'gap/13000/aftercare////', why, until: '2027-05-01', verdict: null };
    const draft = { name: 'test.made', actor: null, record: { type: 'platform', id: platform } };
    const refused = async (work: (unit: Unit) => Promise<unknown>): Promise<string> =>
      app.house.unitOfWork
        .do(draft, async (unit) => void (await work(unit)))
        .then(
          () => 'done',
          (error: Error) => error.name,
        );
    expect(await refused((unit) => dismissCandidate(unit, person, said))).to.equal('Forbidden');
    expect(await refused((unit) => takeBackDismissal(unit, person, platform, said.key))).to.equal(
      'Forbidden',
    );
  });

  it('days: half a year ahead, a year at most', () => {
    expect(inHalfAYear('2026-08-31')).to.equal('2027-02-28');
    expect(inHalfAYear('2026-11-27')).to.equal('2027-05-27');
    expect(latestDay('2026-11-27')).to.equal('2027-11-27');
  });
});
