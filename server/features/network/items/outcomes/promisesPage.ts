import { BodyModel, type BodyRecord } from '../../../../../models/Body.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { bodyName } from '../agendaPage.ts';
import { meetingsById } from '../meetings.ts';
import { promisesOf } from './queries.ts';

/** Promises that were kept stay in sight for a while: some at most. */
const mostClosed = 20;

/** What this person promised, and what their organisation did. */
export async function promisesPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { house, person, language, t } = visit;
  const all = await promisesOf(house, person, language);
  const bodies = await BodyModel.find({ _id: { $in: all.map((one) => one.body) } }).lean<BodyRecord[]>();
  const open = all.filter((one) => one.state === 'open');
  return page('agenda/promises', {
    title: t('agenda.promises.title'),
    space: 'network',
    styles: ['/styles/agenda.css'],
    mine: open.filter((one) => one.promised === 'person'),
    ours: open.filter((one) => one.promised === 'organisation'),
    closed: all.filter((one) => one.state !== 'open').slice(0, mostClosed),
    names: new Map(bodies.map((body) => [body._id, bodyName({ body }, language)])),
    meetings: await meetingsById(all.map((one) => one.meeting)),
  });
}
