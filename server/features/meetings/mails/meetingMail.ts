import type { MeetingRecord } from '../../../../models/Meeting.ts';
import type { MeetingMailRecord } from '../../../../models/MeetingMail.ts';
import type { House } from '../../../core/house.ts';
import { inLanguage, type Language, type LocalisedText, translator } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import { calendarText } from '../../../standards/icalendar/mapping.ts';
import { dayInWords, hoursInWords } from '../wallClock.ts';

export interface MailAbout {
  mail: MeetingMailRecord;
  meeting: MeetingRecord;
  /** They were not written to about it before. */
  isFirst: boolean;
  bodyName: LocalisedText;
  /** Where it goes, and in which language it is read. */
  to: { email: string; language: Language };
  /** Of the link of who has no account; '' for who signs in. */
  token: string;
}

export const uidOf = (house: Pick<House, 'publicUrl'>, meeting: string): string =>
  `${meeting}@${new URL(house.publicUrl).hostname}`;

/** Where it is, in one line: the place, and that there is an online room. */
export const placeOf = ({ form, place, link }: MeetingRecord['values']): string =>
  [form === 'online' ? '' : place, form === 'in_person' ? '' : link].filter(Boolean).join(', ');

/**
 * Invites somebody, or says that it is off. Tells which body meets, when, where and how to answer: nobody's name, and
 * nothing of what it is about.
 * @returns whether the mail server took it
 */
export function mailAbout(house: House, about: MailAbout): Promise<boolean> {
  const { mail, meeting, bodyName, to, token } = about;
  const t = translator(to.language);
  const { values } = meeting;
  const answer = token ? paths.meetingAnswer({ token }) : paths.meeting({ id: meeting._id });
  const said = {
    body: inLanguage(bodyName, to.language).text,
    day: dayInWords(values.day, to.language),
    ...hoursInWords(values, to.language),
    place: placeOf(values),
    link: house.publicUrl + answer,
  };
  const isOff = mail.method === 'CANCEL';
  const kind = isOff ? 'cancelled' : about.isFirst ? 'called' : 'changed';
  const lines = isOff ? ['when'] : ['when', 'where', 'answer', 'calendar'];
  const text = [
    t(`meetings.mail.${kind}.text`, said),
    ...lines.map((one) => t(`meetings.mail.${one}`, said)),
    t('meetings.mail.why'),
  ].join('\n\n');
  return house.mailer.send({
    to: to.email,
    subject: t(`meetings.mail.${kind}.subject`, said),
    text: `${text}\n`,
    id: mail._id,
    calendar: { method: mail.method, text: invitationOf(house, about, said) },
  });
}

function invitationOf(
  house: House,
  { mail, meeting, to }: MailAbout,
  { body, place, link }: { body: string; place: string; link: string },
): string {
  const isCancelled = mail.method === 'CANCEL';
  // What is told is what holds now, also where it waited for a mail server.
  const { sequence, startsAt, endsAt, changedAt } = meeting;
  const event = {
    uid: uidOf(house, meeting._id),
    ...{ sequence, changedAt, startsAt, endsAt, isCancelled },
    summary: body,
    location: place,
    ...(isCancelled ? {} : { url: link }),
    organizer: `no-reply@${new URL(house.publicUrl).hostname}`,
    attendee: to.email,
  };
  return calendarText([event], { method: mail.method });
}
