import { paths } from '../../../paths.ts';
import { iconOf } from '../bodies/bodyHead.ts';
import { type Group, tiesBy } from './network.ts';
import type { Shown } from './shown.ts';
import type { Wording } from './wording.ts';

export const iconOfKind = (kind: Group['kind']): string => (kind === 'circuit' ? 'refresh' : iconOf[kind]);

export const addressOf = ({ kind, id }: Group): string =>
  kind === 'circuit' ? paths.circuit({ id }) : paths.body({ id });

/** The same facts as the picture, organisation by organisation and group by group. */
export function tablesOf({ chosen, network }: Shown, wording: Wording) {
  const groups = new Map(network.groups.map((one) => [one.id, one]));
  const tiesOf = { participant: tiesBy(chosen.ties, 'participant'), group: tiesBy(chosen.ties, 'group') };
  const rows = chosen.parts.flatMap(({ participants }) =>
    participants.map((one) => ({
      id: one.id,
      name: wording.participant(one),
      type: wording.type(one),
      areas: wording.areas(one),
      isFictional: one.isFictional,
      ties: tiesOf.participant(one.id).map((tie) => ({
        href: addressOf(groups.get(tie.group)!),
        name: wording.group(groups.get(tie.group)!),
        words: wording.tie(tie),
      })),
    })),
  );
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  const bodies = chosen.groups.map((one) => {
    const ties = tiesOf.group(one.id);
    const parent = groups.get(one.parent);
    return {
      href: addressOf(one),
      name: wording.group(one),
      kind: wording.kind(one.kind),
      icon: iconOfKind(one.kind),
      parent: parent ? { href: addressOf(parent), name: wording.group(parent) } : null,
      printed: one.printed,
      participants: ties.length,
      places: sum(ties.map((tie) => tie.count)),
      toBeNamed: sum(ties.map((tie) => tie.toBeNamed)),
    };
  });
  return { rows, bodies };
}
