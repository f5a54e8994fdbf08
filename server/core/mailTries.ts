const aMinute = 60_000;

/** Who took a mail sends it within this time, or it is taken for not sent. */
const lease = 5 * aMinute;
/** After so many tries somebody has to look. */
const mostTries = 6;

/** What is sent now: what waits, and what somebody took and did not send in time. */
export const dueMails = (now: Date) => ({
  state: { $in: ['waiting' as const, 'sending' as const] },
  dueAt: { $lte: now },
});

/** A mail while it is sent: nobody else takes it until then. */
export const takenMail = ({ tries }: { tries: number }, now: Date) => ({
  state: 'sending' as const,
  tries: tries + 1,
  dueAt: new Date(now.getTime() + lease),
});

/** A mail that was refused is tried again, later each time: six times over a day. */
export const refusedMail = ({ tries }: { tries: number }, now: Date) => ({
  state: tries >= mostTries ? ('failed' as const) : ('waiting' as const),
  dueAt: new Date(now.getTime() + aMinute * 4 ** (tries - 1)),
});
