import { expect } from 'chai';
import { Invalid } from '../../server/core/errors.ts';
import { languages } from '../../server/core/i18n.ts';
import type { Draft } from '../../server/features/coverage/standards/draft.ts';
import { inputsOf } from '../../server/features/coverage/standards/inputs.ts';
import { differences, draftOf, merged, partsOf } from '../../server/features/coverage/standards/parts.ts';
import { draftFrom } from '../../server/features/coverage/standards/queries.ts';
import { referenceFrames } from '../../server/features/coverage/standards/referenceFrames.ts';
import { typedDraft } from '../../server/features/coverage/standards/typedDraft.ts';
import { proposal, proposalForm } from '../builders/standards.ts';

const types = [
  ...new Set(proposal().content.expected.flatMap((one) => one.types)),
  ...['long_residential', 'day_programme'],
];
const typed = (body: object): Draft => typedDraft({ ...proposalForm, ...body }, types, proposal());

const faultsOf = (body: object): Record<string, string> => {
  try {
    typed(body);
  } catch (error) {
    if (error instanceof Invalid)
      return Object.fromEntries(Object.entries(error.fields).map(([name, { key }]) => [name, key]));
    throw error;
  }
  return {};
};

const changed = (change: (draft: Draft) => void): Draft => {
  const draft = structuredClone(proposal());
  change(draft);
  return draft;
};

describe('what a standard says, as a form and piece by piece', () => {
  for (const [id, named] of referenceFrames) {
    it(`${id}, put into a form and read back, says the same, its transitions under the same codes`, () => {
      const draft = draftFrom(named, 'fr');
      const every = [...types, 'prevention', 'assertive_care'];
      expect(typedDraft(inputsOf(draft), every, draft)).to.deep.equal(draft);
    });

    it(`${id}, taken to pieces and put together, is the same`, () => {
      const draft = draftFrom(named, 'de');
      const again = draftOf(partsOf(draft));
      expect(differences(draft, again)).to.deep.equal([]);
      expect(partsOf(again)).to.deep.equal(partsOf(draft));
    });

    it(`${id} has a name and a source in every language, and the English ones are those of the frame`, () => {
      for (const language of languages) {
        expect(named.names[language], language).to.be.a('string').and.not.equal('');
        for (const one of named.frame.travel.obstacles)
          expect(named.obstacles[one.area]?.[language], language).to.be.a('string').and.not.equal('');
      }
      expect(named.source.en).to.equal(named.frame.source);
      for (const one of named.frame.travel.obstacles)
        expect(named.obstacles[one.area]?.en).to.equal(one.source);
    });
  }

  const bad: [string, object, string, string][] = [
    ['kilometres below nothing', { kilometres: '-1' }, 'kilometres', 'standards.errors.number'],
    ['a share above all', { share: '101' }, 'share', 'standards.errors.number'],
    ['a share of nobody', { share: '0' }, 'share', 'standards.errors.number'],
    ['no share', { share: '' }, 'share', 'forms.required'],
    ['words for weeks', { weeks_detox: 'twee' }, 'weeks_detox', 'standards.errors.number'],
    ['half a month', { months: '1,5' }, 'months', 'standards.errors.whole'],
    ['an overlap of one', { overlapFrom: '1' }, 'overlapFrom', 'standards.errors.whole'],
    ['no name', { names_nl: ' ' }, 'names_nl', 'standards.errors.name'],
    ['no source', { source: '' }, 'source', 'standards.errors.source'],
    ['a kind of help that is none', { expected_0_types: 'magic' }, 'expected_0_types', 'forms.invalid'],
    ['an age that is none', { expected_0_ages: 'old' }, 'expected_0_ages', 'forms.invalid'],
    ['an area that is none', { expected_0_within: '99999' }, 'expected_0_within', 'forms.invalid'],
    [
      'provinces within an arrondissement',
      { expected_2_within: '13000' },
      'expected_2_within',
      'standards.errors.within',
    ],
    [
      'an expectation without a kind of help',
      { expected_5_ages: 'adults', expected_5_level: 'province' },
      'expected_5_types',
      'standards.errors.types',
    ],
    [
      'an expectation that stands there already',
      { expected_5_types: ['crisis', 'detox'], expected_5_level: 'arrondissement' },
      'expected_5_types',
      'standards.errors.twice',
    ],
    ['a weight of nothing', { expected_0_weight: '0' }, 'expected_0_weight', 'standards.errors.number'],
    [
      'a transition to where one is',
      { transitions_1_to_type: '', transitions_1_to_setting: 'residential' },
      'transitions_1_to_type',
      'standards.errors.sameEnds',
    ],
    [
      'a transition from anywhere',
      { transitions_1_from_setting: '' },
      'transitions_1_from_type',
      'standards.errors.kind',
    ],
    [
      'an obstacle nobody speaks of',
      { obstacles_0_source: '' },
      'obstacles_0_source',
      'standards.errors.obstacleSource',
    ],
    [
      'an obstacle twice',
      { obstacles_1_area: '23000', obstacles_1_kilometres: '5', obstacles_1_source: 'Overleg' },
      'obstacles_1_area',
      'standards.errors.areaTwice',
    ],
  ];
  for (const [name, body, field, key] of bad)
    it(`${name}, typed in the form, is refused beside its field and nowhere else`, () => {
      expect(faultsOf(body)).to.deep.equal({ [field]: key });
    });

  it('a decimal comma, typed, is a point; an empty number of a kind of help is the general one', () => {
    const { content } = typed({ kilometres: '12,5', kilometres_detox: '' });
    expect(content.travel.kilometres.otherwise).to.equal(12.5);
    expect(content.travel.kilometres.types).not.to.have.property('detox');
  });

  it('a row that is to go, though it is filled in, is not read', () => {
    expect(typed({ expected_0_gone: 'on', expected_0_types: 'magic' }).content.expected).to.have.length(4);
  });

  it('a new transition, read twice, has one code of its own', () => {
    const body = {
      transitions_2_from_type: 'detox',
      transitions_2_to_type: 'aftercare',
      transitions_2_level: 'province',
    };
    const codes = [typed(body), typed(body)].map(({ content }) => content.transitions.at(-1)!.code);
    expect(codes[0]).to.match(/^way-[0-9a-f]{12}$/);
    expect(codes[1]).to.equal(codes[0]);
  });

  it('two people who changed different things of one version, put together, are both there', () => {
    const theirs = changed(({ content }) => {
      content.months = 9;
      content.expected.pop();
    });
    const yours = changed(({ content }) => {
      content.travel.kilometres.types.detox = 40;
    });
    const { draft, taken, disputed } = merged(proposal(), theirs, yours);
    expect(draft.content).to.deep.include({ months: 9 });
    expect(draft.content.travel.kilometres.types.detox).to.equal(40);
    expect(draft.content.expected).to.have.length(4);
    expect(taken).to.have.length(2).and.include('months');
    expect(disputed).to.deep.equal([]);
  });

  it('two people who changed the same number keep the second one’s, and it is told', () => {
    const theirs = changed(({ content }) => {
      content.months = 9;
    });
    const yours = changed(({ content }) => {
      content.months = 12;
    });
    const { draft, taken, disputed } = merged(proposal(), theirs, yours);
    expect(draft.content.months).to.equal(12);
    expect(taken).to.deep.equal([]);
    expect(disputed).to.deep.equal(['months']);
  });
});
