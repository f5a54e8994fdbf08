import { readFileSync } from 'node:fs';
import type { LocalisedText } from '../../../core/i18n.ts';
import { frames } from '../frames.ts';
import type { NamedFrame } from './namedFrame.ts';

interface Words {
  names: LocalisedText;
  source: LocalisedText;
  /** By NIS code of the area. */
  obstacles: Record<string, LocalisedText>;
}

const words = (
  JSON.parse(readFileSync(new URL('reference/words.json', import.meta.url), 'utf8')) as {
    frames: Record<string, Words>;
  }
).frames;

/** The reference frames with their names and sources in every language, by id. */
export const referenceFrames: ReadonlyMap<string, NamedFrame> = new Map(
  [...frames].map(([id, frame]) => [
    id,
    { frame, ...words[id]!, platform: null, isDefault: false, isRetired: false },
  ]),
);
