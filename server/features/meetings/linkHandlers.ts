import { type Answer, page, redirect } from '../../core/answers.ts';
import { Conflict } from '../../core/errors.ts';
import { inLanguage } from '../../core/i18n.ts';
import { leaveNotice } from '../../core/notices.ts';
import type { Visit } from '../../core/route.ts';
import { hasInsz } from '../../fields/insz.ts';
import { paths } from '../../paths.ts';
import { bodyFactsOf } from '../network/bodies/queries.ts';
import { answerByLink } from './answerActions.ts';
import type { AnswerInput } from './forms.ts';
import { invitedByLink } from './inviteeQueries.ts';
import { answerMark } from './marks.ts';
import { dayInWords, hoursInWords } from './wallClock.ts';

const tokenOf = ({ params }: Pick<Visit, 'params'>): string => params.token ?? '';

/** What no link opens any more, without saying whether it ever did. */
const gone = (visit: Visit<unknown>): Answer => ({
  ...page('meetings/linkGone', { title: visit.t('meetings.linkGone.title'), publicPage: true, narrow: true }),
  status: 404,
});

/** The meeting somebody without account is invited to, and their answer until now. Opening it changes nothing. */
export async function showAnswer(visit: Visit<unknown>): Promise<Answer> {
  const { t, language, now, refused } = visit;
  const found = await invitedByLink(tokenOf(visit));
  if (!found || found.meeting.state === 'draft') return gone(visit);
  const { meeting, invitee } = found;
  const { values, state } = meeting;
  const [body] = await bodyFactsOf([meeting.body]);
  const name = inLanguage(body?.values.name ?? {}, language).text;
  const isOver = meeting.endsAt <= now || !['called', 'cancelled'].includes(state);
  return page('meetings/answer', {
    title: t('meetings.answer.title', { body: name }),
    publicPage: true,
    narrow: true,
    action: paths.meetingAnswer({ token: tokenOf(visit) }),
    ...{ body: name, name: invitee.name, ...hoursInWords(values, language) },
    day: dayInWords(values.day, language),
    place: values.form === 'online' ? '' : values.place,
    link: values.form === 'in_person' ? '' : values.link,
    condition: state === 'cancelled' ? 'cancelled' : isOver ? 'over' : 'open',
    mine: {
      response: invitee.response,
      note: invitee.note,
      substitute: invitee.substitute,
      mark: answerMark[invitee.response],
    },
    refused,
    insz: hasInsz(visit),
  });
}

export async function answerLink(visit: Visit<AnswerInput>): Promise<Answer> {
  const token = tokenOf(visit);
  const found = await invitedByLink(token);
  if (!found) return gone(visit);
  const record = { type: 'meeting', id: found.meeting._id };
  try {
    await visit.act({ record, actor: null }, (unit) => answerByLink(unit, token, visit.input));
    leaveNotice(visit, 'meetings.notice.answered');
  } catch (error) {
    // Cancelled, begun or taken off in between: the page says which.
    if (!(error instanceof Conflict) || !error.told.key.startsWith('meetings.errors.')) throw error;
  }
  return redirect(paths.meetingAnswer({ token }));
}
