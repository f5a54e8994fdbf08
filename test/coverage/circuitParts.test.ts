import { expect } from 'chai';
import fc from 'fast-check';
import type { GapValues } from '../../models/gapFields.ts';
import { emptyGap } from '../../models/gapFields.ts';
import { textWidth, wrapped } from '../../server/drawing/text.ts';
import { isAboutHelp, isAboutWay } from '../../server/features/coverage/circuits/gapsAbout.ts';
import type { ModuleKinds } from '../../server/features/coverage/circuits/modules.ts';
import { passagesAmong } from '../../server/features/coverage/circuits/passages.ts';
import { lanesOf } from '../../server/features/coverage/circuits/picture/lanes.ts';
import { pictureOf } from '../../server/features/coverage/circuits/picture/picture.ts';

const gap = (said: Partial<GapValues>): GapValues => ({
  ...emptyGap,
  ...{ kind: 'missing', title: {}, platforms: ['BE-VAN'], ...said },
});
const about = { platforms: ['BE-VAN'], areas: ['10000'], ages: ['adults'], targetGroups: ['dual_diagnosis'] };

/** What the register says, and whether that is about aftercare of adults with a dual diagnosis in the province. */
const helps: [string, Partial<GapValues>, boolean][] = [
  ['of the same help', { functions: ['aftercare'] }, true],
  ['of the same help in a part of the area', { functions: ['aftercare'], areas: ['13000'] }, true],
  ['of the same help in the whole region', { functions: ['aftercare'], areas: ['02000'] }, true],
  ['of the same help elsewhere', { functions: ['aftercare'], areas: ['71000'] }, false],
  ['for others', { functions: ['aftercare'], ages: ['children_youth'] }, false],
  [
    'for these people among others',
    { functions: ['aftercare'], targetGroups: ['forensic', 'dual_diagnosis'] },
    true,
  ],
  ['of other help', { functions: ['detox'] }, false],
  ['of another platform', { functions: ['aftercare'], platforms: ['BE-VLI'] }, false],
  ['about the way to it', { functions: ['aftercare'], kind: 'transition' }, false],
];

describe('gaps about a part of a circuit', () => {
  for (const [what, said, expected] of helps)
    it(`one ${what} is ${expected ? '' : 'not '}about it`, () => {
      expect(isAboutHelp(gap(said), ['aftercare'], about)).to.equal(expected);
    });

  it('a way is told by both its ends, by kind of help or by age, and by none when it leads out', () => {
    const way = (from: string, to: string) => gap({ kind: 'transition', from, to });
    const [stay, after] = [['short_residential', 'adults'], ['aftercare']];
    expect(isAboutWay(way('short_residential', 'aftercare'), stay, after, about)).to.equal(true);
    expect(isAboutWay(way('aftercare', 'short_residential'), stay, after, about)).to.equal(false);
    expect(isAboutWay(way('adults', 'aftercare'), stay, after, about)).to.equal(true);
    expect(isAboutWay(way('short_residential', ''), stay, null, about)).to.equal(true);
    expect(isAboutWay(way('short_residential', ''), stay, after, about)).to.equal(false);
  });
});

const frame = [
  {
    code: 'youth_to_adult',
    from: { type: 'ambulatory_counselling', age: 'children_youth' },
    to: { type: 'ambulatory_counselling', age: 'adults' },
  },
  { code: 'residential_to_aftercare', from: { setting: 'residential' }, to: { type: 'aftercare' } },
];
const modules = new Map(
  Object.entries({
    young: { types: ['ambulatory_counselling'], ages: ['children_youth'], organisation: 'a' },
    adult: { types: ['ambulatory_counselling', 'aftercare'], ages: ['adults'], organisation: 'b' },
    stay: { settings: ['residential'], types: ['detox'], organisation: 'c' },
    vague: { types: null, ages: null, organisation: 'd' },
    ownerless: { types: ['aftercare'], ages: ['adults'], organisation: null },
  }),
) as unknown as Map<string, ModuleKinds>;

