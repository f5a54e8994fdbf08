import type { Translate } from '../../../core/i18n.ts';
import type { Frame } from '../frame.ts';
import { frames } from '../frames.ts';

/** A standard one can look by, as a reader sees it. */
export interface Standard {
  frame: Frame;
  name: string;
  source: string;
}

/** The one nobody has to choose. */
export const firstStandard = 'own';

export const standardOf = (id: string): Frame | undefined => frames.get(id);

/** All standards one can look by, with names and sources for a reader. */
export const standardsFor = (t: Translate): Standard[] =>
  [...frames.values()].map((frame) => ({
    frame,
    name: t(`coverage.standards.${frame.id}.name`),
    source: t(`coverage.standards.${frame.id}.source`),
  }));
