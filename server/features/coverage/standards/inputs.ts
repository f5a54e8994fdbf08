import type { StandardKind } from '../../../../models/StandardVersion.ts';
import type { Draft } from './draft.ts';

/** What stands in the inputs of a form, by their names. */
export type Inputs = Record<string, string | string[]>;

const under = (name: string, values: Record<string, string | number | string[] | undefined>): Inputs =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([one, value]) => [`${name}_${one}`, Array.isArray(value) ? value : String(value)]),
  );

const sides = (name: string, kind: StandardKind): Inputs => under(name, { ...kind });

/** A draft as the inputs of its form: `typedDraft` makes the same draft of them again. */
export function inputsOf({ names, content }: Draft): Inputs {
  const { waiting, travel } = content;
  const all = [
    under('names', names),
    under('weeks', waiting.weeks.types),
    under('kilometres', travel.kilometres.types),
    ...travel.obstacles.map((one, at) => under(`obstacles_${at}`, one)),
    ...content.expected.map((one, at) => under(`expected_${at}`, { ...one })),
    ...content.transitions.flatMap(({ level, within, weight, from, to }, at) => [
      under(`transitions_${at}`, { level, within, weight }),
      sides(`transitions_${at}_from`, from),
      sides(`transitions_${at}_to`, to),
    ]),
  ];
  return {
    ...Object.assign({}, ...all),
    source: content.source,
    months: String(content.months),
    weeks: String(waiting.weeks.otherwise),
    mustBeKnown: waiting.mustBeKnown ? ['on'] : [],
    kilometres: String(travel.kilometres.otherwise),
    share: String(Math.round(travel.share * 10_000) / 100),
    overlapFrom: String(content.overlapFrom),
  };
}
