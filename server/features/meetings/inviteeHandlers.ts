import { type Answer, page } from '../../core/answers.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { newToken } from '../../core/tokens.ts';
import { paths } from '../../paths.ts';
import { answerFor, makeAnswerLink } from './answerActions.ts';
import type { AnswerInput, InviteeInput, ReasonInput } from './forms.ts';
import { write } from './handlers.ts';
import { addInvitee, removeInvitee, requireInvitee, restoreInvitee } from './inviteeActions.ts';
import { requireMeeting } from './queries.ts';

const aboutOf = ({ params }: Pick<SignedInVisit, 'params'>) => ({
  meeting: params.id ?? '',
  invitee: params.invitee ?? '',
});

export const add = (visit: SignedInVisit<InviteeInput>): Promise<Answer> => {
  const { seat, name, email, organisation } = visit.input;
  const asked = seat ? { seat } : { name, email, organisation };
  return write(visit, 'meetings.notice.added', (unit) =>
    addInvitee(unit, visit.person, visit.params.id ?? '', asked),
  );
};

export const remove = (visit: SignedInVisit<ReasonInput>): Promise<Answer> =>
  write(visit, 'meetings.notice.removed', (unit) =>
    removeInvitee(unit, visit.person, { ...aboutOf(visit), why: visit.input.why }),
  );

export const restore = (visit: SignedInVisit<undefined>): Promise<Answer> =>
  write(visit, 'meetings.notice.restored', (unit) => restoreInvitee(unit, visit.person, aboutOf(visit)));

export const answerForInvitee = (visit: SignedInVisit<AnswerInput>): Promise<Answer> =>
  write(visit, 'meetings.notice.answeredFor', (unit) =>
    answerFor(unit, visit.person, aboutOf(visit), visit.input),
  );

/** A link to hand over: shown once. */
export async function makeLink(visit: SignedInVisit<undefined>): Promise<Answer> {
  const { house, person, now, t } = visit;
  const about = aboutOf(visit);
  const token = newToken();
  const { rights, meeting } = await requireMeeting(person, about.meeting, now);
  const record = { type: 'meeting', id: about.meeting };
  let made = false;
  await visit.act({ record, ...(rights.body ? { bodyId: rights.body } : {}) }, async (unit) => {
    await makeAnswerLink(unit, person, token, about);
    made = true;
    return null;
  });
  const { invitee } = await requireInvitee({ session: null, now }, person, about.meeting, about.invitee);
  return page('meetings/linkMade', {
    title: t('meetings.link.title', { name: invitee.name }),
    space: 'network',
    narrow: true,
    crumb: { href: paths.meeting({ id: about.meeting }), text: meeting.values.title },
    // Of a form that was sent twice the first link is the one that works, and it was shown.
    link: made ? house.publicUrl + paths.meetingAnswer({ token }) : null,
    back: paths.meeting({ id: about.meeting }),
  });
}
