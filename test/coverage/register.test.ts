import { expect } from 'chai';
import { GapModel, type GapRecord } from '../../models/Gap.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../builders/people.ts';

const words = { kind: 'missing', title: 'Geen nazorg in Mechelen', area: '12000', function: 'aftercare' };

describe('the register of gaps and overlaps', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let partner: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    partner = await signInAs(app, 'aanbod.debrug');
  });
  after(() => app.close());

  const idIn = (location: string | undefined): string => /\/gaps\/([^/?#]+)/.exec(location ?? '')?.[1] ?? '';
  const stored = async (id: string): Promise<GapRecord> => GapModel.findById(id).lean<GapRecord>().orFail();

  async function aGap(visitor: Visitor, more: object = {}): Promise<string> {
    const answer = await visitor.post(paths.gaps(), { platform: 'BE-VAN', ...words, ...more });
    expect(answer.status, answer.text.slice(0, 300)).to.equal(303);
    return idIn(answer.headers.location);
  }

  /** The form as somebody has it open, with one field typed over. */
  const change = (visitor: Visitor, id: string, body: object) => visitor.post(paths.gapFields({ id }), body);
  const step = (id: string, status: string, seen: number, more: object = {}) =>
    coordinator.post(paths.gapSteps({ id }), { status, why: 'Besproken op het overleg', seen, ...more });

  it('a report of a partner, sent from the form, stands in the register for their organisation with its act', async () => {
    const id = await aGap(partner, { evidenceKind: 'experience', evidenceSource: 'Wat cliënten vertelden' });
    const gap = await stored(id);
    expect(gap).to.include({ status: 'reported' });
    expect(gap.values).to.deep.include({ kind: 'missing', areas: ['12000'], functions: ['aftercare'] });
    expect(gap.values.title).to.deep.equal({ nl: words.title });
    expect(gap.steps.map((one) => one.body)).to.deep.equal(['demo-de-brug']);
    expect(gap.evidence.map((one) => one.kind)).to.deep.equal(['experience']);
    const acts = await actsIn(app, { name: 'gap.reported', 'record.id': id });
    expect(acts.map((one) => one.actor?.bodyId)).to.deep.equal(['demo-de-brug']);
    expect(JSON.stringify(acts)).not.to.include('nazorg');
  });

  it('a report without a kind or with half a source comes back with what was typed and the reason beside it', async () => {
    const answer = await partner.post(paths.gaps(), { title: 'Te weinig', evidenceKind: 'practice' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="Te weinig"').and.include('Kies wat er scheelt');
    const half = await partner.post(paths.gaps(), { ...words, evidenceKind: 'practice' });
    expect(half.status).to.equal(422);
    expect(half.text).to.include(words.title).and.include('Zeg ook waar het vandaan komt');
  });

  it('a national number is sent back until somebody says that it is none', async () => {
    const body = { platform: 'BE-VAN', ...words, description: 'Voor 85.07.30-033.28 was er niets' };
    const refused = await partner.post(paths.gaps(), body);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('rijksregisternummer').and.include('name="inszKept"');
    expect((await partner.post(paths.gaps(), { ...body, inszKept: 'on' })).status).to.equal(303);
  });

  it('two people who change different fields from the same page are both kept', async () => {
    const id = await aGap(partner);
    await change(coordinator, id, { base_sizeUnit: '0', sizeUnit: 'personen per jaar' });
    const second = await change(coordinator, id, { base_sizeQuantity: '0', sizeQuantity: '6,5' });
    expect(second.status).to.equal(303);
    expect((await stored(id)).values).to.include({ sizeUnit: 'personen per jaar', sizeQuantity: 6.5 });
  });

  it('two people who change the same field: the second sees both values, nothing of theirs is written, and chooses', async () => {
    const id = await aGap(partner);
    await change(coordinator, id, { base_workingGroup: '0', workingGroup: 'Nazorg' });
    const typed = {
      base_workingGroup: '0',
      workingGroup: 'Overgangen',
      base_sizeUnit: '0',
      sizeUnit: 'bedden',
    };
    const second = await change(coordinator, id, typed);
    expect(second.status).to.equal(409);
    expect(second.text).to.include('Nazorg').and.include('Overgangen').and.include('value="bedden"');
    expect((await stored(id)).values).to.include({ workingGroup: 'Nazorg', sizeUnit: '' });
    const chosen = {
      base_workingGroup: '1',
      chosen_workingGroup: 'Overgangen',
      base_sizeUnit: '0',
      sizeUnit: 'bedden',
    };
    expect((await change(coordinator, id, chosen)).status).to.equal(303);
    expect((await stored(id)).values).to.include({ workingGroup: 'Overgangen', sizeUnit: 'bedden' });
  });

  it('an owner, an area or a unit that is not there is refused beside its field', async () => {
    const id = await aGap(partner);
    const typed = {
      base_owner: '0',
      owner: 'demo-noord',
      base_areas: '0',
      areas: '99999',
      base_units: '0',
      units: 'x',
    };
    const answer = await change(coordinator, id, typed);
    expect(answer.status).to.equal(422);
    for (const field of ['owner-error', 'areas-error', 'units-error']) expect(answer.text).to.include(field);
  });

  it('a gap goes from reported to solved by the allowed steps alone, each with who, when and why', async () => {
    const id = await aGap(partner);
    expect((await step(id, 'accepted', 1)).status).to.equal(422);
    expect((await step(id, 'verified', 1)).text).to.include('Eerst is er een bron nodig');
    await coordinator.post(paths.gapEvidence({ id }), {
      evidenceKind: 'practice',
      evidenceSource: 'Telling 2026',
    });
    expect((await step(id, 'verified', 1)).status).to.equal(303);
    const filled = {
      base_priority: '0',
      priority: 'high',
      base_priorityGrounds: '0',
      priorityGrounds: 'Veel mensen',
    };
    await change(coordinator, id, { ...filled, base_owner: '0', owner: 'demo-de-brug' });
    expect((await step(id, 'prioritised', 2)).status).to.equal(303);
    expect((await step(id, 'in_action', 3)).status).to.equal(303);
    expect((await step(id, 'solved', 4)).text).to.include('Zeg wat het opgelost heeft');
    expect((await step(id, 'solved', 4, { solvedBy: 'Een nieuwe module' })).status).to.equal(303);
    const { steps, status } = await stored(id);
    expect(status).to.equal('solved');
    expect(steps.map((one) => one.status)).to.deep.equal([
      'reported',
      'verified',
      'prioritised',
      'in_action',
      'solved',
    ]);
    expect(steps.at(-1)).to.include({ body: 'BE-VAN', solvedBy: 'Een nieuwe module' });
  });

  it('a step from a page on which somebody else went on meanwhile is not taken, and keeps what was typed', async () => {
    const id = await aGap(partner);
    await step(id, 'solved', 1, { solvedBy: 'Bestond al' });
    const late = await step(id, 'verified', 1, { why: 'Nagekeken met de partners' });
    expect(late.status).to.equal(422);
    expect(late.text).to.include('Nagekeken met de partners').and.include('zette intussen een stap');
  });

  it('a partner takes part in the discussion and writes nothing else', async () => {
    const id = await aGap(coordinator);
    expect(
      (await partner.post(paths.gapContributions({ id }), { words: 'Wij zien dit elke week' })).status,
    ).to.equal(303);
    expect((await partner.get(paths.gap({ id }))).text).to.include('Wij zien dit elke week');
    expect((await partner.get(paths.gapFields({ id }))).status).to.equal(403);
    expect(
      (await partner.post(paths.gapSteps({ id }), { status: 'solved', why: 'x', seen: 1 })).status,
    ).to.equal(403);
  });

  it('an official reads which body did what, and no name of a person', async () => {
    const id = await aGap(partner);
    await partner.post(paths.gapContributions({ id }), { words: 'Wij zien dit elke week' });
    const page = (await (await signInAs(app, 'fod')).get(paths.gap({ id }))).text;
    const own = (await partner.get(paths.gap({ id }))).text;
    const name =
      /<use href="[^"]*#person"\/><\/svg>([^<]+)<\/span><span><svg[^>]*><use href="[^"]*#building/.exec(
        own,
      )?.[1];
    expect(name, 'the partner sees who spoke').to.be.a('string');
    expect(page).to.include('De Brug').and.not.include(name);
  });

  it('a coordinator of a platform that does not share it finds nothing', async () => {
    const id = await aGap(partner);
    const limburg = await signInAs(app, 'coordinator.limburg');
    expect((await limburg.get(paths.gap({ id }))).status).to.equal(404);
    await change(coordinator, id, { base_platforms: '0', platforms: ['BE-VAN', 'BE-VLI'] });
    expect((await limburg.get(paths.gap({ id }))).status).to.equal(200);
  });

  it('nobody writes a gap away from their own platform', async () => {
    const id = await aGap(partner);
    const answer = await change(coordinator, id, { base_platforms: '0', platforms: 'BE-VLI' });
    expect(answer.status).to.equal(422);
    expect((await stored(id)).values.platforms).to.deep.equal(['BE-VAN']);
  });

  it('the list shows the situations of the report of 2010 where its coordinator looks, and filters them', async () => {
    const list = async (query: object) =>
      (await coordinator.get(paths.gaps(query as Record<string, string>))).text;
    const all = await list({});
    expect(all).to.include('Turnhout: alleen ambulante hulp').and.include('geen therapeutische gemeenschap');
    expect(all).not.to.include('Halle-Vilvoorde');
    expect(await list({ area: '13000' })).to.include('Turnhout: alleen');
    expect(await list({ lacks: 'owner' })).not.to.include('Turnhout: alleen');
    expect(await list({ status: 'in_action' }))
      .to.include('Turnhout: alleen')
      .and.not.include('therapeutische');
    expect(await list({ kind: 'overlap' })).not.to.include('Turnhout: alleen');
  });

  it('the public list is there once the platform switches it on, with what is recognised and said in plain words', async () => {
    const anybody = aVisitor(app);
    const plain = { base_plain: '0', plain_nl: 'Na een opname is er te weinig hulp' };
    await change(coordinator, await aGap(partner), plain);
    const address = paths.platformGaps({ platform: 'BE-VAN' });
    expect((await anybody.get(address)).status).to.equal(404);
    await coordinator.post(paths.gapPublication({ platform: 'BE-VAN' }), { publishes: 'on' });
    const page = (await anybody.get(address)).text;
    expect(page).to.include('geen therapeutische gemeenschap').and.not.include(words.title);
    expect(page).not.to.include('Veel mensen');
    await coordinator.post(paths.gapPublication({ platform: 'BE-VAN' }), {});
    expect((await anybody.get(address)).status).to.equal(404);
  });
});
