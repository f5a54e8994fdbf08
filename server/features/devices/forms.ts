import { z } from 'zod';

/** Where to go on: an address of this site. */
export const markForm = z.object({ to: z.string().max(2000).default('') });
export type MarkForm = z.infer<typeof markForm>;

/** What a browser that holds a copy asks at its first contact: its record and the lease of its copy. */
export const stateQuery = z.object({ device: z.uuid(), lease: z.uuid() });
export type StateQuery = z.infer<typeof stateQuery>;
