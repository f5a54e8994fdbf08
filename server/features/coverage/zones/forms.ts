import { z } from 'zod';

/** Its inputs are those of a zone: for `zoneIn` to say. */
export const zoneForm = z.looseObject({ platform: z.string().max(10).default('') });
export type ZoneInput = z.infer<typeof zoneForm>;
