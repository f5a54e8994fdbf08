import { z } from 'zod';
import { roomEventKinds } from '../../../../models/RoomEvent.ts';
import { tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

const id = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .or(z.literal(''))
  .default('');

const withoutInsz = <Input extends Record<string, unknown>>(input: Input): Input => {
  refuseInsz(input);
  return input;
};

/** What somebody says happens in the room. */
export const sayingForm = z.object({
  kind: z.enum(roomEventKinds, { error: 'forms.invalid' }),
  item: id,
  invitee: id,
  /** The item before is finished. */
  isDone: z
    .enum(['', 'true', 'false'])
    .default('')
    .transform((value) => value === 'true'),
  minutes: z.coerce
    .number({ error: 'room.errors.minutes' })
    .int('room.errors.minutes')
    .min(1, 'room.errors.minutes')
    .max(60, 'room.errors.minutes')
    .default(5),
  /** Of `extended`: how many minutes more the item had when the page said it. */
  seen: z.coerce.number().int().min(0).max(10_000).optional().catch(undefined),
  /** When it happened, HH:MM of today in Brussels; '' for now. Typed as people write it: 14.10, 14u10, 14 h 10. */
  time: z
    .string()
    .trim()
    .regex(/^(([01]?\d|2[0-3])\s?[:.uh]\s?[0-5]\d)?$/i, 'room.errors.time')
    .transform((text) => text.replace(/\D+/, ':'))
    .default(''),
  /** The item that is looked at, to come back to. */
  shown: id,
});
export type SayingInput = z.infer<typeof sayingForm>;

/** Who came in without being invited. A name is never a national number: nothing here says that it is none. */
export const walkInForm = z
  .object({
    name: z.string('forms.required').trim().min(1, 'forms.required').max(120, 'room.errors.name'),
    email: z
      .string()
      .trim()
      .toLowerCase()
      .max(200, 'meetings.errors.email')
      .pipe(z.union([z.literal(''), z.email('meetings.errors.email')], 'meetings.errors.email'))
      .default(''),
    organisation: z.string().max(60).default(''),
    /** The item that is looked at, to come back to. */
    shown: id,
  })
  .transform(withoutInsz);
export type WalkInInput = z.infer<typeof walkInForm>;

/** Which item is looked at, and whether the page hangs on a wall. */
export const roomForm = z.object({
  item: id,
  wall: z.enum(['', '1']).default('').catch(''),
});
export type RoomInput = z.infer<typeof roomForm>;

export const amendmentForm = z
  .object({
    item: z.string().regex(/^[0-9a-f-]{36}$/, 'room.errors.item'),
    text: z.string('room.errors.text').trim().min(1, 'room.errors.text').max(2000, 'room.errors.text'),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type AmendmentInput = z.infer<typeof amendmentForm>;

export const decisionForm = z
  .object({
    state: z.enum(['accepted', 'declined'], { error: 'forms.invalid' }),
    answer: z.string().trim().max(1000, 'room.errors.text').default(''),
    inszKept: tick,
  })
  .refine(({ state, answer }) => state === 'accepted' || answer !== '', {
    path: ['answer'],
    message: 'room.errors.why',
  })
  .transform(withoutInsz);
export type DecisionInput = z.infer<typeof decisionForm>;

export const reopeningForm = z
  .object({
    why: z.string('room.errors.why').trim().min(1, 'room.errors.why').max(500, 'room.errors.why'),
    inszKept: tick,
  })
  .transform(withoutInsz);
export type ReopeningInput = z.infer<typeof reopeningForm>;
