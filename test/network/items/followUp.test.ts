import { expect } from 'chai';
import type { OutcomeState } from '../../../models/Outcome.ts';
import { timesOf } from '../../../server/features/network/items/agendaPage.ts';
import { followedUp, stateAt } from '../../../server/features/network/items/followUp.ts';

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);
const anAction = (text: string, due: string, ...steps: [OutcomeState, string][]) => ({
  kind: 'action' as const,
  meeting: 'earlier',
  values: { text, who: '', whoName: '', due },
  recorded: { at: at(steps[0]![1]), by: null, body: '' },
  steps: steps.map(([state, day]) => ({ state, why: '', at: at(day), by: null, body: '' })),
});
const frame = { meeting: 'this', startsAt: at('2026-06-01'), previous: at('2026-05-01') };
const texts = (all: ReturnType<typeof anAction>[], of = frame): string[] =>
  followedUp(all, of).map((one) => one.values.text);

describe('the actions a meeting looks back on', () => {
  it('are the open ones by due day, those without a day last', () => {
    const all = [
      anAction('no day', '', ['open', '2026-04-01']),
      anAction('later', '2026-08-01', ['open', '2026-04-01']),
      anAction('sooner', '2026-07-01', ['open', '2026-04-01']),
    ];
    expect(texts(all)).to.deep.equal(['sooner', 'later', 'no day']);
  });

  it('and those finished since the meeting before, not those finished earlier', () => {
    const all = [
      anAction('since', '', ['open', '2026-04-01'], ['done', '2026-05-20']),
      anAction('before', '', ['open', '2026-03-01'], ['done', '2026-04-20']),
      anAction('dropped since', '', ['open', '2026-04-01'], ['dropped', '2026-05-21']),
    ];
    expect(texts(all)).to.deep.equal(['since', 'dropped since']);
  });

  it('as it was: one that was finished after a meeting was open at it, one made at it or after was not there', () => {
    const all = [
      anAction('open then', '', ['open', '2026-04-01'], ['done', '2026-06-20']),
      anAction('made after', '', ['open', '2026-06-02']),
      { ...anAction('made at it', '', ['open', '2026-05-30']), meeting: 'this' },
    ];
    expect(texts(all)).to.deep.equal(['open then']);
  });

  it('a decision is not among them, and a first meeting looks at everything', () => {
    const decision = { ...anAction('decided', '', ['taken', '2026-04-01']), kind: 'decision' as const };
    const done = anAction('done', '', ['open', '2026-03-01'], ['done', '2026-03-20']);
    expect(
      followedUp([decision, done], { ...frame, previous: null }).map((one) => one.values.text),
    ).to.deep.equal(['done']);
    expect(stateAt(done, at('2026-02-01'))).to.equal(null);
  });

  it('the planned time is laid beside the length of the meeting', () => {
    expect(timesOf([30, null, 105], 120)).to.deep.equal({ total: 135, length: 120, over: 15, untimed: 1 });
    expect(timesOf([], 120)).to.deep.equal({ total: 0, length: 120, over: 0, untimed: 0 });
  });
});
