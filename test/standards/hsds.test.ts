import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import request from 'supertest';
import type { z } from 'zod';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { paths } from '../../server/paths.ts';
import { hsdsRoutes } from '../../server/standards/hsds/routes.ts';
import { pageOf, refusal, shapes, welcome } from '../../server/standards/hsds/shapes.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs } from '../builders/people.ts';

type Resource = keyof typeof shapes;
type Item = Record<string, unknown> & { id: string };
const resources = Object.keys(shapes) as Resource[];

/** Everything that does not fit, in words; a field that is not of the shape is one. */
const faults = (shape: z.ZodType, body: unknown): string[] =>
  (shape.safeParse(body).error?.issues ?? []).map((one) => `${one.path.join('.')}: ${one.message}`);

describe('the HSDS interface', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  const get = (rest: string) => request(app.address).get(`${paths.hsds()}${rest}`);
  const contents = async (rest: string): Promise<Item[]> => (await get(rest).expect(200)).body.contents;
  const total = async (rest: string): Promise<number> => (await get(rest).expect(200)).body.total_items;
  const aModule = async () => {
    const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    return CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
  };
  const setFree = async (available: string) => {
    const module = await aModule();
    const states = module.fields as unknown as Record<string, { version: number }>;
    const base = states.capacity_available!.version;
    const lut = await signInAs(app, 'beheer.debrug');
    const body = { 'base_capacity.available': String(base), 'capacity.available': available };
    expect((await lut.post(paths.upkeepNumbers({ id: module._id }), body)).status).to.equal(303);
  };

  it('says its version, its profile and where it is described', async () => {
    expect(faults(welcome, (await get('').expect(200)).body)).to.deep.equal([]);
    await get('/').expect(200);
  });

  for (const resource of resources) {
    it(`${resource}: every page, in every depth, and every record by itself hold only what the shape says`, async () => {
      const depths = resource.startsWith('taxonom') ? [''] : ['', '&minimal=true', '&full=true'];
      for (const depth of depths) {
        const first = await get(`/${resource}?per_page=100&language=fr${depth}`).expect(200);
        expect(faults(pageOf(shapes[resource]), first.body)).to.deep.equal([]);
        expect(first.body.contents).to.have.length.greaterThan(5);
      }
      for (const { id } of await contents(`/${resource}?per_page=100`)) {
        const one = await get(`/${resource}/${id}`).expect(200);
        expect(faults(shapes[resource], one.body), id).to.deep.equal([]);
        expect(one.body.id).to.equal(id);
      }
    });

    it(`${resource}: pages of seven together give each record once; behind the last stands an empty one`, async () => {
      const all = await get(`/${resource}?per_page=7`).expect(200);
      const ids: string[] = [];
      for (let page = 1; page <= all.body.total_pages; page += 1) {
        const { body } = await get(`/${resource}?per_page=7&page=${page}`).expect(200);
        expect([body.first_page, body.last_page]).to.deep.equal([page === 1, page === all.body.total_pages]);
        ids.push(...body.contents.map((one: Item) => one.id));
      }
      expect(new Set(ids).size).to.equal(ids.length).and.to.equal(all.body.total_items);
      const beyond = await get(`/${resource}?per_page=7&page=${all.body.total_pages + 1}`).expect(200);
      expect([beyond.body.empty, beyond.body.last_page, beyond.body.size]).to.deep.equal([true, true, 0]);
    });

    it(`${resource}: an id nobody has, or that is none, is 404 in JSON`, async () => {
      for (const id of [randomUUID(), 'nowhere', '..%2F..']) {
        const { status, body } = await get(`/${resource}/${id}`).set('Accept', 'text/html');
        expect([status, faults(refusal, body)], id).to.deep.equal([404, []]);
      }
    });
  }

  const wrong: [string, string][] = [
    ['per_page=-1', 'per_page'],
    ['per_page=101', 'per_page'],
    ['page=0', 'page'],
    ['page=1.5', 'page'],
    ['page=1&page=2', 'page'],
    ['format=xml', 'format'],
    ['language=it', 'language'],
    ['search=', 'search'],
    [`search=${'a'.repeat(201)}`, 'search'],
    ['taxonomy_term_id=detox', 'taxonomy_term_id'],
    ['taxonomy_id[$ne]=1', 'taxonomy_id[$ne]'],
    ['organization_id=7', 'organization_id'],
    ['modified_after=2026-02-30', 'modified_after'],
    ['modified_after=yesterday', 'modified_after'],
    ['minimal=yes', 'minimal'],
    ['minimal=true&full=true', 'minimal'],
    ['postcode=123', 'postcode'],
    ['proximity=10', 'proximity'],
    ['postcode=2600&proximity=-1', 'proximity'],
    ['perpage=5', 'perpage'],
  ];
  for (const [query, parameter] of wrong) {
    it(`?${query.slice(0, 40)} is refused with 400, and says which parameter`, async () => {
      const { status, body, headers } = await get(`/service_at_locations?${query}`);
      expect([status, body.parameter, faults(refusal, body)]).to.deep.equal([400, parameter, []]);
      expect(headers['access-control-allow-origin']).to.equal('*');
    });
  }

  it('what cannot be read or sent here is answered in JSON too', async () => {
    const nowhere = await get('/locations').set('Accept', 'text/html');
    expect([nowhere.status, faults(refusal, nowhere.body)]).to.deep.equal([404, []]);
    const sent = await request(app.address).post(paths.hsdsServices()).send({ name: 'x' });
    expect([sent.status, sent.headers.allow]).to.deep.equal([405, 'GET, HEAD, OPTIONS']);
    const asked = await request(app.address).options(paths.hsdsServices());
    expect(asked.headers['access-control-allow-headers']).to.include('If-None-Match');
  });

  it('filters meet: a term, its taxonomy, an organisation and words', async () => {
    const [detox] = await contents('/taxonomy_terms?search=detox&language=en');
    const withDetox = await contents(`/services?taxonomy_term_id=${detox!.id}&full=true&per_page=100`);
    expect(withDetox).to.have.length.greaterThan(0);
    for (const one of withDetox)
      expect((one.attributes as { taxonomy_term_id: string }[]).map((a) => a.taxonomy_term_id)).to.include(
        detox!.id,
      );
    const [noordster] = await contents('/organizations?search=noordster');
    const both = await contents(`/services?taxonomy_term_id=${detox!.id}&organization_id=${noordster!.id}`);
    expect(both.map((one) => one.name)).to.deep.equal(['Noordster, verblijf: Ontwenning']);
    expect(await total(`/services?organization_id=${noordster!.id}`)).to.equal(3);
    expect(await total(`/services?organization_id=${noordster!.id}&search=dagprogr`)).to.equal(1);
    const ages = (await contents('/taxonomies')).find((one) => one.name === 'Leeftijdsgroepen')!;
    const crossed = `/services?taxonomy_id=${ages.id}&taxonomy_term_id=${detox!.id}`;
    expect(await total(crossed)).to.equal(0);
    expect(await total(`/services?taxonomy_id=${ages.id}`)).to.be.greaterThan(8);
    expect(await total(`/services?taxonomy_id=${randomUUID()}`)).to.equal(0);
    expect(await total(`/organizations?taxonomy_term_id=${detox!.id}&search=noordster`)).to.equal(1);
  });

  it('finds words as the directory does: in other forms, anywhere in a unit, the best first; and guesses at nothing', async () => {
    const names = async (words: string) =>
      (await contents(`/services?search=${encodeURIComponent(words)}&per_page=100`)).map((one) => one.name);
    expect(await names('ontwenningen')).to.include('Noordster, verblijf: Ontwenning');
    const [first] = await names('mobiel team');
    expect(first).to.match(/^De Brug, mobiel team/);
    expect(await names('nordster')).to.deep.equal([]);
    expect(await total('/service_at_locations?search=noordster')).to.be.greaterThan(2);
  });

  it('finds places by postcode, and around it with the nearest first', async () => {
    const places = await contents('/service_at_locations?postcode=2300&full=true&per_page=100');
    const towns = places.map((one) => (one.location as { description: string }).description);
    expect(new Set(towns)).to.deep.equal(new Set(['Turnhout']));
    const around = await contents('/service_at_locations?postcode=2300&proximity=45&per_page=100&full=true');
    const far = around.map((one) => (one.location as { description: string }).description);
    expect(far.slice(0, places.length)).to.deep.equal(towns);
    expect(far).to.include('Antwerpen').and.not.include('Hasselt');
    expect(far.lastIndexOf('Turnhout')).to.be.lessThan(far.indexOf('Antwerpen'));
    const none = await contents('/service_at_locations?postcode=9999&proximity=300');
    expect(none).to.deep.equal([]);
  });

  it('gives free places, assurance and words as they are known, and nothing in place of what is not', async () => {
    const module = await aModule();
    const one = (await get(`/services/${module._id}`).expect(200)).body;
    expect(one).to.deep.include({
      name: 'De Brug, team verslaving: Ambulante begeleiding',
      status: 'active',
    });
    expect(one.capacities).to.have.length(1);
    expect(one.capacities[0]).to.deep.include({ maximum: 60 });
    expect(one.assured_date).to.match(/^\d{4}-\d{2}-\d{2}$/);
    expect(one.alert).to.match(/^Fictief/);
    expect(one).not.to.have.any.keys('assurer_email', 'schedules', 'minimum_age');
    const [unknown] = await contents('/services?search=katarsis&full=true');
    expect(unknown).not.to.have.any.keys(
      'capacities',
      'assured_date',
      'last_modified',
      'wait_time',
      'phones',
    );
    expect(unknown!.alert).to.equal('Nog door niemand van de organisatie bevestigd.');
  });

  it('is 304 for who has it, until a partner changes a number; then only that is found by modified_after', async () => {
    const before = await get('/services').expect(200);
    const { etag, 'last-modified': modified } = before.headers as Record<string, string>;
    await get('/services').set('If-None-Match', etag!).expect(304);
    await get('/services').set('If-Modified-Since', modified!).expect(304);
    app.clock.advance(60_000);
    const moment = app.clock.now().toISOString();
    expect(await total(`/services?modified_after=${moment}`)).to.equal(0);
    app.clock.advance(60_000);
    await setFree('5');
    await get('/services').set('If-Modified-Since', modified!).expect(200);
    const after = await get(`/services/${(await aModule())._id}`).expect(200);
    expect(after.body.capacities[0].available).to.equal(5);
    const changed = await contents(`/services?modified_after=${moment}`);
    expect(changed.map((one) => one.id)).to.deep.equal([after.body.id]);
    expect(await total(`/service_at_locations?modified_after=${moment}`)).to.equal(2);
    const monthAgo = new Date(app.clock.now().getTime() - 30 * 86_400_000).toISOString();
    const days = await total(`/services?modified_after=${monthAgo.slice(0, 10)}`);
    expect(days).to.be.greaterThan(1);
  });

  it('gives each record of a page on a line of its own when asked', async () => {
    const answer = await fetch(`${app.address}${paths.hsdsServices()}?format=ndjson&per_page=3`);
    expect(answer.headers.get('content-type')).to.match(/^application\/x-ndjson/);
    const lines = (await answer.text()).trim().split('\n');
    const { body } = await get('/services?per_page=3').expect(200);
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal(body.contents);
  });

  it('is the same for who is signed in, renews no session and sets no cookie', async () => {
    const lut = await signInAs(app, 'beheer.debrug');
    const signedIn = await lut.get(`${paths.hsdsServices()}?per_page=2`);
    const anybody = await get('/services?per_page=2').set('Accept-Language', 'fr');
    expect(signedIn.body).to.deep.equal(anybody.body);
    expect(signedIn.headers).not.to.have.property('set-cookie');
    expect(signedIn.headers['cache-control']).to.equal('public, no-cache');
  });

  it('leaves out what asked not to be listed', async () => {
    const before = await total('/services');
    const unit = await CareUnitModel.findOne({ name: 'De Brug, mobiel team' }).lean().orFail();
    const lut = await signInAs(app, 'beheer.debrug');
    const body = { base_listed: '1', listed: 'no' };
    expect((await lut.post(paths.upkeepEntry({ kind: 'units', id: unit._id }), body)).status).to.equal(303);
    expect(await total('/services')).to.equal(before - 3);
    expect(await total('/services?search=mobiel')).to.equal(0);
    const module = await CareModuleModel.findOne({ careUnitId: unit._id }).lean().orFail();
    await get(`/services/${module._id}`).expect(404);
  });

  it('is described by a document that names every address and parameter, and nothing else', async () => {
    const { openapi_url: address } = (await get('').expect(200)).body;
    const { body } = await request(app.address).get(new URL(address).pathname).expect(200);
    expect(body.openapi).to.equal('3.1.0');
    const described = Object.keys(body.paths).map((one) => one.replace('{id}', ':id'));
    const mounted = hsdsRoutes
      .filter((row) => row.path.pattern.startsWith(paths.hsds()))
      .map((row) => row.path.pattern.slice(paths.hsds().length) || '/')
      .filter((one) => one !== '/openapi.json');
    expect(described).to.have.members(mounted);
    for (const resource of resources) {
      const names: string[] = body.paths[`/${resource}`].get.parameters.map(
        (one: { name: string }) => one.name,
      );
      const { body: told } = await get(`/${resource}?no_such=1`).expect(400);
      expect(told.message).to.include(`Known: ${names.join(', ')}.`);
    }
    expect(body.components.schemas.services.additionalProperties).to.equal(false);
    const referred = JSON.stringify(body).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    for (const [, name] of referred) expect(body.components.schemas).to.have.property(name!);
  });
});

