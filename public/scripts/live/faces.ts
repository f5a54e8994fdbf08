import { faceClass } from './cursors.ts';
import type { Presence } from './protocol.ts';

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
};

/** Shows everyone who has the document open, once a person. `label` holds {name} and {organisation}. */
export function showFaces(list: HTMLElement, here: readonly Presence[], label: string): void {
  const people = new Map(here.map((presence) => [presence.seat, presence]));
  const faces = [...people.values()]
    .sort((one, other) => one.seat - other.seat)
    .map(({ seat, name, organisationName }) => {
      const face = document.createElement('span');
      face.className = `face ${faceClass(seat)} face--here`;
      face.setAttribute('role', 'img');
      const words = label.replace('{name}', () => name).replace('{organisation}', () => organisationName);
      face.setAttribute('aria-label', words);
      face.title = words;
      face.textContent = initialsOf(name);
      return face;
    });
  list.replaceChildren(...faces);
}
