import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { SiteModel } from '../../../models/Site.ts';
import { changedSinceConfirmation } from '../../../server/features/offer/verification/review.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

describe('what changed since a confirmation', () => {
  const on = (day: string) => new Date(`2026-${day}T12:00:00Z`);
  const step = (day: string, field: string, from: string | null, to: string | null) => ({
    at: on(day),
    way: 'changed' as const,
    changes: [{ field, from, to }],
  });
  const verified = { at: on('03-01'), by: 'somebody' };

  it('is what was said then beside what is said now, and not what was changed and put back', () => {
    const steps = [
      step('05-01', 'street', 'Tussenweg 1', 'Oude Straat 1'),
      step('04-01', 'street', 'Oude Straat 1', 'Tussenweg 1'),
      step('03-02', 'postcode', '2000', '2600'),
      step('02-01', 'area', null, '11002'),
    ];
    const now = { street: 'Oude Straat 1', postcode: '2600', area: '11002' };
    expect(changedSinceConfirmation('site', now, verified, steps)).to.deep.equal([
      { field: 'postcode', from: '2000', to: '2600' },
    ]);
  });

  it('is not known of what nobody ever confirmed', () => {
    expect(changedSinceConfirmation('site', {}, null, [])).to.equal(null);
  });
});

describe('confirming an entry field by field', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  let els: Visitor;
  let jef: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    els = await signInAs(app, 'aanbod.debrug');
    jef = await signInAs(app, 'beheer.noordster');
    const { _id } = await site();
    await lut.post(paths.upkeepConfirmation({ kind: 'sites', id: _id }));
    app.clock.advance(60_000);
  });
  after(() => app.close());

  const site = () => SiteModel.findOne({ 'name.nl': 'De Brug Mechelen' }).lean().orFail();
  const review = (id: string, kind = 'sites') => paths.upkeepReview({ kind, id });

  /** Every input of the form as the browser would send it untouched. */
  function untouched(html: string): Record<string, string> {
    const body: Record<string, string> = {};
    const form = html.slice(html.indexOf('class="stack stack--loose upkeep"'));
    for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
      const name = /name="([^"]+)"/.exec(tag)?.[1] ?? '';
      const isChecked = !/type="checkbox"/.test(tag) || / checked/.test(tag);
      if (isChecked && !name.startsWith('_')) body[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
    }
    for (const [, name, text] of form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g))
      body[name!] = text!;
    for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
      body[name!] = /value="([^"]*)" selected/.exec(options!)?.[1] ?? '';
    return body;
  }
  const ticksOf = (html: string): string[] =>
    [...html.matchAll(/type="checkbox" id="(ok_[^"]+)"/g)].map((found) => found[1]!);
  const allTicked = (html: string) => Object.fromEntries(ticksOf(html).map((tick) => [tick, 'on']));

  it('shows what changed since last time, and asks a tick only for what says something', async () => {
    const { _id } = await site();
    const form = untouched((await els.get(paths.upkeepEntry({ kind: 'sites', id: _id }))).text);
    await els.post(paths.upkeepEntry({ kind: 'sites', id: _id }), { ...form, street: 'Nieuwstraat 8' });
    const page = await lut.get(review(_id));
    expect(page.status).to.equal(200);
    expect(page.text).to.include('veranderde 1 veld').and.include('Nieuwstraat 8');
    expect(ticksOf(page.text)).to.include.members(['ok_street', 'ok_postcode']).and.not.include('ok_travel');
    expect(page.text).to.match(/Niet ingevuld: [^<]*Bereikbaarheid/);
  });

  it('says which fields nobody looked at, writes nothing, and keeps ticks and what was typed', async () => {
    const { _id } = await site();
    const form = untouched((await lut.get(review(_id))).text);
    const answer = await lut.post(review(_id), { ...form, ok_street: 'on', postcode: '2801' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('href="#ok_name"').and.include('verander het: Gemeente');
    expect(answer.text).not.to.include('href="#ok_street"').and.not.include('href="#ok_postcode"');
    expect(answer.text).to.include('name="ok_street" value="on" checked').and.include('value="2801"');
    expect((await site()).postcode).to.equal('2800');
    expect(await OfferChangeModel.countDocuments({ recordId: _id, way: 'confirmed' })).to.equal(1);
  });

  it('writes what was changed and confirms the whole, once all was ticked or changed', async () => {
    const { _id } = await site();
    const html = (await lut.get(review(_id))).text;
    const { ok_postcode: _, ...ticks } = allTicked(html);
    const body = { ...untouched(html), ...ticks, postcode: '2801', travel_nl: 'Tram 2' };
    const answer = await lut.post(review(_id), body);
    expect(answer.status).to.equal(303);
    const now = await site();
    expect([now.postcode, now.travel?.nl]).to.deep.equal(['2801', 'Tram 2']);
    expect(now.verified?.at.getTime()).to.equal(app.clock.now().getTime());
    const steps = await OfferChangeModel.find({ recordId: _id }).sort({ step: -1 }).limit(2).lean();
    expect(steps.map((one) => one.way)).to.deep.equal(['confirmed', 'changed']);
    const at = app.clock.now();
    const acts = await actsIn(app, { 'record.id': _id, at, name: /^site\./ });
    expect(acts.map((act) => act.name).sort()).to.deep.equal([
      'site.changed',
      'site.changed',
      'site.confirmed',
    ]);
    const changed = acts.filter((act) => act.name === 'site.changed').map((act) => act.details.fields);
    expect(changed).to.deep.include(['postcode', 'travel']);
    expect((await lut.get(review(_id))).text).to.include('veranderde er niets');
  });

  it('shows both values when somebody changed a field meanwhile; the ticks are kept', async () => {
    const { _id } = await site();
    const html = (await lut.get(review(_id))).text;
    const other = untouched((await els.get(paths.upkeepEntry({ kind: 'sites', id: _id }))).text);
    await els.post(paths.upkeepEntry({ kind: 'sites', id: _id }), { ...other, street: 'Andere Straat 1' });
    const late = await lut.post(review(_id), { ...untouched(html), ...allTicked(html) });
    expect(late.status).to.equal(409);
    expect(late.text).to.include('Andere Straat 1').and.include('name="ok_postcode" value="on"');
    const base = /name="base_street" value="(\d+)"/.exec(late.text)![1]!;
    const { ok_street: _, ...rest } = { ...untouched(html), ...allTicked(html) } as Record<string, string>;
    const body = { ...rest, base_street: base, json_street: JSON.stringify('Andere Straat 1') };
    expect((await lut.post(review(_id), body)).status).to.equal(303);
    expect((await site()).street).to.equal('Andere Straat 1');
  });

  it('refuses a value that cannot be, beside its field, with its input in sight', async () => {
    const { _id } = await site();
    const html = (await lut.get(review(_id))).text;
    const answer = await lut.post(review(_id), { ...untouched(html), ...allTicked(html), postcode: '12' });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('id="postcode-error"')
      .and.match(/<details class="fold" open>.*value="12"/s);
  });

  it('reviews modules and units too, and nobody else’s, nor an organisation', async () => {
    const unit = await CareUnitModel.findOne({ name: 'De Brug, mobiel team' }).lean().orFail();
    const module = await CareModuleModel.findOne({ careUnitId: unit._id }).lean().orFail();
    for (const [kind, id] of [
      ['units', unit._id],
      ['modules', module._id],
    ] as const) {
      const html = (await lut.get(review(id, kind))).text;
      expect(ticksOf(html).length).to.be.greaterThan(4);
      expect((await jef.get(review(id, kind))).status).to.equal(404);
      expect((await jef.post(review(id, kind), {})).status).to.equal(404);
    }
    expect((await lut.get(review('demo-de-brug', 'organisations'))).status).to.equal(404);
  });
});
