import { type Answer, fragment, page } from '../../../../core/answers.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import type { HistoryInput } from '../../../../live/history/forms.ts';
import type { SearchInput } from '../../../../live/redaction/forms.ts';
import { Unreadable } from '../../../../live/unreadable.ts';
import { paths } from '../../../../paths.ts';
import { choose, labelOf, momentOf, momentsData, stepsData, textData } from '../../../prose/queries.ts';
import { redactionsTold, searchData } from '../../../prose/redaction/queries.ts';
import {
  elsewhereThan,
  lastMomentOf,
  pastOfMinutes,
  redactionsOfMinutes,
  type SeenMinutes,
} from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const idsOf = ({ room, item }: SeenMinutes) => ({ id: room.meeting._id, item: item._id });

/** Where the pages about the past of minutes hang. */
function headOf({ t }: Visit, seen: SeenMinutes) {
  const { meeting } = seen.room;
  const ids = idsOf(seen);
  return {
    space: 'network' as const,
    meetingId: meeting._id,
    meetingTitle: meeting.values.title,
    itemTitle: seen.item.values.title,
    historyTitle: t('plans.history.title'),
    isLocked: meeting.state === 'approved',
    to: {
      ...{ minutes: paths.meetingMinutes(ids), history: paths.minutesHistory(ids) },
      ...{ text: paths.minutesHistoryText(ids), restorations: paths.minutesRestorations(ids) },
      ...{ search: paths.minutesRedaction(ids), redact: paths.minutesRedactions(ids) },
      back: paths.minutesHistory(ids),
    },
  };
}

const chosenIn = ({ refused, input }: Visit<HistoryInput>, last: number) =>
  choose(refused ? { slips: false, redact: false } : input, last);

/** Who wrote what in the minutes of an item, and when: around a moment, or two moments compared. */
export async function historyPage(visit: Visit<HistoryInput>, seen: SeenMinutes): Promise<Answer> {
  const { house, t } = visit;
  const data = { ...headOf(visit, seen), title: t('room.history.title', { item: seen.item.values.title }) };
  try {
    const past = pastOfMinutes(visit, seen);
    const last = await lastMomentOf(house, seen.item._id);
    const chosen = chosenIn(visit, last);
    const [text, steps, redactions] = await Promise.all([
      textData(visit, past, chosen),
      stepsData(visit, past, momentOf(chosen)),
      redactionsOfMinutes(house, seen.item._id).then((found) => redactionsTold(visit, found)),
    ]);
    return page('meetings/room/history', {
      ...{ ...data, ...text, ...steps, redactions, named: null, last, refused: visit.refused },
      ...(await momentsData(visit, past, { chosen, steps: steps.steps, versions: [], last })),
      fromLabel: chosen.kind === 'comparison' ? await labelOf(visit, past, chosen.from) : '',
      scripts: ['/build/history.js'],
    });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...page('meetings/room/historyUnreadable', { ...data, narrow: true }), status: 503 };
  }
}

/** The text alone, for a page that moves from moment to moment. */
export async function historyText(visit: Visit<HistoryInput>, seen: SeenMinutes): Promise<Answer> {
  const past = pastOfMinutes(visit, seen);
  const chosen = chosenIn(visit, await lastMomentOf(visit.house, seen.item._id));
  const [text, steps] = await Promise.all([
    textData(visit, past, chosen),
    stepsData(visit, past, momentOf(chosen)),
  ]);
  const fromLabel = chosen.kind === 'comparison' ? await labelOf(visit, past, chosen.from) : '';
  return fragment('prose/_text', { ...text, ...steps, fromLabel, named: null });
}

/** Words that are to go from the minutes of an item, and where they are. */
export async function searchPage(
  visit: Visit,
  seen: SeenMinutes,
  input: SearchInput | null,
): Promise<Answer> {
  const { t } = visit;
  const data = await searchData(visit, pastOfMinutes(visit, seen), input);
  const elsewhere =
    data.found && data.asked.length > 0
      ? await elsewhereThan(visit, seen.item._id, data.asked)
      : { amendments: 0, outcomes: 0 };
  const told = (key: string, count: number): string[] =>
    count > 0 ? [t(`room.redaction.${key}`, { count })] : [];
  const isEverywhere = data.where === 'everywhere';
  return page('meetings/room/redaction', {
    ...headOf(visit, seen),
    ...data,
    title: t('plans.redaction.title'),
    goes: isEverywhere ? told('goesAmendments', elsewhere.amendments) : [],
    stays: [
      ...(isEverywhere ? [] : told('staysAmendments', elsewhere.amendments)),
      ...told('staysOutcomes', elsewhere.outcomes),
    ],
    reasonHint: t('room.redaction.reasonHint'),
    narrow: true,
  });
}
