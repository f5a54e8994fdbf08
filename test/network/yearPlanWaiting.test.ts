import { expect } from 'chai';
import { WorkPointModel } from '../../models/WorkPoint.ts';
import { YearPlanModel, type YearPlanState } from '../../models/YearPlan.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { passing, questionsDue } from '../../server/features/network/yearPlan/waiting/due.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

describe('what waits in year plans', () => {
  const today = '2026-11-27';
  const points: [until: string, state: string, isTold: boolean][] = [
    ['', 'busy', false],
    ['2026-11-26', 'busy', true],
    ['2025-03-01', 'planned', true],
    ['2026-11-26', 'done', false],
    ['2026-11-26', 'dropped', false],
    ['2026-11-26', 'postponed', false],
    ['2026-12-11', 'planned', true],
    ['2026-12-12', 'planned', false],
  ];
  for (const [until, state, isTold] of points)
    it(`a point until ${until || 'no day'} that is ${state} is ${isTold ? '' : 'not '}told of`, () => {
      const all = [{ values: { until, state } }] as never[];
      expect(passing(all, today)).to.have.length(isTold ? 1 : 0);
    });

  it('of several points the one that passed longest ago comes first', () => {
    const all = ['2026-12-01', '2026-01-01', '2026-06-01'].map((until) => ({
      values: { until, state: 'busy' },
    }));
    expect(
      passing(all as never[], today).map(({ values }: { values: { until: string } }) => values.until),
    ).to.deep.equal(['2026-01-01', '2026-06-01', '2026-12-01']);
  });

  const questions: [state: YearPlanState | null, answered: number, day: string, due: number][] = [
    [null, 0, '2026-09-30', 0],
    [null, 3, '2026-10-01', 5],
    ['draft', 8, '2026-12-31', 0],
    ['draft', 1, '2026-05-01', 0],
    ['submitted', 6, '2026-02-01', 2],
    ['reviewed', 0, '2026-02-01', 8],
    ['closed', 0, '2026-12-31', 0],
  ];
  for (const [state, answered, day, due] of questions)
    it(`with ${answered} answers on ${day}, the plan ${state ?? 'not begun'}: ${due} questions are due`, () => {
      expect(questionsDue(2026, { state, answered }, day)).to.equal(due);
    });
});

describe('the start page of a coordinator', function () {
  this.timeout(60_000);
  let app: TestApp;
  let nora: Visitor;
  before(async () => {
    app = await startTestApp({ demo: true });
    nora = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const day = (days: number): string => brusselsDay(new Date(app.clock.now().getTime() + days * 86_400_000));
  const plan = (): string => `BE-VAN-${Number(day(0).slice(0, 4)) + 1}`;
  const add = async (title: string, until: string): Promise<string> => {
    const answer = await nora.post(paths.workPoints(), { plan: plan(), title_nl: title, until });
    expect(answer.status, answer.text.slice(0, 600)).to.equal(303);
    return answer.headers.location!;
  };

  it('names the points whose time passed or comes, leads to them, and nothing of plans that are closed', async () => {
    const past = await add('Artsen vinden', day(-3));
    const soon = await add('Nachtlijn uitbreiden', day(5));
    const later = await add('Studiedag voorbereiden', day(40));
    const home = (await nora.get(paths.home())).text;
    expect(home).to.include(past).and.include(soon).and.not.include(later);
    expect(home).to.match(/moest klaar zijn op/);
    for (const name of ['coordinator.limburg', 'hulpverlener.debrug', 'fod'] as const)
      expect((await (await signInAs(app, name)).get(paths.home())).text, name).not.to.include(past);
    await YearPlanModel.updateOne({ _id: plan() }, { $set: { state: 'closed' } });
    expect((await nora.get(paths.home())).text).not.to.include(past);
    expect(await WorkPointModel.countDocuments({ plan: plan() })).to.be.greaterThan(2);
  });
});
