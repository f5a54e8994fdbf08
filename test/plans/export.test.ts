import { expect } from 'chai';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaseOf, aGoal, anAction, goalWords, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { aWriter } from '../builders/writers.ts';

const first = { ownWords: 'Weer werken', dimension: 'functional', lifeDomain: 'dayActivity' };
const second = { ownWords: 'Rust "thuis" & <stil>', dimension: 'clinical', lifeDomain: 'health' };
const put = { ownWords: 'Toch niet', dimension: 'personal', lifeDomain: 'meaning' };
const lines = ['Eerste regel', 'Tweede, met 👩‍👩‍👧 en "aanhalingstekens"', ''];

interface Row {
  id: string;
  createdAt?: string;
  actions?: Row[];
}

interface Exported {
  format: string;
  version: number;
  client: string;
  people: { name: string; role: string }[];
  goals: Row[];
  putAside: { goals: Row[]; actions: Row[] };
  narrative: { kind: string; text: string }[];
}

describe('the export of a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let bart: Visitor;
  let id: string;
  let ids: { goal: string; first: string; second: string; put: string; actions: string[] };
  let exported: Exported;

  before(async () => {
    app = await startTestApp({ demo: true });
    bart = await signInAs(app, 'buitenstaander');
    const known = await aCaseOf(bart, 'demo-de-kade');
    id = known.id;
    const firstId = await aGoal(bart, id, first);
    const secondId = await aGoal(bart, id, second);
    const putId = await aGoal(bart, id, put);
    const who = `caregiver:${await personIdOf(app, 'buitenstaander')}`;
    const actions = [
      await anAction(bart, id, firstId, { what: 'Bellen', who, due: '2031-03-01', whenWords: 'om tien uur' }),
      await anAction(bart, id, firstId, { what: 'Schrijven', who: 'environment:friend', status: 'done' }),
    ];
    const gone = await anAction(bart, id, firstId, { what: 'Weg' });
    await bart.post(paths.planActionRemoval({ id, actionId: gone }));
    await bart.post(paths.planGoalRemoval({ id, goalId: putId }));
    const changed = { status: 'ongoing', base_status: 1, due: '', base_due: 1 };
    await bart.post(paths.planAction({ id, actionId: actions[0]! }), changed, { json: true });
    const writer = await aWriter(bart, `plan:${id}`);
    for (const line of lines) expect(await writer.write(line)).to.equal('stored');
    writer.close();
    ids = { goal: known.goalId, first: firstId, second: secondId, put: putId, actions: [...actions, gone] };
    const response = await bart.get(paths.planExport({ id }));
    expect(response.headers['content-type']).to.match(/^application\/json/);
    expect(response.headers['content-disposition']).to.equal(`attachment; filename="plan-${id}.json"`);
    expect(response.headers['cache-control']).to.equal('no-store');
    exported = JSON.parse(response.text);
  });
  after(() => app.close());

  const plain = (goal: Row) => {
    const { createdAt, actions = [], ...rest } = goal;
    expect(createdAt).to.match(/^\d{4}-\d\d-\d\dT/);
    return { ...rest, actions: actions.map(({ createdAt: _, ...action }) => action) };
  };

  it('asked for after writing, holds every goal with its actions as they stand now, in the order they came', async () => {
    const who = `caregiver:${await personIdOf(app, 'buitenstaander')}`;
    const own = exported.goals.map(plain);
    expect(own[0]).to.include({ id: ids.goal, ...goalWords });
    expect(own.slice(1)).to.deep.equal([
      {
        id: ids.first,
        ...first,
        actions: [
          { id: ids.actions[0], what: 'Bellen', who, due: '', whenWords: 'om tien uur', status: 'ongoing' },
          {
            id: ids.actions[1],
            what: 'Schrijven',
            who: 'environment:friend',
            due: '',
            whenWords: '',
            status: 'done',
          },
        ],
      },
      { id: ids.second, ...second, actions: [] },
    ]);
  });

  it('holds what was put aside, apart from what stands', () => {
    const { goals, actions } = exported.putAside;
    expect(goals.map((goal) => plain(goal))).to.deep.equal([{ id: ids.put, ...put, actions: [] }]);
    expect(actions.map((action) => action.id)).to.deep.equal([ids.actions[2]]);
  });

  it('holds the shared text, line by line as it was written', () => {
    expect(exported.narrative).to.deep.equal(lines.map((text) => ({ kind: 'paragraph', text })));
  });

  it('names the people, and the client by pseudonym only', () => {
    expect(exported.people.map(({ name, role }) => ({ name, role }))).to.deep.equal([
      { name: 'Bart Michiels', role: 'owner' },
    ]);
    expect(exported.client).to.match(/^\S+ \d{2}$/);
    expect(exported).to.include({ format: 'schakel-plan', version: 2 });
  });

  it('has the same words as the page and the print, which escape them', async () => {
    for (const path of [paths.plan({ id }), paths.planPrint({ id }), paths.planRecords({ id })]) {
      const { text, status } = await bart.get(path);
      expect(status, path).to.equal(200);
      expect(text).to.contain('Rust &#34;thuis&#34; &amp; &lt;stil&gt;');
      expect(text).to.contain('Bellen').and.to.contain('Schrijven');
      expect(text.includes('Toch niet'), path).to.equal(path !== paths.planPrint({ id }));
    }
  });
});
