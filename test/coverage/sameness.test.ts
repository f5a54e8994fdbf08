import { expect } from 'chai';
import type { BodyTaskRecord } from '../../models/BodyTask.ts';
import {
  type MeaningValues,
  meaningFields,
  type TaskValues,
  taskFields,
} from '../../models/statementFields.ts';
import type { WordMeaningRecord } from '../../models/WordMeaning.ts';
import { type Task, taskCandidates } from '../../server/features/coverage/namesakes.ts';
import {
  meaningsAsEvidence,
  tasksAsEvidence,
} from '../../server/features/coverage/wordsAndTasks/evidence.ts';
import { listedNames } from '../../server/features/coverage/wordsAndTasks/listed.ts';
import {
  bodyKey,
  holdsOn,
  meaningClasses,
  nameKey,
} from '../../server/features/coverage/wordsAndTasks/sameness.ts';
import { emptyValues } from '../../server/fields/values.ts';

const added = { at: new Date(0), by: null, body: 'BE-VAN' };
const meaning = (_id: string, said: Partial<MeaningValues>): WordMeaningRecord => {
  const values = {
    ...emptyValues(meaningFields),
    word: 'outreach',
    body: _id,
    ...said,
  } as unknown as MeaningValues;
  return { _id, values, fields: {}, added };
};
const task = (_id: string, said: Partial<TaskValues>): BodyTaskRecord => {
  const values = {
    ...emptyValues(taskFields),
    task: 'training',
    body: _id,
    ...said,
  } as unknown as TaskValues;
  return { _id, values, fields: {}, added };
};
const { words, tasks } = listedNames();
const day = '2026-11-27';

describe('what counts as the same word, task, body and meaning', () => {
  const written: [string, string][] = [
    ['Case-management', 'case_management'],
    ['casemanagement', 'case_management'],
    ['GESTION DE CAS', 'case_management'],
    ['réseau de soins', 'care_network'],
    ['Zorgpad', 'other zorgpad'],
    ['zorg-pad', 'other zorgpad'],
  ];
  for (const [text, key] of written)
    it(`“${text}”, written beside the list, is ${key}`, () => {
      expect(nameKey('other', text, words)).to.equal(key);
    });

  it('a code of the list stays that code, whatever stands beside it', () => {
    expect(nameKey('recovery', 'Nazorg', words)).to.equal('recovery');
    expect(nameKey('other', 'Vorming en intervisie organiseren', tasks)).to.equal('training');
  });

  it('a working group is a body of its own; the same name spelled otherwise is the same, without a comma', () => {
    const key = (body: string, bodyWords: string): string => bodyKey({ body, bodyWords });
    expect(key('BE-VAN', '')).to.equal('BE-VAN');
    expect(key('', 'Raad, commissie Drugs')).to.equal(key('', 'raad commissie drugs'));
    expect(key('BE-VAN', 'Stuurgroep')).to.not.equal(key('BE-VLI', 'Stuurgroep'));
    expect(key('', 'Raad, commissie')).to.not.include(',');
  });

  const classesOf = (all: WordMeaningRecord[]): string[][] =>
    meaningClasses(all).map((some) => some.map((one) => one._id));

  it('the same words in one language are one meaning; capitals and spaces make no other', () => {
    const all = [
      meaning('one', { meaning: { nl: 'Naar mensen toe gaan.', fr: 'Aller vers les gens' } }),
      meaning('two', { meaning: { nl: 'naar  mensen toe gaan' } }),
      meaning('three', { meaning: { fr: 'aller vers les gens' } }),
      meaning('four', { meaning: { nl: 'Werken op straat' } }),
    ];
    expect(classesOf(all)).to.deep.equal([['one', 'two', 'three'], ['four']]);
  });

  it('the same letters in two languages prove nothing', () => {
    expect(
      classesOf([
        meaning('one', { meaning: { nl: 'Outreach' } }),
        meaning('two', { meaning: { en: 'Outreach' } }),
      ]),
    ).to.have.length(2);
  });

  it('who says they mean the same stands with it, also round in a circle, with the written words first', () => {
    const all = [
      meaning('follows', { sameAs: 'first' }),
      meaning('first', { meaning: { nl: 'Naar mensen toe gaan' } }),
      meaning('circle', { sameAs: 'round' }),
      meaning('round', { sameAs: 'circle' }),
      meaning('gone', { sameAs: 'nowhere' }),
    ];
    expect(classesOf(all)).to.deep.equal([['first', 'follows'], ['circle', 'round'], ['gone']]);
  });

  it('a meaning nobody wrote down differs from no other: it is no evidence', () => {
    const found = meaningsAsEvidence(
      [
        meaning('one', { meaning: { nl: 'Naar mensen toe gaan' } }),
        meaning('two', {}),
        meaning('three', { sameAs: 'one' }),
      ],
      listedNames(),
      day,
    );
    expect(found).to.deep.equal([
      { word: 'outreach', meaning: 'one', body: 'one' },
      { word: 'outreach', meaning: 'one', body: 'three' },
    ]);
  });

  const days: [string, string, boolean][] = [
    ['', '', true],
    ['2026-11-27', '2026-11-27', true],
    ['2026-11-28', '', false],
    ['', '2026-11-26', false],
  ];
  for (const [from, until, holds] of days)
    it(`from ${from || 'ever'} until ${until || 'ever'}, it ${holds ? 'holds' : 'does not hold'} on the day`, () => {
      expect(holdsOn(task('one', { from, until }), day)).to.equal(holds);
    });

  it('what is over is no evidence', () => {
    const over = { until: '2026-11-26' };
    expect(tasksAsEvidence([task('one', over)], listedNames(), new Set(['11002']), day)).to.deep.equal([]);
    const said = meaning('one', { ...over, meaning: { nl: 'Iets' } });
    expect(meaningsAsEvidence([said], listedNames(), day)).to.deep.equal([]);
  });

  it('areas are the municipalities of the platform in them; none is the whole of it', () => {
    const territory = new Set(['11002', '13040', '63001']);
    const areasOf = (areas: string[]): string[] =>
      [...tasksAsEvidence([task('one', { areas })], listedNames(), territory, day)[0]!.areas].sort();
    expect(areasOf([])).to.deep.equal(['11002', '13040', '63001']);
    expect(areasOf(['10000'])).to.deep.equal(['11002', '13040']);
    expect(areasOf(['13000', '13040'])).to.deep.equal(['13040']);
    expect(areasOf(['92000'])).to.deep.equal([]);
  });
});

