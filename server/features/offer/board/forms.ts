import { z } from 'zod';

export interface BoardView {
  view: 'wall' | undefined;
}

/** Anything else than the projector's view is the ordinary one. */
export const boardViewForm = z
  .object({ view: z.enum(['wall']).optional().catch(undefined) })
  .transform(({ view }): BoardView => ({ view }));
