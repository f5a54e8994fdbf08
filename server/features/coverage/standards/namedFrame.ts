import type { LocalisedText } from '../../../core/i18n.ts';
import type { Frame } from '../frame.ts';

/** A frame as it can be chosen: a reference frame, or a version of a platform's own standard. */
export interface NamedFrame {
  frame: Frame;
  names: LocalisedText;
  /** What `frame.source` says, in the languages it exists in. */
  source: LocalisedText;
  /** What the source of each obstacle says, by the NIS code of its area. */
  obstacles: Record<string, LocalisedText>;
  /** Code of the platform it belongs to; null for a reference frame. */
  platform: string | null;
  /** Its platform looks by this one as long as nobody chooses another. */
  isDefault: boolean;
  /** Not to be chosen any more; there for old links. */
  isRetired: boolean;
}
