import type { BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { type Wording, wordsOfText } from './wording.ts';

/** What happened, the newest first; fields from what to what. */
export const historyOf = (
  changes: readonly BodyChangeRecord[],
  seats: readonly SeatRecord[],
  wording: Wording,
) =>
  changes.map((one) => {
    const seat = one.kind === 'seat' ? seats.find(({ _id }) => _id === one.item) : undefined;
    const who = seat && (seat.values.person ? wording.person(seat.values.person) : seat.values.name);
    const sender = seat && (wording.organisation(seat.values.organisation) || seat.values.organisationWords);
    return {
      at: one.at,
      kind: one.kind,
      way: one.way,
      why: one.why,
      of: [sender, who].filter(Boolean).join(', '),
      who: { person: wording.person(one.by) || null, body: wording.organisation(one.body) },
      fields: one.changes.map(({ field, from, to }) => ({
        label: `bodies.fields.${one.kind}.${field}`,
        isHidden: field === 'email',
        from: wordsOfText(wording, one.kind, field, from),
        to: wordsOfText(wording, one.kind, field, to),
      })),
    };
  });
