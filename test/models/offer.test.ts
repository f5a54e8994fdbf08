import { expect } from 'chai';
import { CareModuleModel, statusOn } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { nameOn, OrganisationModel } from '../../models/Organisation.ts';

const refusal = (record: { validate(): Promise<unknown> }): Promise<string> =>
  record.validate().then(
    () => 'accepted',
    (error: Error) => error.message,
  );

describe('the records of the care offer', () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const aModule = (fields: object) =>
    new CareModuleModel({ _id: 'm', careUnitId: 'u', siteIds: [], status: 'active', order: 0, ...fields });

  it('a module of which nothing was said: is unknown in every list and number', () => {
    const { types, settings, ages, problems, capacity, waitingList, languages } = aModule({}).toObject();
    expect([types, settings, ages, problems, capacity, waitingList, languages]).to.deep.equal(
      Array(7).fill(null),
    );
  });

  it('a waiting list with a number and no day of count: is refused', async () => {
    expect(await refusal(aModule({ waitingList: { weeks: 3 } }))).to.include(
      'a waiting list has a day of count',
    );
    expect(await refusal(aModule({ waitingList: { persons: 0 } }))).to.include(
      'a waiting list has a day of count',
    );
    expect(await refusal(aModule({ waitingList: { weeks: 0, countedOn: day('2026-01-01') } }))).to.equal(
      'accepted',
    );
    expect(await refusal(aModule({ waitingList: { note: { nl: 'kort' } } }))).to.equal('accepted');
  });

  it('a problem, setting or number that does not exist: is refused', async () => {
    for (const fields of [
      { problems: ['tea'] },
      { settings: ['moon'] },
      { capacity: { unit: 'beds', maximum: -1 } },
    ]) {
      expect(await refusal(aModule(fields)), JSON.stringify(fields)).to.include('validation failed');
    }
  });

  it('a website that is no web address: is refused', async () => {
    const unit = { _id: 'u', kind: 'other', name: 'x', siteIds: [], status: 'active', order: 0 };
    expect(
      await refusal(new CareUnitModel({ ...unit, contact: { website: 'javascript:alert(1)' } })),
    ).to.include('website');
    expect(await refusal(new CareUnitModel({ ...unit, contact: { website: 'https://x.be' } }))).to.equal(
      'accepted',
    );
  });

  it('an organisation without a name: is refused', async () => {
    expect(await refusal(new OrganisationModel({ _id: 'o', names: [] }))).to.include(
      'an organisation has a name',
    );
  });

  it('an organisation of three names: is called by that of the day, else by its last', () => {
    const organisation = {
      names: [
        { name: 'VVGG', from: null, until: day('2018-01-01') },
        { name: 'Steunpunt', from: day('2018-01-01'), until: day('2021-01-01') },
        { name: 'PSYCHE', from: day('2021-01-01'), until: null },
      ],
    };
    const on = (text: string) => nameOn(organisation, day(text));
    expect([on('2017-12-31'), on('2018-01-01'), on('2026-01-01')]).to.deep.equal([
      'VVGG',
      'Steunpunt',
      'PSYCHE',
    ]);
    expect(nameOn({ names: organisation.names.slice(0, 2) }, day('2026-01-01'))).to.equal('Steunpunt');
  });

  const states: [string, 'active' | 'planned' | 'stopped', string | null, string | null, string][] = [
    ['nothing said of days', 'active', null, null, 'active'],
    ['before the first day', 'active', '2026-05-02', null, 'planned'],
    ['on the first day', 'active', '2026-05-01', null, 'active'],
    ['on the last day', 'active', null, '2026-05-01', 'active'],
    ['after the last day', 'active', null, '2026-04-30', 'stopped'],
    ['stopped whatever the days', 'stopped', '2026-01-01', '2027-01-01', 'stopped'],
    ['planned without a day', 'planned', null, null, 'planned'],
  ];
  for (const [circumstance, status, from, until, result] of states) {
    it(`a module ${circumstance}: is ${result}`, () => {
      const module = { status, from: from ? day(from) : null, until: until ? day(until) : null };
      expect(statusOn(module, '2026-05-01')).to.equal(result);
    });
  }
});
