import type { Contents } from './catalogue.ts';
import type { ModuleKinds } from './modules.ts';

/** A kind of help, as a reference frame asks for it; a dimension that is absent is not asked. */
type Kind = { readonly [One in keyof typeof fields]?: string };

/** A step people should be able to take, as a reference frame names it. */
export interface KindTransition {
  readonly code: string;
  readonly from: Kind;
  readonly to: Kind;
}

/** A way on that people find: from one organisation to another, for a transition of a frame. */
export interface Passage {
  transition: string;
  from: string;
  to: string;
}

const fields = {
  type: 'types',
  setting: 'settings',
  age: 'ages',
  target: 'targetGroups',
  problem: 'problems',
} as const;

/** Whether a module says itself that it is of this kind: what is not known joins nothing. */
const isOf = (module: ModuleKinds, kind: Kind): boolean =>
  Object.entries(fields).every(([dimension, field]) => {
    const code = kind[dimension as keyof Kind];
    return code === undefined || (module[field] ?? []).includes(code);
  });

/** The passages of some circuits, each once, in the order of the frame's transitions. */
export function passagesAmong(
  circuits: readonly Pick<Contents, 'parts' | 'transitions'>[],
  modules: ReadonlyMap<string, ModuleKinds>,
  transitions: readonly KindTransition[],
): Passage[] {
  const ways = circuits.flatMap(({ parts, transitions: all }) => {
    const moduleIn = (part: string): ModuleKinds | undefined =>
      modules.get(parts.find((one) => one._id === part)?.values.module ?? '');
    return all
      .filter(({ values }) => values.works === 'well' || values.works === 'with_difficulty')
      .map(({ values }) => ({ from: moduleIn(values.from), to: moduleIn(values.to) }));
  });
  const found = transitions.flatMap(({ code, from, to }) =>
    ways.flatMap((way): Passage[] => {
      if (!way.from?.organisation || !way.to?.organisation) return [];
      if (!isOf(way.from, from) || !isOf(way.to, to)) return [];
      return [{ transition: code, from: way.from.organisation, to: way.to.organisation }];
    }),
  );
  return [...new Map(found.map((one) => [Object.values(one).join(' '), one])).values()];
}
