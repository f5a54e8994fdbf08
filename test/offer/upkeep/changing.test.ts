import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { SiteModel } from '../../../models/Site.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';

describe('keeping entries of the care offer current', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  let els: Visitor;
  let nora: Visitor;
  let jef: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    els = await signInAs(app, 'aanbod.debrug');
    nora = await signInAs(app, 'coordinator.antwerpen');
    jef = await signInAs(app, 'beheer.noordster');
  });
  after(() => app.close());

  const unitNamed = (name: string) => CareUnitModel.findOne({ name }).lean().orFail();
  const aModule = async () => {
    const unit = await unitNamed('De Brug, team verslaving');
    return CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
  };
  const moduleNow = (id: string) => CareModuleModel.findById(id).lean().orFail();
  const numbersOf = (id: string) => paths.upkeepNumbers({ id });
  const entry = (kind: string, id: string) => paths.upkeepEntry({ kind, id });

  it('shows an organisation its whole offer, with what waits for a confirmation', async () => {
    const page = await lut.get(paths.upkeep());
    expect([page.status, page.headers.location]).to.deep.equal([
      303,
      paths.upkeepOffer({ id: 'demo-de-brug' }),
    ]);
    const offer = await lut.get(page.headers.location!);
    expect(offer.status).to.equal(200);
    expect(offer.text).to.include('De Brug, mobiel team').and.include('12 van 12 wachten op een bevestiging');
  });

  it('changes two numbers, by a contributor on the short form, and says when they were true', async () => {
    const module = await aModule();
    const today = brusselsDay(app.clock.now());
    const base = (await moduleNow(module._id)).fields as unknown as Record<string, { version: number }>;
    const form = await els.get(numbersOf(module._id));
    expect(form.text)
      .to.include(`name="base_capacity.available" value="${base.capacity_available!.version}"`)
      .and.not.include('name="base_types"');
    const answer = await els.post(numbersOf(module._id), {
      'base_capacity.available': String(base.capacity_available!.version),
      'capacity.available': '4',
      'base_waitingList.persons': String(base.waitingList_persons!.version),
      'waitingList.persons': '11',
      'base_waitingList.countedOn': String(base.waitingList_countedOn!.version),
      'waitingList.countedOn': today,
    });
    expect([answer.status, answer.headers.location]).to.deep.equal([
      303,
      `${paths.upkeepOffer({ id: 'demo-de-brug' })}#module-${module._id}`,
    ]);
    const now = await moduleNow(module._id);
    expect(now.capacity).to.deep.include({ available: 4, maximum: 60, unit: 'places' });
    expect(now.capacity?.updated?.toISOString().slice(0, 10)).to.equal(today);
    expect(now.waitingList).to.deep.include({ persons: 11, weeks: 6 });
    const [step] = await OfferChangeModel.find({ recordId: module._id }).sort({ step: -1 }).limit(1).lean();
    expect(step?.changes.map(({ field, from, to }) => [field, from, to])).to.deep.include.members([
      ['capacity.available', 3, 4],
      ['waitingList.persons', 14, 11],
    ]);
    expect([step?.way, step?.by, step?.body]).to.deep.equal([
      'changed',
      await personIdOf(app, 'aanbod.debrug'),
      'demo-de-brug',
    ]);
    const [act] = (await actsIn(app, { name: 'module.changed', 'record.id': module._id })).slice(-1);
    expect(act?.details.fields).to.include.members(['capacity.available', 'capacity.updated']);
    expect(JSON.stringify(act)).not.to.include('"11"');
  });

  it('shows in the public directory, at the next visit, what was changed', async () => {
    const unit = await unitNamed('De Brug, team verslaving');
    const sheet = await aVisitor(app).get(paths.offerEntry({ id: unit._id }));
    expect(sheet.text).to.include('4 vrij').and.include('11 personen wachten');
  });

  it('gives what came too late, with both values, to the one who was second; the rest of the form is kept', async () => {
    const module = await aModule();
    const base = (await moduleNow(module._id)).fields as unknown as Record<string, { version: number }>;
    const version = base.capacity_available!.version;
    const cost = 'name="cost_nl" value="';
    await els.post(numbersOf(module._id), {
      'base_capacity.available': String(version),
      'capacity.available': '2',
    });
    const late = await lut.post(entry('modules', module._id), {
      'base_capacity.available': String(version),
      'capacity.available': '7',
      base_cost: '1',
      cost_nl: 'gratis',
    });
    expect(late.status).to.equal(409);
    expect(late.text).to.include('Els Goossens').and.include(`${cost}gratis"`);
    expect((await moduleNow(module._id)).cost?.nl).to.match(/^11 euro/);
    const decided = await lut.post(entry('modules', module._id), {
      'base_capacity.available': String(version + 1),
      'json_capacity.available': '7',
      base_cost: '1',
      cost_nl: 'gratis',
    });
    expect(decided.status).to.equal(303);
    const now = await moduleNow(module._id);
    expect([now.capacity?.available, now.cost]).to.deep.equal([7, { nl: 'gratis' }]);
  });

  it('keeps both changes, when two people change different fields from the same form', async () => {
    const module = await aModule();
    const answers = await Promise.all([
      els.post(entry('modules', module._id), { base_hours: '0', hours_nl: 'Maandag tot vrijdag' }),
      lut.post(entry('modules', module._id), {
        base_admission: '0',
        admission_nl: 'Geen',
        admission_fr: 'Aucune',
      }),
    ]);
    expect(answers.map((one) => one.status)).to.deep.equal([303, 303]);
    const now = await moduleNow(module._id);
    expect([now.hours, now.admission]).to.deep.equal([
      { nl: 'Maandag tot vrijdag' },
      { nl: 'Geen', fr: 'Aucune' },
    ]);
  });

  for (const [what, body, input, told] of [
    [
      'a waiting list without a day',
      { 'waitingList.persons': '3', 'waitingList.countedOn': '' },
      'waitingList.countedOn',
      'Kies de dag waarop er geteld werd',
    ],
    [
      'a day that does not exist',
      { 'waitingList.countedOn': '2026-02-30' },
      'waitingList.countedOn',
      'bestaat',
    ],
    [
      'a day to come',
      { 'waitingList.countedOn': '2999-01-01' },
      'waitingList.countedOn',
      'Kies een dag die voorbij is',
    ],
    [
      'more free than there is',
      { 'capacity.available': '61' },
      'capacity.available',
      'Er kan niet meer vrij zijn',
    ],
    ['a number that is none', { 'capacity.available': 'veel' }, 'capacity.available', 'Typ een getal'],
    ['less than none', { 'waitingList.weeks': '-1' }, 'waitingList.weeks', 'Typ een geheel getal'],
    ['a unit that does not exist', { 'capacity.unit': 'tents' }, 'capacity.unit', ''],
  ] as [string, Record<string, string>, string, string][]) {
    it(`refuses ${what}, beside its field, with what was typed, and writes nothing`, async () => {
      const module = await aModule();
      const before = await moduleNow(module._id);
      const bases = Object.fromEntries(
        Object.keys(body).map((name) => [
          `base_${name}`,
          String(
            (before.fields as unknown as Record<string, { version: number }>)[name.replace('.', '_')]
              ?.version ?? 0,
          ),
        ]),
      );
      const answer = await els.post(numbersOf(module._id), { ...bases, ...body });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`id="${input}-error"`).and.include(told);
      const typed = Object.values(body).find((value) => value !== '' && input !== 'capacity.unit');
      if (typed) expect(answer.text).to.include(`value="${typed}"`);
      expect(await moduleNow(module._id)).to.deep.equal(before);
    });
  }

  it('refuses a place it does not know, a script for a website, and half a telephone number', async () => {
    const site = await SiteModel.findOne({ organisationId: 'demo-de-brug' }).lean().orFail();
    const answer = await lut.post(entry('sites', site._id), {
      base_area: '1',
      area: 'Nergenshuizen',
      'base_contact.website': '0',
      'contact.website': 'javascript:alert(1)',
      'base_contact.phone': '1',
      'contact.phone': 'bel maar',
    });
    expect(answer.status).to.equal(422);
    for (const input of ['area', 'contact.website', 'contact.phone'])
      expect(answer.text).to.include(`id="${input}-error"`);
    expect((await SiteModel.findById(site._id).lean())?.area).to.equal(site.area);
  });

  it('takes a place by postcode or name, and says which one when there are several', async () => {
    const site = await SiteModel.findOne({ organisationId: 'demo-de-brug' }).sort({ _id: 1 }).lean().orFail();
    const version = (): Promise<string> =>
      SiteModel.findById(site._id)
        .lean()
        .then((one) =>
          String((one?.fields as unknown as Record<string, { version: number }>)?.area?.version ?? 0),
        );
    const set = async (area: string) =>
      lut.post(entry('sites', site._id), { base_area: await version(), area });
    expect((await set('2800')).status).to.equal(303);
    expect((await SiteModel.findById(site._id).lean())?.area).to.equal('12025');
    expect((await set('10000 Antwerpen')).status).to.equal(303);
    expect((await SiteModel.findById(site._id).lean())?.area).to.equal('10000');
    const several = await set('Saint');
    expect(several.status).to.equal(422);
    expect((await set(site.area!)).status).to.equal(303);
  });

  it('tells apart what is not known, what is none, and what is some', async () => {
    const module = await aModule();
    const set = async (body: object) => {
      const now = await moduleNow(module._id);
      const states = now.fields as unknown as Record<string, { version: number }>;
      const answer = await lut.post(entry('modules', module._id), {
        base_targetGroups: String(states.targetGroups?.version ?? 0),
        ...body,
      });
      return [answer.status, (await moduleNow(module._id)).targetGroups];
    };
    expect(await set({})).to.deep.equal([303, null]);
    expect(await set({ targetGroups: ['parents', 'homeless'] })).to.deep.equal([
      303,
      ['homeless', 'parents'],
    ]);
    expect(await set({ targetGroups: ['none', 'homeless'] })).to.deep.equal([422, ['homeless', 'parents']]);
    expect(await set({ targetGroups: 'none' })).to.deep.equal([303, []]);
    const types = await lut.post(entry('modules', module._id), { base_types: '1' });
    expect([types.status, (await moduleNow(module._id)).types]).to.deep.equal([303, null]);
    const invented = await lut.post(entry('modules', module._id), { base_types: '2', types: 'magic' });
    expect([invented.status, (await moduleNow(module._id)).types]).to.deep.equal([422, null]);
    const back = await lut.post(entry('modules', module._id), { base_types: '2', types: module.types });
    expect(back.status).to.equal(303);
  });

  it('is not there for who keeps another organisation, as if it did not exist', async () => {
    const module = await aModule();
    for (const address of [entry('modules', module._id), numbersOf(module._id)]) {
      expect((await jef.get(address)).status).to.equal(404);
      expect((await jef.post(address, { base_hours: '0', hours_nl: 'x' })).status).to.equal(404);
    }
    expect((await jef.get(paths.upkeepOffer({ id: 'demo-de-brug' }))).status).to.equal(404);
    expect((await jef.get(entry('modulez', module._id))).status).to.equal(404);
  });

  it('lets the coordinator of the platform help, under the name of the platform', async () => {
    const module = await aModule();
    const page = await nora.get(paths.upkeep());
    expect(page.text).to.include('De Brug').and.include('Noordster').and.include('zonder organisatie');
    const answer = await nora.post(entry('modules', module._id), {
      base_referral: '1',
      referral_nl: 'Bel ons.',
    });
    expect(answer.status).to.equal(303);
    const [step] = await OfferChangeModel.find({ recordId: module._id }).sort({ step: -1 }).limit(1).lean();
    expect([step?.by, step?.body]).to.deep.equal([await personIdOf(app, 'coordinator.antwerpen'), 'BE-VAN']);
  });

  it('adds a site, a unit there and a module in it, which the directory then shows', async () => {
    const site = await lut.post(paths.upkeepSites({ id: 'demo-de-brug' }), {
      base_name: '0',
      name_nl: 'De Brug Lier',
      base_kind: '0',
      kind: 'building',
      base_area: '0',
      area: '2500',
    });
    const siteId = /#site-(.+)$/.exec(site.headers.location!)![1]!;
    const unit = await lut.post(paths.upkeepUnits({ id: 'demo-de-brug' }), {
      base_name: '0',
      name: 'De Brug, inloop',
      base_kind: '0',
      kind: 'addiction_centre',
      base_siteIds: '0',
      siteIds: siteId,
    });
    const unitId = /#unit-(.+)$/.exec(unit.headers.location!)![1]!;
    const made = await lut.post(paths.upkeepModules({ id: unitId }), {
      base_types: '0',
      types: 'low_threshold_reception',
      base_settings: '0',
      settings: ['ambulatory', 'mobile'],
    });
    expect(made.status).to.equal(303);
    const sheet = await aVisitor(app).get(paths.offerEntry({ id: unitId }));
    expect(sheet.status).to.equal(200);
    expect(sheet.text).to.include('De Brug, inloop').and.include('Laagdrempelige');
    const nameless = await lut.post(paths.upkeepUnits({ id: 'demo-de-brug' }), { base_name: '0', name: ' ' });
    expect(nameless.status).to.equal(422);
  });

  it('copies a module as planned, without what was counted for the first', async () => {
    const module = await aModule();
    const answer = await lut.post(paths.upkeepCopies({ id: module._id }));
    const id = /modules\/(.+)$/.exec(answer.headers.location!)![1]!;
    const copy = await moduleNow(id);
    expect(copy.types).to.deep.equal(module.types);
    expect([copy.status, copy.capacity, copy.waitingList, copy.verified]).to.deep.equal([
      'planned',
      null,
      null,
      null,
    ]);
    const [step] = await OfferChangeModel.find({ recordId: id }).lean();
    expect([step?.way, step?.origin]).to.deep.equal(['copied', module._id]);
  });

  it('moves a module to another unit, with its history, to the sites of that unit', async () => {
    const module = await aModule();
    const target = await unitNamed('De Brug, inloop');
    const answer = await lut.post(entry('modules', module._id), {
      base_careUnitId: '1',
      careUnitId: target._id,
    });
    expect(answer.status).to.equal(303);
    const now = await moduleNow(module._id);
    expect([now.careUnitId, now.siteIds]).to.deep.equal([target._id, target.siteIds]);
    const history = await lut.get(paths.upkeepHistory({ kind: 'modules', id: module._id }));
    expect(history.text).to.include('De Brug, inloop').and.include('gratis');
    const foreign = await unitNamed('Noordster, verblijf');
    const refused = await lut.post(entry('modules', module._id), {
      base_careUnitId: '2',
      careUnitId: foreign._id,
    });
    expect(refused.status).to.equal(422);
  });

  it('does not take a site from a unit while a module is given there', async () => {
    const unit = await unitNamed('De Brug, inloop');
    const answer = await lut.post(entry('units', unit._id), { base_siteIds: '1' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('loopt nog een module');
  });

  it('moves a unit to another organisation, with its sites, by who keeps both', async () => {
    const unit = await unitNamed('De Brug, inloop');
    const move = (visitor: Visitor) =>
      visitor.post(entry('units', unit._id), { base_organisationId: '1', organisationId: 'demo-het-baken' });
    expect((await move(lut)).status).to.equal(422);
    expect((await move(nora)).status).to.equal(303);
    expect((await CareUnitModel.findById(unit._id).lean())?.organisationId).to.equal('demo-het-baken');
    const sites = await SiteModel.find({ _id: { $in: unit.siteIds } }).lean();
    expect(sites.map((one) => one.organisationId)).to.deep.equal(['demo-het-baken']);
    expect((await lut.get(entry('units', unit._id))).status).to.equal(404);
    // The site went along with its unit: it does not go back without it.
    const siteId = unit.siteIds[0]!;
    const step = await OfferChangeModel.findOne({ recordId: siteId }).sort({ step: -1 }).lean().orFail();
    expect(step.changes.map((one) => one.field)).to.deep.equal(['organisationId']);
    const history = await nora.get(paths.upkeepHistory({ kind: 'sites', id: siteId }));
    expect(history.text).not.to.include(`value="${step._id}"`);
    const alone = await nora.post(paths.upkeepRestorations({ kind: 'sites', id: siteId }), {
      step: step._id,
      field: 'organisationId',
      base: 2,
    });
    expect(alone.status).to.equal(422);
    expect((await SiteModel.findById(siteId).lean())?.organisationId).to.equal('demo-het-baken');
  });

  it('brings a unit back with the sites that came along, and without those that were there before', async () => {
    const unit = await unitNamed('De Brug, inloop');
    const [own = ''] = unit.siteIds;
    const made = await nora.post(paths.upkeepSites({ id: 'demo-het-baken' }), {
      ...{ base_name: '0', name_nl: 'Het Baken Duffel', base_kind: '0', kind: 'building' },
    });
    const there = /#site-(.+)$/.exec(made.headers.location!)![1]!;
    const bringBack = async () => {
      const step = await OfferChangeModel.findOne({
        ...{ recordId: unit._id, 'changes.field': 'organisationId', way: 'changed' },
      })
        .sort({ step: -1 })
        .orFail()
        .lean();
      const { fields } = await CareUnitModel.findById(unit._id).orFail().lean();
      const answer = await nora.post(paths.upkeepRestorations({ kind: 'units', id: unit._id }), {
        ...{ step: step._id, field: 'organisationId', base: fields!.organisationId!.version },
      });
      expect(answer.status).to.equal(303);
      const owner = async (id: string) => (await SiteModel.findById(id).lean())?.organisationId;
      expect((await CareUnitModel.findById(unit._id).lean())?.organisationId).to.equal('demo-de-brug');
      expect([await owner(own), await owner(there)]).to.deep.equal(['demo-de-brug', 'demo-het-baken']);
    };
    await bringBack();
    const { fields } = await CareUnitModel.findById(unit._id).orFail().lean();
    const moved = await nora.post(entry('units', unit._id), {
      base_organisationId: String(fields!.organisationId!.version),
      organisationId: 'demo-het-baken',
      base_siteIds: String(fields!.siteIds!.version),
      siteIds: [own, there],
    });
    expect(moved.status).to.equal(303);
    await bringBack();
  });

  it('gives an organisation another name, and finds it by the one before', async () => {
    const answer = await lut.post(entry('organisations', 'demo-de-brug'), {
      base_names: '0',
      names_0_name: 'De Brug',
      names_0_until: '2026-06-30',
      names_1_name: 'De Nieuwe Brug',
      names_1_from: '2026-07-01',
    });
    expect(answer.status).to.equal(303);
    const found = await aVisitor(app).get(paths.offer({ q: 'brug mobiel' }));
    expect(found.text).to.include('De Brug, mobiel team');
    expect((await lut.get(paths.upkeepOffer({ id: 'demo-de-brug' }))).text).to.include(
      '<h1>De Nieuwe Brug</h1>',
    );
    const wrong = await lut.post(entry('organisations', 'demo-de-brug'), {
      base_names: '1',
      names_0_name: 'De Brug',
      names_0_from: '2026-07-01',
      names_0_until: '2026-06-30',
    });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="names_0_until-error"');
  });

  it('confirms an entry in one click, and says by whom', async () => {
    const unit = await unitNamed('De Brug, mobiel team');
    const answer = await els.post(paths.upkeepConfirmation({ kind: 'units', id: unit._id }));
    expect(answer.status).to.equal(303);
    const verified = (await CareUnitModel.findById(unit._id).lean())?.verified;
    expect(verified?.by).to.equal(await personIdOf(app, 'aanbod.debrug'));
    expect((await els.get(answer.headers.location!)).text).to.include('Laatst door Els Goossens');
    expect(
      (await els.post(paths.upkeepConfirmation({ kind: 'organisations', id: 'demo-de-brug' }))).status,
    ).to.equal(404);
  });
});
