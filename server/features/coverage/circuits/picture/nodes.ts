import type { PassageState } from '../../../../../models/circuitFields.ts';
import type { Translate } from '../../../../core/i18n.ts';
import type { Shown } from '../circuitPage.ts';

/** A part, or a place outside the circuit. */
export interface Node {
  key: string;
  kind: 'module' | 'wanted' | 'outside';
  title: string;
  /** Smaller, under the title. */
  under: string[];
}

export interface Way {
  from: string;
  to: string;
  works: PassageState;
  /** How well it works, in a word. */
  word: string;
}

/** What is drawn: nodes from top to bottom, ways from one to another. */
export interface Drawn {
  nodes: Node[];
  ways: Way[];
}

/** The parts in their order, then the places people leave for, in the order of the transitions. */
export function drawnFrom({ contents, wording }: Shown, t: Translate): Drawn {
  const parts = contents.parts.map(({ _id, values }, at): Node => {
    const partner = wording.value('part', 'partner', values.partner);
    const isWanted = values.module === '';
    return {
      key: _id,
      kind: isWanted ? 'wanted' : 'module',
      title: `${at + 1}. ${wording.part(values).text}`,
      under: [isWanted ? t('circuits.part.wanted') : '', partner].filter((one) => one !== ''),
    };
  });
  const keys = new Set(parts.map((one) => one.key));
  const keyTo = (to: string, words: string): string => (keys.has(to) ? to : `${to} ${words}`);
  const outsides = contents.transitions
    .filter(({ values }) => !keys.has(values.to))
    .map(({ values }): Node => {
      const place = wording.value('transition', 'to', values.to);
      return {
        key: keyTo(values.to, values.toWords),
        kind: 'outside',
        title: values.toWords || place,
        under: [values.toWords ? place : t('circuits.picture.outside')],
      };
    });
  return {
    nodes: [...parts, ...new Map(outsides.map((one) => [one.key, one])).values()],
    ways: contents.transitions.map(({ values }) => ({
      from: values.from,
      to: keyTo(values.to, values.toWords),
      works: values.works,
      word: t(`circuits.worksShort.${values.works}`),
    })),
  };
}
