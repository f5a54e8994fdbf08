import { expect } from 'chai';
import fc from 'fast-check';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { type FieldChange, OfferChangeModel, type Plain } from '../../../models/OfferChange.ts';
import { catalogue } from '../../../server/features/offer/upkeep/catalogue.ts';
import { differences, valuesAt } from '../../../server/features/offer/upkeep/history.ts';
import { partsOf, samePlain, type Values, valuesOf } from '../../../server/features/offer/upkeep/plain.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

const someValue: fc.Arbitrary<Plain> = fc.oneof(
  fc.constant(null),
  fc.nat(9),
  fc.record({ nl: fc.string({ minLength: 1, maxLength: 5 }) }),
);
const fields = ['capacity.available', 'cost', 'hours', 'waitingList.note'];

describe('the history of an entry', () => {
  it('undone from the end, at any moment, gives what was there then', () => {
    const steps = fc.array(fc.dictionary(fc.constantFrom(...fields), someValue), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (wanted) => {
        let now: Values = Object.fromEntries(fields.map((name) => [name, null]));
        const states = [now];
        const history: { at: Date; changes: FieldChange[] }[] = [];
        for (const [at, set] of wanted.entries()) {
          const after = { ...now, ...set };
          history.unshift({ at: new Date(at + 1), changes: differences('module', now, after) });
          now = after;
          states.push(now);
        }
        for (const [at, state] of states.entries()) {
          const then = valuesAt(now, history, new Date(at));
          for (const name of fields) if (!samePlain(then[name]!, state[name]!)) return false;
        }
        return true;
      }),
    );
  });

  it('names every field that differs, and no other', () => {
    const empty = Object.fromEntries(catalogue.module.map(({ name }) => [name, null as Plain]));
    const before = { ...empty, 'capacity.available': 3, cost: { nl: 'gratis', fr: 'gratuit' } };
    const after = { ...empty, 'capacity.available': 4, cost: { fr: 'gratuit', nl: 'gratis' } };
    expect(differences('module', before, after)).to.deep.equal([
      { field: 'capacity.available', from: 3, to: 4 },
    ]);
  });

  it('reads a record field by field, and puts it together again as it was', () => {
    const record = {
      _id: 'm',
      capacity: { unit: 'beds', maximum: 12, funded: null, available: 0, updated: new Date('2026-11-03') },
      waitingList: null,
      exclusion: { groups: [], text: null },
      cost: { nl: 'gratis' },
      from: new Date('2027-01-01'),
      siteIds: ['a', 'b'],
    };
    const values = valuesOf('module', record);
    expect(values).to.include({
      'capacity.updated': '2026-11-03',
      from: '2027-01-01',
      'waitingList.weeks': null,
    });
    const names = catalogue.module.map(({ name }) => name);
    const { _id, ...parts } = record;
    expect(partsOf('module', values, names)).to.deep.include(parts);
  });
});

describe('the history of an entry, on its page', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-26T10:00:00Z') });
    lut = await signInAs(app, 'beheer.debrug');
    const unit = await CareUnitModel.findOne({ name: 'De Brug, mobiel team' }).lean().orFail();
    id = (await CareModuleModel.findOne({ careUnitId: unit._id }).lean().orFail())._id;
  });
  after(() => app.close());

  const address = () => paths.upkeepEntry({ kind: 'modules', id });
  /** Days go by; nobody stays signed in that long. */
  const later = async (days: number): Promise<void> => {
    app.clock.advance(days * 86_400_000);
    lut = await signInAs(app, 'beheer.debrug');
  };
  const history = (query = {}) => lut.get(paths.upkeepHistory({ kind: 'modules', id }, query));

  it('shows who changed what, when, from what to what', async () => {
    await later(3);
    await lut.post(address(), { base_cost: '0', cost_nl: 'gratis', cost_de: 'kostenlos' });
    await later(1);
    await lut.post(address(), { base_cost: '1', cost_nl: '5 euro' });
    const page = await history();
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Lut Maes').and.include('De Brug').and.include('30 november 2026');
    expect(page.text).to.include('5 euro').and.include('<span class="part said" lang="de">kostenlos</span>');
  });

  it('compares two days', async () => {
    const between = await history({ from: '2026-11-28', to: '2026-11-29' });
    const table = /id="compared"[\s\S]*?<\/section>/.exec(between.text)![0];
    expect(table).to.include('gratis').and.not.include('5 euro');
    const nothing = await history({ from: '2026-11-29', to: '2026-11-29' });
    expect(nothing.text).to.include('op beide dagen stond hetzelfde');
    expect((await history({ from: 'gisteren' })).status).to.equal(422);
  });

  it('puts an earlier value back, as a step of its own, unless the field changed since it was looked at', async () => {
    const step = await OfferChangeModel.findOne({ recordId: id }).sort({ step: -1 }).lean().orFail();
    const restore = (base: number) =>
      lut.post(paths.upkeepRestorations({ kind: 'modules', id }), { step: step._id, field: 'cost', base });
    expect((await restore(1)).status).to.equal(409);
    expect((await restore(2)).status).to.equal(303);
    expect((await CareModuleModel.findById(id).lean())?.cost).to.deep.equal({
      nl: 'gratis',
      de: 'kostenlos',
    });
    const [last] = await OfferChangeModel.find({ recordId: id }).sort({ step: -1 }).limit(1).lean();
    expect([last?.way, last?.step]).to.deep.equal(['restored', step.step + 1]);
    const foreign = await lut.post(paths.upkeepRestorations({ kind: 'modules', id }), {
      step: '00000000-0000-4000-8000-000000000000',
      field: 'cost',
      base: 3,
    });
    expect(foreign.status).to.equal(422);
  });
});
