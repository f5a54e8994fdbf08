import { expect } from 'chai';
import { sharedAnswers } from '../../server/core/sharedAnswers.ts';

describe('one question for many who ask', () => {
  const asked: string[][] = [];
  const upper = async (ids: string[]): Promise<Map<string, string>> => {
    asked.push(ids);
    return new Map(ids.map((id) => [id, id.toUpperCase()]));
  };
  beforeEach(() => {
    asked.length = 0;
  });
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('serves who asks about the same in time, and the next question is about all of them', async () => {
    const ask = sharedAnswers(upper, 60_000);
    expect((await ask(['a'])).get('a')).to.equal('A');
    expect((await ask(['b', 'a'])).get('b')).to.equal('B');
    expect((await ask(['a'])).get('a')).to.equal('A');
    expect(asked).to.deep.equal([['a'], ['a', 'b']]);
  });

  it('is asked again when the answer is too old', async () => {
    const ask = sharedAnswers(upper, 20);
    await ask(['a']);
    await pause(40);
    await ask(['a']);
    expect(asked).to.have.length(2);
  });

  it('leaves out what nobody asked about for a while', async () => {
    const ask = sharedAnswers(upper, 1);
    await ask(['a']);
    await pause(2100);
    await ask(['b']);
    expect(asked).to.deep.equal([['a'], ['b']]);
  });

  it('an answer that did not come, serves nobody after', async () => {
    let fails = true;
    const ask = sharedAnswers(async (ids) => {
      if (fails) throw new Error('gone');
      return upper(ids);
    }, 60_000);
    expect(await ask(['a']).catch((error) => error)).to.be.instanceOf(Error);
    fails = false;
    expect((await ask(['a'])).get('a')).to.equal('A');
  });
});
