import { stringify } from 'csv-stringify/sync';
import { mandates, seatLevels } from '../../../../models/bodyFields.ts';
import type { Answer } from '../../../core/answers.ts';
import { type Tie, tiesBy } from './network.ts';
import { shownTo, type Visit } from './shown.ts';
import { wordingOf } from './wording.ts';

const columns = ['day', 'participant', 'type', 'areas', 'group', 'kind', 'count', 'toBeNamed'];

/** A text that a spreadsheet would take for a formula begins with a mark that it is text. */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const numbers = (tie: Tie): number[] => {
  const of = (counts: readonly [string, number][], code: string): number =>
    counts.find(([one]) => one === code)?.[1] ?? 0;
  return [
    ...[tie.count, tie.toBeNamed],
    ...mandates.map((one) => of(tie.mandates, one)),
    ...[...seatLevels, ''].map((one) => of(tie.levels, one)),
  ];
};

/** The table as a file: a row for each organisation in each group, and one for who sits in none of them. */
export async function pictureFile(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const { platform, day, chosen } = await shownTo(visit);
  const wording = wordingOf(visit);
  const head = [
    ...columns.map((one) => t(`network.file.${one}`)),
    ...mandates.map((one) => t(`bodies.mandate.${one}`)),
    ...seatLevels.map((one) => t(`bodies.level.${one}`)),
    t('network.file.levelUnknown'),
  ];
  const groups = new Map(chosen.groups.map((one) => [one.id, one]));
  const tiesOf = tiesBy(chosen.ties, 'participant');
  const rows = chosen.parts.flatMap(({ participants }) =>
    participants.flatMap((one) => {
      const about = [day, wording.participant(one), wording.type(one), wording.areas(one)].map(asText);
      const ties = tiesOf(one.id).map((tie) => {
        const group = groups.get(tie.group)!;
        return [asText(wording.group(group).text), wording.kind(group.kind), ...numbers(tie)];
      });
      const none = ['', '', ...head.slice(6).map(() => 0)];
      return (ties.length > 0 ? ties : [none]).map((tie) => [...about, ...tie]);
    }),
  );
  return {
    kind: 'data',
    type: 'text/csv; charset=utf-8',
    name: `network-${platform._id}-${day}.csv`,
    chunks: ['\ufeff', stringify([head, ...rows])],
  };
}
