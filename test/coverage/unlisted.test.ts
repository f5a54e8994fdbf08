import { expect } from 'chai';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { GapModel } from '../../models/Gap.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCircuit, aModule, anItem } from '../builders/circuits.ts';
import { type Name, signInAs, type Visitor } from '../builders/people.ts';

const name = 'De Brug, mobiel team';
const withheld = 'niet openbaar vermeld staat';

describe('an entry that is not publicly listed, beside gaps and in circuits', function () {
  this.timeout(60_000);
  let app: TestApp;
  const visitors = new Map<Name, Visitor>();
  let unit = '';

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const who of ['coordinator.antwerpen', 'hulpverlener.hetbaken', 'fod'] as const)
      visitors.set(who, await signInAs(app, who));
    const found = await CareUnitModel.findOneAndUpdate({ name }, { listed: false }).lean().orFail();
    unit = found._id;
  });
  after(() => app.close());

  const asRead = async (address: string) => {
    const all = await Promise.all(
      [...visitors].map(async ([who, visitor]) => [who, (await visitor.get(address)).text] as const),
    );
    return all.map(([who, text]) => {
      expect(text, who).not.to.include(paths.offerEntry({ id: unit }));
      return [who, text.includes(name), text.includes(withheld)];
    });
  };
  const named = [
    ['coordinator.antwerpen', true, false],
    ['hulpverlener.hetbaken', true, false],
    ['fod', false, true],
  ];

  it('as a unit of a gap: is named to the people of its platform alone, and leads to no sheet', async () => {
    const gap = await GapModel.findOne({ 'values.platforms': 'BE-VAN', status: 'verified' }).lean().orFail();
    await GapModel.updateOne({ _id: gap._id }, { 'values.units': [unit] });
    expect(await asRead(paths.gap({ id: gap._id }))).to.deep.equal(named);
  });

  it('as what solved a gap: likewise', async () => {
    const module = await aModule('demo-de-brug', 'case_management');
    const gap = await GapModel.findOne({ 'values.platforms': 'BE-VAN', status: 'verified' }).lean().orFail();
    const step = { ...gap.steps.at(-1)!, status: 'solved', solvedBy: 'Een module', modules: [module] };
    await GapModel.updateOne(
      { _id: gap._id },
      { $set: { 'values.units': [], status: 'solved' }, $push: { steps: step } },
    );
    expect(await asRead(paths.gap({ id: gap._id }))).to.deep.equal(named);
  });

  it('as a part of a circuit: says its kind of help to others, and not whose it is', async () => {
    const coordinator = visitors.get('coordinator.antwerpen')!;
    const id = await aCircuit(coordinator);
    const module = await aModule('demo-de-brug', 'case_management');
    const part = await anItem(coordinator, id, 'parts', { module });
    const read = await asRead(paths.circuit({ id }));
    expect(read.map(([who, isNamed]) => [who, isNamed])).to.deep.equal(named.map(([who, is]) => [who, is]));
    const text = (await visitors.get('fod')!.get(paths.circuit({ id }))).text;
    expect(text).to.match(new RegExp(`id="part-${part}".*Casemanagement`, 's'));
  });
});