describe('the HSDS interface of a real installation', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ programs: 6 });
  });
  after(() => app.close());

  it('gives nothing fictional, and refuses one address that asks too often, in JSON', async () => {
    await OrganisationModel.create({
      ...{ _id: 'verzonnen', names: [{ name: 'Verzonnen huis' }], fictional: true, provenance: null },
    });
    const unit = { _id: randomUUID(), organisationId: 'verzonnen', name: 'Verzonnen team' };
    await CareUnitModel.create({ ...unit, kind: 'other', siteIds: [], status: 'active', order: 999 });
    const services = await request(app.address).get(`${paths.hsdsServices()}?per_page=100`).expect(200);
    expect(services.body.total_items).to.be.greaterThan(20);
    expect(services.text).not.to.match(/Verzonnen|Fictief/);
    await request(app.address)
      .get(paths.hsdsService({ id: unit._id }))
      .expect(404);
    const organisations = await request(app.address).get(paths.hsdsOrganizations()).expect(200);
    expect(organisations.text).not.to.include('Verzonnen');
    const answers = [];
    for (let time = 0; time < 5; time += 1)
      answers.push(await request(app.address).get(paths.hsdsTaxonomies()));
    const last = answers.at(-1)!;
    expect([last.status, faults(refusal, last.body)]).to.deep.equal([429, []]);
    expect(Number(last.headers['retry-after'])).to.be.within(1, 60);
    expect(last.headers['access-control-allow-origin']).to.equal('*');
    await request(app.address).get(paths.offer()).expect(200);
  });
});
