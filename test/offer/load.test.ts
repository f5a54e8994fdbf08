import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { ModuleTypeModel } from '../../models/ModuleType.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { PlatformModel } from '../../models/Platform.ts';
import { SiteModel } from '../../models/Site.ts';
import { loadReferenceData } from '../../server/features/offer/referenceData.ts';
import { type ConnectedStorage, connectStorage } from '../../server/storage/connect.ts';

const today = new Date('2026-11-22T10:00:00Z');
const quietly = (): void => {};

describe('loading the reference data', () => {
  let directory: string;
  let storage: ConnectedStorage;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'schakel-offer-'));
    storage = await connectStorage({ dataDir: directory });
  });
  afterEach(async () => {
    await storage.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const counts = () =>
    Promise.all(
      [PlatformModel, ModuleTypeModel, OrganisationModel, SiteModel, CareUnitModel, CareModuleModel].map(
        (model) => model.countDocuments(),
      ),
    );

  it('into an empty store: loads every part and tells how far it is', async () => {
    const told: [number, number][] = [];
    const { loaded } = await loadReferenceData(storage.connection, (done, total) => told.push([done, total]));
    expect(loaded).to.equal(true);
    expect(await counts()).to.deep.equal([13, 21, 14, 26, 21, 35]);
    expect(told.at(-1)).to.deep.equal([130, 130]);
    expect(told.map(([done]) => done)).to.deep.equal(told.map(([done]) => done).toSorted((a, b) => a - b));
  });

  it('a second time: loads nothing twice', async () => {
    await loadReferenceData(storage.connection, quietly);
    let told = 0;
    const { loaded } = await loadReferenceData(storage.connection, () => told++);
    expect({ loaded, told }).to.deep.equal({ loaded: false, told: 0 });
    expect(await counts()).to.deep.equal([13, 21, 14, 26, 21, 35]);
  });

  it('after a load that was killed half-way: completes what is missing', async () => {
    const killed = loadReferenceData(storage.connection, (done) => {
      if (done > 50) throw new Error('killed');
    });
    await killed.then(
      () => expect.fail('the load went on'),
      (error: Error) => expect(error.message).to.equal('killed'),
    );
    expect(await CareModuleModel.countDocuments()).to.equal(0);
    expect((await loadReferenceData(storage.connection, quietly)).loaded).to.equal(true);
    expect(await counts()).to.deep.equal([13, 21, 14, 26, 21, 35]);
  });

  it('of another version, over what people changed: leaves their changes', async () => {
    await loadReferenceData(storage.connection, quietly);
    const unit = await CareUnitModel.findOne({ name: 'Kompas' }).orFail();
    await CareUnitModel.updateOne(
      { _id: unit._id },
      { name: 'Kompas vzw', verified: { at: today, by: 'somebody' } },
    );
    await storage.connection
      .collection('referencemarks')
      .updateOne({}, { $set: { version: 'an older one' } });
    expect((await loadReferenceData(storage.connection, quietly)).loaded).to.equal(true);
    const after = await CareUnitModel.findById(unit._id).orFail();
    expect(after.name).to.equal('Kompas vzw');
    expect(after.verified?.by).to.equal('somebody');
  });
});