function passages(...ways: [from: string, to: string, works: string][]) {
  const part = (module: string) => ({ _id: module, values: { module: modules.has(module) ? module : '' } });
  const parts = [...new Set(ways.flatMap((way) => way.slice(0, 2)))].map(part);
  const transitions = ways.map(([from, to, works]) => ({ values: { from, to, works } }));
  return passagesAmong([{ parts, transitions } as never], modules, frame);
}

describe('passages of circuits', () => {
  it('a way between two modules that works joins their organisations, for the transition they are of', () => {
    expect(passages(['young', 'adult', 'well'], ['stay', 'adult', 'with_difficulty'])).to.deep.equal([
      { transition: 'youth_to_adult', from: 'a', to: 'b' },
      { transition: 'residential_to_aftercare', from: 'c', to: 'b' },
    ]);
  });

  it('one that does not work, of which nobody knows, to what is wanted or leads out joins nobody', () => {
    for (const way of [
      ['stay', 'adult', 'not'],
      ['stay', 'adult', 'unknown'],
      ['stay', 'missing', 'well'],
      ['stay', 'housing', 'well'],
    ])
      expect(passages(way as [string, string, string]), way.join()).to.deep.equal([]);
  });

  it('a module of which the kind or the organisation is not known joins nobody', () => {
    expect(passages(['young', 'vague', 'well'], ['stay', 'ownerless', 'well'])).to.deep.equal([]);
  });

  it('the same passage in two circuits is one', () => {
    expect(passages(['young', 'adult', 'well'], ['young', 'adult', 'with_difficulty'])).to.have.length(1);
  });
});

const words = fc.string({ unit: fc.constantFrom(...'abcdefghimMW é-'), maxLength: 80 });
const drawn = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.record({
    nodes: fc.array(words, { minLength: count, maxLength: count }).map((titles) =>
      titles.map((title, at) => ({
        key: String(at),
        kind: 'module' as const,
        title: `${at} ${title}`,
        under: ['Naam'],
      })),
    ),
    ways: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: count - 1 }).map(String),
        to: fc.integer({ min: 0, max: count - 1 }).map(String),
        works: fc.constantFrom('well' as const, 'not' as const),
        word: fc.constantFrom('goed', 'moeizaam', 'lukt niet'),
      }),
      { maxLength: 12 },
    ),
  }),
);

describe('the picture of a circuit', () => {
  it('a text in lines says every letter of it, and no line is wider than it may be', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 300 }), (text, most) => {
        const lines = wrapped(text, most);
        expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(/\s/g, ''));
        for (const line of lines) expect(textWidth(line)).to.be.at.most(most);
      }),
    );
  });

  it('boxes follow each other in order without touching, and everything drawn is inside the picture', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        for (const { boxes, lines, width, height } of Object.values(pictureOf(given))) {
          expect(boxes.map((one) => one.key)).to.deep.equal(given.nodes.map((one) => one.key));
          for (const [at, box] of boxes.slice(1).entries())
            expect(box.y).to.be.greaterThan(boxes[at]!.y + boxes[at]!.height);
          expect(boxes.at(-1)!.y + boxes.at(-1)!.height).to.be.at.most(height);
          expect(lines).to.have.length(given.ways.length);
          for (const one of lines) expect(one.sign.x + 11).to.be.at.most(width);
        }
      }),
    );
  });

  it('two ways in one lane never run over each other', () => {
    const course = fc.record({
      from: fc.nat(900),
      to: fc.nat(900),
      word: fc.constantFrom('goed', 'lukt niet'),
    });
    fc.assert(
      fc.property(fc.array(course, { maxLength: 14 }), (courses) => {
        const lanes = lanesOf(courses);
        for (const [a, one] of courses.entries())
          for (const [b, other] of courses.entries()) {
            if (a >= b || lanes[a] !== lanes[b]) continue;
            const isApart =
              Math.max(one.from, one.to) < Math.min(other.from, other.to) ||
              Math.max(other.from, other.to) < Math.min(one.from, one.to);
            expect(isApart).to.equal(true);
          }
      }),
    );
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        expect(pictureOf(given)).to.deep.equal(pictureOf(structuredClone(given)));
      }),
    );
  });
});