describe('one task of two bodies, for whom', () => {
  const of = (body: string, more: Partial<Task> = {}): Task => ({
    task: 't',
    body,
    areas: ['13000'],
    ...more,
  });
  const keysOf = (all: Task[]): string[] => taskCandidates(all).map((one) => one.key);

  const together: [string, Partial<Task>, Partial<Task>, boolean][] = [
    ['for all and for young people', {}, { ages: ['children_youth'] }, true],
    ['for young people and for adults', { ages: ['children_youth'] }, { ages: ['adults'] }, false],
    [
      'for groups that meet in one',
      { targetGroups: ['parents', 'homeless'] },
      { targetGroups: ['homeless'] },
      true,
    ],
    ['for groups that do not meet', { targetGroups: ['parents'] }, { targetGroups: ['homeless'] }, false],
    ['in a province and in one of its towns', { areas: ['10000'] }, { areas: ['13040'] }, true],
    ['in two arrondissements', { areas: ['11000'] }, { areas: ['13000'] }, false],
  ];
  for (const [where, one, other, isTwice] of together)
    it(`${where}: ${isTwice ? 'a candidate' : 'none'}`, () => {
      expect(keysOf([of('one', one), of('two', other)])).to.deep.equal(isTwice ? ['task/t'] : []);
    });

  it('one body twice is no overlap; of three, those two that meet are named, with the places where they do', () => {
    expect(keysOf([of('one'), of('one')])).to.deep.equal([]);
    const [found] = taskCandidates([
      of('one', { areas: ['10000'] }),
      of('two', { areas: ['13040'] }),
      of('three', { areas: ['70000'] }),
    ]);
    expect(found!.reasons[0]!.values).to.deep.equal({ task: 't', bodies: 'one,two', municipalities: 1 });
  });
});
