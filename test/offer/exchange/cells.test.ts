import { expect } from 'chai';
import fc from 'fast-check';
import { offerKinds, type Plain } from '../../../models/OfferChange.ts';
import { languages } from '../../../server/core/i18n.ts';
import {
  cellsOf,
  neutralised,
  plainCell,
  sameCell,
  valueIn,
} from '../../../server/features/offer/exchange/cells.ts';
import {
  columnNamed,
  columnOfInput,
  columnsFor,
  fieldsInFiles,
} from '../../../server/features/offer/exchange/columns.ts';
import { fieldOf, type OfferField } from '../../../server/features/offer/upkeep/catalogue.ts';
import { samePlain } from '../../../server/features/offer/upkeep/plain.ts';
import { allAreas } from '../../../server/geography/geography.ts';

const areas = [...allAreas()].map((area) => area.nis);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));
/** Eight digits and the two that follow from them. */
const enterpriseNumber = fc.integer({ min: 0, max: 19_999_999 }).map((digits) => {
  const [first, last] = [String(digits), String(97 - (digits % 97))];
  return first.padStart(8, '0') + last.padStart(2, '0');
});
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

/** Anything somebody might say in a field; what its schema refuses is thrown away afterwards. */
function anything({ kind, name }: OfferField): fc.Arbitrary<Plain> {
  const codes = (kind.choices ?? []).filter((one) => one !== 'none' && one !== '');
  switch (kind.input) {
    case 'localised':
      return orNull(
        fc.record(
          Object.fromEntries(languages.map((one) => [one, fc.option(text, { nil: undefined })])),
        ) as fc.Arbitrary<Plain>,
      );
    case 'datedNames':
      return fc.array(fc.record({ name: text, from: orNull(day), until: orNull(day) }), {
        minLength: 1,
        maxLength: 20,
      });
    case 'several':
      return orNull(codes.length > 0 ? fc.subarray(codes) : fc.uniqueArray(fc.uuid(), { maxLength: 4 }));
    case 'areas':
      return orNull(fc.uniqueArray(fc.constantFrom(...areas), { maxLength: 8 }));
    case 'area':
      return orNull(fc.constantFrom(...areas));
    case 'number':
      // People and weeks are whole.
      if (name.startsWith('waitingList')) return orNull(fc.integer({ min: 0, max: 999_999 }));
      return orNull(
        fc.oneof(
          fc.integer({ min: 0, max: 999_999 }),
          fc.integer({ min: 0, max: 9_999 }).map((one) => one / 100),
        ),
      );
    case 'day':
      return orNull(day);
    case 'postcode':
      return orNull(fc.integer({ min: 1000, max: 9999 }).map(String));
    case 'phone':
      return orNull(fc.constantFrom('+32 3 000 00 00', '03/000.00.00', '0800 00 000'));
    case 'email':
      return orNull(fc.constantFrom('huis@example.be', '-x@example.be'));
    case 'website':
      return orNull(fc.constantFrom('https://huis.example', 'http://huis.example/a?b=c#d'));
    case 'one':
      return codes.includes('yes') ? orNull(fc.boolean()) : orNull(fc.constantFrom(...codes));
    default:
      return orNull(name === 'enterpriseNumber' ? enterpriseNumber : text);
  }
}

describe('cells of the care offer', () => {
  for (const kind of offerKinds)
    for (const field of fieldsInFiles(kind))
      it(`${kind}.${field.name} is read back as it was written, in any language and by way of a neutral cell`, () => {
        let read = 0;
        fc.assert(
          fc.property(anything(field), fc.constantFrom(...languages), (value, language) => {
            const parsed = field.kind.schema.safeParse(value);
            if (!parsed.success) return;
            read += 1;
            const cells = Object.fromEntries(
              Object.entries(cellsOf(field, parsed.data)).map(([input, cell]) => [
                input,
                plainCell(neutralised(cell)),
              ]),
            );
            const again = valueIn(field, cells, language);
            if (!samePlain(again, parsed.data))
              throw new Error(`${JSON.stringify(parsed.data)} became ${JSON.stringify(again)}`);
          }),
          // Blanks alone were once taken for a name.
          { numRuns: 100, examples: [[' ', 'nl']] },
        );
        expect(read, 'values the field takes').to.be.greaterThan(20);
      });

  it('tells "not known" from "none" and from "everywhere"', () => {
    const groups = fieldOf('module', 'exclusion.groups')!;
    const areas = fieldOf('unit', 'catchment.areas')!;
    expect([
      cellsOf(groups, null),
      cellsOf(groups, []),
      cellsOf(areas, null),
      cellsOf(areas, []),
    ]).to.deep.equal([
      { 'exclusion.groups': '' },
      { 'exclusion.groups': 'none' },
      { 'catchment.areas': '' },
      { 'catchment.areas': 'everywhere' },
    ]);
  });

  it('refuses what is no choice instead of taking it for "not known"', () => {
    const read = (name: string, cell: string) => () =>
      valueIn(fieldOf('module', name)!, { [name]: cell }, 'nl');
    expect(read('catchment.crossesProvinces', 'misschien')).to.throw();
    expect(read('status', 'actief')).to.throw();
    expect(read('targetGroups', 'none|homeless')).to.throw();
    expect(read('capacity.available', 'veel')).to.throw();
  });

  it('takes a day the way spreadsheets write it', () => {
    const read = (cell: string) => valueIn(fieldOf('module', 'from')!, { from: cell }, 'nl');
    expect(['2026-11-26', '26/11/2026', '26-11-2026', '2026-11-26T00:00:00.000Z'].map(read)).to.deep.equal(
      Array(4).fill('2026-11-26'),
    );
  });

  it('leaves no cell a spreadsheet could take for a formula, and gives every text back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((one) => `=${one}`),
          fc.string().map((one) => `''@${one}`),
        ),
        (cell) => {
          const neutral = neutralised(cell);
          return !/^[=+\-@\t\r]/.test(neutral) && plainCell(neutral) === cell;
        },
      ),
    );
    expect(neutralised('+32 3 000')).to.equal("'+32 3 000");
    expect(plainCell("'s Gravenhuis")).to.equal("'s Gravenhuis");
  });

  it('knows the column behind every input a form can name', () => {
    for (const column of columnsFor(3)) expect(columnNamed(column.name)?.name).to.equal(column.name);
    expect(columnOfInput('module', 'cost_nl')).to.equal('module.cost.nl');
    expect(columnOfInput('organisation', 'names_1_until')).to.equal('organisation.names.2.until');
    expect(columnOfInput('module', 'settings_0')).to.equal('module.settings');
    expect(columnOfInput('module', 'capacity.unit')).to.equal('module.capacity.unit');
    expect(sameCell('een\r\ntwee', 'een\ntwee')).to.equal(true);
  });

  it('has the ids first', () => {
    expect(
      columnsFor(1)
        .slice(0, 4)
        .map((one) => one.name),
    ).to.deep.equal(['organisation.id', 'unit.id', 'site.id', 'module.id']);
  });
});
