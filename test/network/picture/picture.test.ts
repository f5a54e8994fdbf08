import { expect } from 'chai';
import { actorTypes } from '../../../models/Organisation.ts';
import { type Asked, chosenFrom, headings } from '../../../server/features/network/picture/choice.ts';
import type { Drawn } from '../../../server/features/network/picture/drawing.ts';
import { pictureOf } from '../../../server/features/network/picture/layout.ts';
import type {
  Group,
  Network,
  Participant,
  Sitting,
} from '../../../server/features/network/picture/network.ts';

const everything: Asked = { kind: '', sector: '', type: '', area: '', seats: '' };

const group = (id: string, said: Partial<Group> = {}): Group => ({
  ...{ id, kind: 'working_group', name: { nl: id }, parent: '', printed: null, isFictional: false },
  ...said,
});
const organisation = (id: string, said: Partial<Participant> = {}): Participant => ({
  ...{ id, kind: 'organisation', name: id, type: 'housing', areas: [], isPartner: true, isFictional: false },
  ...said,
});
const sitting = (participant: string, of: string, said: Partial<Sitting> = {}): Sitting => ({
  ...{ kind: 'seat', participant, group: of, area: null, mandate: 'member', level: '', isNamed: true },
  ...said,
});

/** Antwerpen and Mechelen, two arrondissements of one province. */
const [antwerp, mechelen] = ['11000', '12000'];

const network: Network = {
  groups: [
    group('Zorgtraject'),
    group('Stuurgroep', { kind: 'steering_group' }),
    group('Alcohol', { parent: 'Zorgtraject' }),
    group('Circuit', { kind: 'circuit' }),
    group('Bureau', { kind: 'permanent_bureau', parent: 'elders' }),
  ],
  participants: [
    organisation('Huis', { areas: [antwerp] }),
    organisation('Centrum', { type: 'rehabilitation_centre', areas: [mechelen] }),
    organisation('BE-VAN', { kind: 'platform', type: '', isPartner: false }),
    organisation('Onbekend', { type: '' }),
    organisation('alone', { kind: 'alone', type: '', isPartner: false }),
    organisation('Gast', { type: 'police', isPartner: false }),
  ],
  sittings: [
    sitting('Huis', 'Stuurgroep', { mandate: 'chair', level: 'governance' }),
    sitting('Huis', 'Stuurgroep', { isNamed: false, area: mechelen }),
    sitting('Huis', 'Circuit', { kind: 'circuit', mandate: '' }),
    sitting('Centrum', 'Alcohol', { level: 'field' }),
    sitting('BE-VAN', 'Stuurgroep', { mandate: 'secretary' }),
    sitting('alone', 'Stuurgroep'),
    sitting('Gast', 'Alcohol'),
  ],
};
const rowsOf = (asked: Partial<Asked>, of = network): string[] =>
  chosenFrom(of, { ...everything, ...asked }).parts.flatMap((one) => one.participants.map(({ id }) => id));
const tiesOf = (asked: Partial<Asked>): string[] =>
  chosenFrom(network, { ...everything, ...asked }).ties.map(
    (one) => `${one.participant}@${one.group} ${one.count}`,
  );

const drawnFrom = (of: Network, focus = ''): Drawn => {
  const chosen = chosenFrom(of, everything);
  return {
    groups: chosen.groups.map((one) => ({ ...one, name: one.name.nl!, href: `#${one.id}` })),
    parts: chosen.parts.map((one) => ({
      title: one.heading,
      participants: one.participants.map((who) => ({ ...who, href: `#${who.id}` })),
    })),
    ties: chosen.ties.map((one) => ({ ...one, words: '' })),
    focus,
  };
};

/** The same facts in another order, as a store may give them. */
const turned = ({ groups, participants, sittings }: Network): Network => ({
  groups: [...groups].reverse(),
  participants: [...participants].reverse(),
  sittings: [...sittings].reverse(),
});

