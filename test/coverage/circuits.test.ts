import { expect } from 'chai';
import { CircuitChangeModel } from '../../models/CircuitChange.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aCircuit, aModule, anItem, standing } from '../builders/circuits.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const wanted = { type: 'short_residential', note_nl: 'Zes plaatsen' };

describe('care circuits and programmes', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let partner: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    partner = await signInAs(app, 'beheer.debrug');
  });
  after(() => app.close());

  const orderOf = async (id: string): Promise<string[]> =>
    (await standing(id)).contents.parts.map((one) => one._id);
  const change = (visitor: Visitor, id: string, kind: string, item: string, body: object) =>
    visitor.post(paths.circuitItem({ id, kind, item }), body);
  const twoParts = async (id: string): Promise<[string, string]> => [
    await anItem(coordinator, id, 'parts', {
      module: await aModule('demo-de-brug', 'aftercare'),
      partner: 'demo-de-brug',
    }),
    await anItem(coordinator, id, 'parts', wanted),
  ];

  it('a circuit from the form stands there with its act, which holds no word of it', async () => {
    const id = await aCircuit(coordinator, {
      purpose_nl: 'Niemand valt tussen twee stoelen',
      targetGroups: 'dual_diagnosis',
    });
    const { circuit } = await standing(id);
    expect(circuit.values).to.deep.include({
      name: { nl: 'Nazorg' },
      targetGroups: ['dual_diagnosis'],
      status: 'in_use',
    });
    const acts = await actsIn(app, { name: 'circuit.added', 'record.id': id });
    expect(acts).to.have.length(1);
    expect(JSON.stringify(acts)).not.to.include('stoelen');
  });

  it('without a name, with an end before its beginning or for another platform it comes back with the reason beside the field', async () => {
    const body = { kind: 'circuit', status: 'in_use', platforms: 'BE-VAN', purpose_nl: 'Blijft staan' };
    const nameless = await coordinator.post(paths.circuits(), body);
    expect(nameless.status).to.equal(422);
    expect(nameless.text).to.include('name_nl-error').and.include('Blijft staan');
    const early = await coordinator.post(paths.circuits(), {
      ...body,
      name_nl: 'X',
      from: '2026-05-01',
      until: '2026-04-01',
    });
    expect([early.status, early.text.includes('until-error')]).to.deep.equal([422, true]);
    expect(
      (await coordinator.post(paths.circuits(), { ...body, name_nl: 'X', platforms: 'BE-VLI' })).status,
    ).to.equal(404);
  });

  it('a national number is sent back until somebody says that it is none', async () => {
    const id = await aCircuit(coordinator);
    const body = { ...wanted, note_nl: 'Voor 85.07.30-033.28' };
    const refused = await coordinator.post(paths.circuitItems({ id, kind: 'parts' }), body);
    expect([refused.status, refused.text.includes('name="inszKept"')]).to.deep.equal([422, true]);
    await anItem(coordinator, id, 'parts', { ...body, inszKept: 'on' });
  });

  it('a part is a module of the inventory, or a kind of help that is wanted until its module is chosen', async () => {
    const id = await aCircuit(coordinator);
    const [there, missing] = await twoParts(id);
    expect(await orderOf(id)).to.deep.equal([there, missing]);
    const page = (await coordinator.get(paths.circuit({ id }))).text;
    expect(page).to.include('Zes plaatsen').and.include('part--wanted');
    const neither = await coordinator.post(paths.circuitItems({ id, kind: 'parts' }), { note_nl: 'Iets' });
    expect([neither.status, neither.text.includes('type-error')]).to.deep.equal([422, true]);
    const found = await coordinator.get(paths.circuitModules({ id }, { q: 'dagprogramma', part: missing }));
    const module = await aModule('demo-noordster', 'day_programme');
    const href = paths.circuitItem({ id, kind: 'parts', item: missing }, { module });
    expect(found.text).to.include(`href="${href}"`);
    expect((await coordinator.get(href)).text).to.include(`name="module" value="${module}"`);
    await change(coordinator, id, 'parts', missing, { module, base_module: '0' });
    expect((await standing(id)).contents.parts[1]!.values.module).to.equal(module);
  });

  it('a partner from nowhere and a module that is gone are refused beside their field', async () => {
    const id = await aCircuit(coordinator);
    const answer = await coordinator.post(paths.circuitItems({ id, kind: 'parts' }), {
      module: 'weg',
      partner: 'niemand',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('partner-error').and.include('niet meer in het zorgaanbod');
  });

  it('two people who change different fields of one part are both kept; of the same field the second sees both values', async () => {
    const id = await aCircuit(coordinator);
    const [, part] = await twoParts(id);
    await change(coordinator, id, 'parts', part, { base_partner: '0', partner: 'demo-noordster' });
    const other = { base_note: '0', note_nl: 'Acht plaatsen', base_type: '0', type: 'long_residential' };
    expect((await change(coordinator, id, 'parts', part, other)).status).to.equal(303);
    const late = { base_note: '0', note_nl: 'Tien plaatsen', base_partner: '1', partner: 'demo-het-baken' };
    const answer = await change(coordinator, id, 'parts', part, late);
    expect(answer.status).to.equal(409);
    expect(answer.text)
      .to.include('Acht plaatsen')
      .and.include('Tien plaatsen')
      .and.include('value="demo-het-baken"');
    const { values } = (await standing(id)).contents.parts[1]!;
    expect(values).to.deep.include({
      note: { nl: 'Acht plaatsen' },
      partner: 'demo-noordster',
      type: 'long_residential',
    });
    const chosen = { ...late, note_nl: undefined, base_note: '1', chosen_note: '{"nl":"Tien plaatsen"}' };
    expect((await change(coordinator, id, 'parts', part, chosen)).status).to.equal(303);
    expect((await standing(id)).contents.parts[1]!.values.note).to.deep.equal({ nl: 'Tien plaatsen' });
  });

  it('parts added and moved at the same moment are all there, each where it was put', async () => {
    const id = await aCircuit(coordinator);
    const parts: string[] = [];
    for (let at = 0; at < 5; at++) parts.push(await anItem(coordinator, id, 'parts', wanted));
    const [a, b, c, d, e] = parts as [string, string, string, string, string];
    const place = (item: string, beside: object) =>
      coordinator.post(paths.circuitPlace({ id, item }), beside);
    const answers = await Promise.all([
      place(e, { before: a }),
      place(b, { after: d }),
      coordinator.post(paths.circuitItems({ id, kind: 'parts' }), wanted),
      coordinator.post(paths.circuitItems({ id, kind: 'parts' }), wanted),
    ]);
    expect(answers.map((one) => one.status)).to.deep.equal([303, 303, 303, 303]);
    const order = await orderOf(id);
    expect(order.slice(0, 5)).to.deep.equal([e, a, c, d, b]);
    expect(order).to.have.length(7);
  });

  it('moving a part beside one that was taken out meanwhile says so and moves nothing', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    await coordinator.post(paths.circuitItemRemoval({ id, kind: 'parts', item: b }));
    const answer = await coordinator.post(paths.circuitPlace({ id, item: a }), { after: b });
    expect([answer.status, answer.text.includes('staat er niet meer')]).to.deep.equal([422, true]);
    expect(await orderOf(id)).to.deep.equal([a]);
  });

  it('a part that is taken out takes its transitions along, and brings them back to where it stood', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    await anItem(coordinator, id, 'transitions', { from: a, to: b, works: 'not' });
    await coordinator.post(paths.circuitItemRemoval({ id, kind: 'parts', item: a }));
    const without = (await standing(id)).contents;
    expect([without.parts.length, without.transitions.length]).to.deep.equal([1, 0]);
    expect((await change(coordinator, id, 'parts', a, { base_partner: '0', partner: '' })).status).to.equal(
      409,
    );
    await coordinator.post(paths.circuitItemRestoration({ id, kind: 'parts', item: a }));
    expect(await orderOf(id)).to.deep.equal([a, b]);
    expect((await standing(id)).contents.transitions).to.have.length(1);
  });

  it('a transition goes from a part to another or out of the circuit, once', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    const add = (body: object) => coordinator.post(paths.circuitItems({ id, kind: 'transitions' }), body);
    await anItem(coordinator, id, 'transitions', {
      from: a,
      to: b,
      works: 'well',
      agreedBetween: ['demo-de-brug'],
    });
    await anItem(coordinator, id, 'transitions', {
      from: b,
      to: 'housing',
      toWords: 'Het Baken',
      works: 'unknown',
    });
    for (const wrong of [
      { from: a, to: b },
      { from: a, to: a },
      { from: a, to: 'mars' },
      { from: a, to: '' },
    ]) {
      const answer = await add({ works: 'well', ...wrong });
      expect([answer.status, answer.text.includes('to-error')], JSON.stringify(wrong)).to.deep.equal([
        422,
        true,
      ]);
    }
    const page = (await coordinator.get(paths.circuit({ id }))).text;
    expect(page).to.include('Loopt goed').and.include('Huisvesting').and.include('Het Baken');
  });

  it('two transitions between the same parts, added at the same moment, become one', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    const add = () =>
      coordinator.post(paths.circuitItems({ id, kind: 'transitions' }), { from: a, to: b, works: 'well' });
    const statuses = (await Promise.all([add(), add(), add()])).map((one) => one.status);
    expect(statuses.sort()).to.deep.equal([303, 422, 422]);
    expect((await standing(id)).contents.transitions).to.have.length(1);
  });

  it('people of the organisation that answers for a part say what they bring; it is a proposal until a coordinator writes when it was agreed', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    const share = await anItem(partner, id, 'shares', {
      part: a,
      organisation: 'demo-de-brug',
      people: '1,5',
      peopleUnit: 'fte',
    });
    const read = async () => (await standing(id)).contents.shares[0]!;
    expect(await read()).to.deep.include({
      part: a,
      added: { ...(await read()).added, body: 'demo-de-brug' },
    });
    expect((await read()).values).to.include({ people: 1.5, agreedOn: '' });
    await change(coordinator, id, 'shares', share, { base_agreedOn: '0', agreedOn: '2026-03-02' });
    expect((await read()).values.agreedOn).to.equal('2026-03-02');
    await change(partner, id, 'shares', share, { base_people: '0', people: '1' });
    expect((await read()).values).to.include({ people: 1, agreedOn: '' });
    const adding = (body: object) => partner.post(paths.circuitItems({ id, kind: 'shares' }), body);
    expect((await adding({ part: b, organisation: 'demo-de-brug' })).status, 'a part of nobody').to.equal(
      403,
    );
    expect((await adding({ part: a, organisation: 'demo-noordster' })).status, 'for another').to.equal(403);
    expect(
      (await change(partner, id, 'shares', share, { base_agreedOn: '2', agreedOn: '2026-03-03' })).status,
    ).to.equal(403);
  });

  it('what a partner brings is counted in something, and stands there once a partner', async () => {
    const id = await aCircuit(coordinator);
    const [a] = await twoParts(id);
    const add = (body: object) =>
      coordinator.post(paths.circuitItems({ id, kind: 'shares' }), {
        part: a,
        organisation: 'demo-noordster',
        ...body,
      });
    expect((await add({ people: '2' })).text).to.include('peopleUnit-error');
    expect((await add({})).status).to.equal(303);
    expect((await add({})).text).to.include('organisation-error');
  });

  it('every write is in the history, by whom for which body, and officials read the body alone', async () => {
    const id = await aCircuit(coordinator);
    const [a, b] = await twoParts(id);
    await coordinator.post(paths.circuitPlace({ id, item: b }), { before: a });
    await coordinator.post(paths.circuitFields({ id }), { base_status: '0', status: 'ended' });
    const ways = (await CircuitChangeModel.find({ circuit: id }).sort({ at: 1 })).map(
      (one) => `${one.kind} ${one.way}`,
    );
    expect(ways).to.deep.equal([
      'circuit added',
      'part added',
      'part added',
      'part moved',
      'circuit changed',
    ]);
    const own = (await coordinator.get(paths.circuit({ id }))).text;
    expect(own).to.include('Nora Verbist').and.include('van In gebruik naar Beëindigd');
    const official = (await (await signInAs(app, 'fod')).get(paths.circuit({ id }))).text;
    expect(official).to.include('Antwerpen').and.not.include('Nora Verbist').and.not.include('/fields"');
  });

  it('a repeat of a request adds nothing twice', async () => {
    const id = await aCircuit(coordinator);
    const actId = '6d3c1f0a-8f7e-4a53-9a64-0f7d1f3a2b1c';
    for (let time = 0; time < 2; time++)
      await coordinator.post(paths.circuitItems({ id, kind: 'parts' }), wanted, { actId });
    expect(await orderOf(id)).to.have.length(1);
  });
});
