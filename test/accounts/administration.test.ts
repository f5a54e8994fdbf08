import { expect } from 'chai';
import { MembershipModel } from '../../models/Membership.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { PlatformModel } from '../../models/Platform.ts';
import { actsOf } from '../../server/core/acts.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import {
  aCaregiverOf,
  aCoordinatorOf,
  anAdministrator,
  anAdministratorOf,
  anOfficialOf,
  anOrganisation,
  aPerson,
} from './people.ts';
import { addressIn, aPassword, Visitor } from './visitor.ts';

describe('Who looks after whom', () => {
  let app: TestApp;
  let ours: string;
  let theirs: string;
  const ids: Record<string, string> = {};
  const visitors: Record<string, Visitor> = {};

  before(async () => {
    app = await startTestApp();
    ours = await anOrganisation(app.house, 'Ons Huis', 'BE-VAN', 'BE-VLI');
    theirs = await anOrganisation(app.house, 'Hun Huis', 'BE-VLI');
    const cast = {
      admin: anAdministrator,
      antwerpen: aCoordinatorOf('BE-VAN'),
      limburg: aCoordinatorOf('BE-VLI'),
      head: anAdministratorOf(ours),
      second: anAdministratorOf(ours),
      caregiver: aCaregiverOf(ours),
      official: anOfficialOf('fod-cel-drugs'),
    };
    for (const [name, held] of Object.entries(cast)) {
      ids[name] = await aPerson(app.house, `${name}@test.example`, aPassword, held);
      visitors[name] = new Visitor(app);
      await visitors[name].signIn(`${name}@test.example`);
    }
  });
  after(() => app.close());

  const membershipOf = async (name: string): Promise<string> =>
    (await MembershipModel.findOne({ person: ids[name] ?? '', current: true }))?._id ?? '';

  it('each page opens for its own people: 403 for other roles, 404 for other bodies', async () => {
    const pages = {
      '/platforms': { admin: 200, antwerpen: 200, head: 403, caregiver: 403, official: 403 },
      '/platforms/BE-VAN': { admin: 200, antwerpen: 200, limburg: 404, head: 403 },
      '/platforms/XX-XXX': { admin: 404, antwerpen: 404 },
      '/authorities': { admin: 200, antwerpen: 403, official: 403 },
      '/authorities/fod-cel-drugs': { admin: 200, official: 403 },
      '/administrators': { admin: 200, antwerpen: 403 },
      [`/organisations/${ours}`]: { head: 200, antwerpen: 200, limburg: 200, caregiver: 403, admin: 403 },
      [`/organisations/${theirs}`]: { head: 404, antwerpen: 404, limburg: 200 },
      '/organisations': { head: 200, antwerpen: 200, caregiver: 403, admin: 403 },
    };
    for (const [page, expected] of Object.entries(pages)) {
      for (const [name, status] of Object.entries(expected)) {
        expect((await visitors[name]?.get(page))?.status, `${name} on ${page}`).to.equal(status);
      }
    }
  });

  it('a coordinator does not see the caregivers of an organisation', async () => {
    const page = await visitors.antwerpen?.get(`/organisations/${ours}`);
    expect(page?.text).to.include('head@test.example').and.not.include('caregiver@test.example');
  });

  it('an administrator names a platform, its coordinator and an authority', async () => {
    const admin = visitors.admin!;
    const nameless = await admin.send('/platforms/DG/names', { nameNl: ' ' }, '/platforms/DG');
    expect(nameless.status).to.equal(422);
    await admin.send('/platforms/DG/names', { nameDe: 'Ostbelgien' }, '/platforms/DG');
    expect((await PlatformModel.findById('DG').lean())?.names.de).to.equal('Ostbelgien');
    const invited = { name: 'Eva', email: 'eva@test.example', role: 'coordinator', language: 'de' };
    const answer = await admin.send('/platforms/DG/coordinators', invited, '/platforms/DG');
    const eva = new Visitor(app, 'de');
    await eva.send(addressIn(answer.text), { name: 'Eva Lenz', newPassword: aPassword });
    expect((await eva.get('/platforms/DG')).status).to.equal(200);
    const added = await admin.send('/authorities', { nameFr: 'AVIQ' }, '/authorities');
    expect((await admin.get(added.headers.location ?? '')).text).to.include('AVIQ');
  });

  it('a coordinator admits an organisation of the inventory or a new one, and invites its administrator', async () => {
    const antwerpen = visitors.antwerpen!;
    const admit = (fields: Record<string, string>) =>
      antwerpen.send('/platforms/BE-VAN/organisations', fields, '/platforms/BE-VAN');
    expect((await admit({ organisation: theirs })).headers.location).to.equal(`/organisations/${theirs}`);
    expect((await admit({ organisation: theirs })).status).to.equal(409);
    expect((await admit({})).status).to.equal(422);
    expect((await admit({ organisationName: 'Nieuw Huis' })).status).to.equal(422);
    const made = await admit({ organisationName: 'Nieuw Huis', actorType: 'street_work' });
    const page = made.headers.location ?? '';
    const invited = {
      name: 'Ann',
      email: 'ann@test.example',
      role: 'organisationAdministrator',
      language: 'nl',
    };
    expect((await antwerpen.send(`${page}/people`, invited, page)).status).to.equal(200);
    expect(await OrganisationModel.countDocuments({ 'names.name': 'Nieuw Huis' })).to.equal(1);
    const elsewhere = await antwerpen.send(
      '/platforms/BE-VLI/organisations',
      { organisation: ours },
      '/account',
    );
    expect(elsewhere.status).to.equal(404);
  });

  it('a platform that admitted later cannot take an organisation over', async () => {
    const page = `/organisations/${ours}`;
    const invited = {
      name: 'Eve',
      email: 'eve@test.example',
      role: 'organisationAdministrator',
      language: 'nl',
    };
    expect((await visitors.limburg?.send(`${page}/people`, invited, page))?.status).to.equal(422);
    const end = await visitors.limburg?.send(`/memberships/${await membershipOf('head')}/end`, {}, page);
    expect(end?.status).to.equal(404);
  });

  it('a membership that ends refuses the very next request', async () => {
    const { caregiver, head } = visitors;
    expect(await caregiver?.isSignedIn()).to.equal(true);
    const page = `/organisations/${ours}`;
    const answer = await head?.send(`/memberships/${await membershipOf('caregiver')}/end`, {}, page);
    expect(answer?.headers.location).to.equal(page);
    expect(await caregiver?.isSignedIn()).to.equal(false);
    const act = await actsOf(app.house.connection).findOne({ name: 'membership.ended' });
    expect(act?.record).to.deep.equal({ type: 'person', id: ids.caregiver });
  });

  it('of two administrators who leave at the same time one stays', async () => {
    const page = `/organisations/${ours}`;
    const [one, two] = [await membershipOf('head'), await membershipOf('second')];
    const answers = await Promise.all([
      visitors.head?.send(`/memberships/${one}/end`, {}, page),
      visitors.second?.send(`/memberships/${two}/end`, {}, page),
    ]);
    expect(answers.map((answer) => answer?.status).sort()).to.deep.equal([303, 409]);
    const left = { body: ours, role: 'organisationAdministrator' as const, current: true as const };
    expect(await MembershipModel.countDocuments(left)).to.equal(1);
  });

  it('the last technical administrator cannot leave by accident', async () => {
    const answer = await visitors.admin?.send(
      `/memberships/${await membershipOf('admin')}/end`,
      {},
      '/administrators',
    );
    expect(answer?.status).to.equal(409);
    expect(answer?.text).to.include('laatste beheerder');
    expect(await visitors.admin?.isSignedIn()).to.equal(true);
  });
});