describe('the picture of a network', () => {
  it('has groups by kind and name, each before its own parts; one whose whole is not shown is a whole', () => {
    const ids = (asked: Partial<Asked>): string[] =>
      chosenFrom(network, { ...everything, ...asked }).groups.map((one) => one.id);
    expect(ids({})).to.deep.equal(['Bureau', 'Stuurgroep', 'Zorgtraject', 'Alcohol', 'Circuit']);
    expect(ids({ kind: 'working_group' })).to.deep.equal(['Zorgtraject', 'Alcohol']);
  });

  it('has participants under the headings in their order, platforms first and people by themselves last', () => {
    const parts = chosenFrom(network, everything).parts;
    expect(parts.map((one) => [one.heading, one.participants.map(({ id }) => id)])).to.deep.equal([
      ['platform', ['BE-VAN']],
      ['addiction', ['Centrum']],
      ['welfare', ['Huis']],
      ['justice', ['Gast']],
      ['unknown', ['Onbekend']],
      ['alone', ['alone']],
    ]);
  });

  it('has a heading for every kind of actor', () => {
    for (const type of actorTypes) {
      const { parts } = chosenFrom({ ...network, participants: [organisation('Een', { type })] }, everything);
      expect(headings, type).to.include(parts[0]?.heading);
    }
  });

  it('counts the places of one organisation in one group together, by mandate and level', () => {
    const tie = chosenFrom(network, everything).ties.find((one) => one.count === 2);
    expect(tie).to.deep.equal({
      ...{ kind: 'seat', participant: 'Huis', group: 'Stuurgroep', count: 2, toBeNamed: 1 },
      mandates: [
        ['chair', 1],
        ['member', 1],
      ],
      levels: [
        ['governance', 1],
        ['', 1],
      ],
    });
  });

  const choices: [what: string, asked: Partial<Asked>, rows: string[]][] = [
    ['a sector', { sector: 'welfare' }, ['Huis']],
    ['a kind of actor', { type: 'rehabilitation_centre' }, ['Centrum']],
    [
      'an area: who is there, and of whom no place is known',
      { area: mechelen },
      ['BE-VAN', 'Centrum', 'Gast', 'Onbekend', 'alone'],
    ],
    ['who has a place', { seats: 'some' }, ['BE-VAN', 'Centrum', 'Huis', 'Gast', 'alone']],
    ['who has a place in none', { seats: 'none' }, ['Onbekend']],
    [
      'a kind of group: partners stay, guests are there for their place alone',
      { kind: 'steering_group' },
      ['BE-VAN', 'Centrum', 'Huis', 'Onbekend', 'alone'],
    ],
  ];
  for (const [what, asked, rows] of choices)
    it(`narrowed to ${what}, shows those`, () => {
      expect(rowsOf(asked)).to.deep.equal(rows);
    });

  it('narrowed to an area, does not count a seat that speaks for a site elsewhere', () => {
    expect(tiesOf({ area: antwerp })).to.include('Huis@Stuurgroep 1');
    expect(tiesOf({})).to.include('Huis@Stuurgroep 2');
  });

  it('is the same for the same facts, whatever order they come in', () => {
    expect(pictureOf(drawnFrom(turned(network)))).to.deep.equal(pictureOf(drawnFrom(network)));
  });

  it('keeps every line and every row above where they are when an organisation comes', () => {
    const more = { ...network, participants: [...network.participants, organisation('Ibis')] };
    more.sittings = [...network.sittings, sitting('Ibis', 'Alcohol')];
    for (const size of ['narrow', 'wide'] as const) {
      const [before, after] = [network, more].map((one) => pictureOf(drawnFrom(one))[size]);
      expect(after!.pieces[0]!.heads).to.deep.equal(before!.pieces[0]!.heads);
      const rows = (of: typeof before) => of!.pieces.flatMap((one) => one.rows);
      const at = rows(after).findIndex((one) => one.id === 'Ibis');
      expect(rows(after).slice(0, at)).to.deep.equal(rows(before).slice(0, at));
      const height = rows(after)[at]!.box.height + 2;
      expect(
        rows(after)
          .slice(at + 1)
          .map((one) => one.y - height),
      ).to.deep.equal(
        rows(before)
          .slice(at)
          .map((one) => one.y),
      );
    }
  });

  it('lets no two names, lines or rows lie over each other, and none stick out', () => {
    for (const { pieces, width } of Object.values(pictureOf(drawnFrom(network)))) {
      const boxes = pieces.flatMap((one) => [...one.heads, ...one.rows]).map((one) => one.box);
      for (const [at, box] of boxes.entries()) {
        expect(box.x + box.width).to.be.at.most(width);
        if (at > 0) expect(box.y).to.be.at.least(boxes[at - 1]!.y + boxes[at - 1]!.height);
      }
      const xs = pieces[0]!.heads.map((one) => one.at);
      expect(new Set(xs).size).to.equal(network.groups.length);
      expect(
        pieces.every((one, at) => at === 0 || one.y === pieces[at - 1]!.y + pieces[at - 1]!.height),
      ).to.equal(true);
    }
  });

  it('with one organisation in focus, its ties and their ends stand out and the others do not', () => {
    const { wide } = pictureOf(drawnFrom(network, 'Huis'));
    const strong = wide.pieces
      .flatMap((one) => [...one.heads, ...one.rows])
      .filter((one) => one.weight === 'strong');
    expect(strong.map((one) => one.id)).to.have.members(['Huis', 'Stuurgroep', 'Circuit']);
    const knots = wide.pieces
      .flatMap((one) => one.rows)
      .flatMap((row) => row.knots.map((one) => [row.id, one.weight]));
    expect(knots.filter(([, weight]) => weight === 'strong').map(([id]) => id)).to.deep.equal([
      'Huis',
      'Huis',
    ]);
  });
});
