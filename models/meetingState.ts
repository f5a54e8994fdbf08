/** Without the database, for what is pure. */
export const meetingStates = ['draft', 'called', 'open', 'closed', 'approved', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

export const responses = ['', 'yes', 'maybe', 'no'] as const;
export type Response = (typeof responses)[number];

/** How an answer came: in Schakel, by the link of a mail, or entered for somebody who said it otherwise. */
export const answerWays = ['app', 'link', 'told'] as const;
export type AnswerWay = (typeof answerWays)[number];

/** How somebody stood to a meeting that was held. */
export const standings = ['attending', 'excused', 'absent'] as const;
export type Standing = (typeof standings)[number];