describe('The pages of accounts', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await aPerson(app.house, 'all@test.example', aPassword, anAdministrator, aCoordinatorOf('BE-VAN'));
  });
  after(() => app.close());

  const addresses = [
    '/account',
    '/account/second-factor',
    '/platforms',
    '/platforms/BE-VAN',
    '/authorities',
    '/administrators',
  ];
  for (const language of ['nl', 'fr', 'de', 'en']) {
    it(`say everything in ${language}`, async () => {
      const visitor = new Visitor(app, language);
      const pages = ['/sign-in', '/password-reset', '/invitations/none', '/set-up/none'];
      const open = await Promise.all(pages.map((page) => visitor.get(page)));
      const own = new Visitor(app, language);
      await own.get('/sign-in');
      await own.signIn('all@test.example');
      await own.send('/account/name', { name: 'Alles Mag', language }, '/account');
      const shut = await Promise.all(addresses.map((page) => own.get(page)));
      for (const page of [...open, ...shut]) {
        expect(page.text).to.include(`<html lang="${language}">`);
        expect(page.text).to.not.match(/[>"](accounts|general|forms|errors)\.[a-zA-Z.]+[<"]/);
        expect(page.text).to.not.match(/ style=|<style|undefined|\[object/);
      }
    });
  }
});
