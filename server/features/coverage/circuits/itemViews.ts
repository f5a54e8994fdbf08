import type { CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import type { CircuitShareRecord } from '../../../../models/CircuitShare.ts';
import type { CircuitTransitionRecord } from '../../../../models/CircuitTransition.ts';
import type { PassageState } from '../../../../models/circuitFields.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import { paths } from '../../../paths.ts';
import { markOf as gapMarkOf } from '../register/pageParts.ts';
import { type Contents, type ItemKind, wordOfKind } from './catalogue.ts';
import type { Shown } from './circuitPage.ts';
import { gapsAboutPart, gapsAboutTransition, reportPart, reportTransition } from './concerns.ts';
import { bringsFor } from './policy.ts';
import { involvedIn } from './writing.ts';

/** Icon and colour beside the word that says how people get on. */
export const stateMarks: Readonly<Record<PassageState, { icon: string; tone: string }>> = {
  well: { icon: 'check', tone: 'is-ok' },
  with_difficulty: { icon: 'warning', tone: 'is-wait' },
  not: { icon: 'close', tone: 'is-stop' },
  unknown: { icon: 'help', tone: 'is-none' },
};

const gapViews = (gaps: GapRecord[], { wording }: Shown) =>
  gaps.map((one) => ({
    href: paths.gap({ id: one._id }),
    title: wording.said(one.values.title),
    status: one.status,
    mark: gapMarkOf[one.status],
  }));

const itemOf = ({ circuit }: Shown, kind: ItemKind, item: string) => ({
  id: circuit._id,
  kind: wordOfKind[kind],
  item,
});

function shareView(shown: Shown, share: CircuitShareRecord) {
  const { wording, rights, contents } = shown;
  const { values, part } = share;
  const may = bringsFor(rights, values.organisation, involvedIn(contents, part)) !== null;
  const address = itemOf(shown, 'share', share._id);
  return {
    id: share._id,
    organisation: wording.value('share', 'organisation', values.organisation),
    people: values.people,
    peopleUnit: values.peopleUnit,
    means: wording.said(values.means),
    agreedOn: values.agreedOn,
    edit: may ? paths.circuitItem(address) : null,
  };
}

/** What somebody may do with a part, as addresses. */
function waysOf(shown: Shown, part: CircuitPartRecord) {
  const { rights, contents, circuit } = shown;
  const id = circuit._id;
  const involved = involvedIn(contents, part._id);
  const brings =
    rights.write ||
    rights.organisations.some((one) => one === involved.partner && !involved.bringing.includes(one));
  const address = itemOf(shown, 'part', part._id);
  const newShare = paths.newCircuitItem({ id, kind: 'shares' }, { part: part._id });
  if (!rights.write)
    return {
      ...{ edit: null, module: null, place: null },
      addShare: brings ? newShare : null,
    };
  return {
    addShare: newShare,
    edit: paths.circuitItem(address),
    module: part.values.module === '' ? paths.circuitModules({ id }, { part: part._id }) : null,
    place: paths.circuitPlace({ id, item: part._id }),
  };
}

/** One part as the page shows it. @param at its place, from 0 */
export function partView(shown: Shown, part: CircuitPartRecord, at: number) {
  const { wording, contents, circuit, gaps, mayReport } = shown;
  const { values } = part;
  const module = wording.module(values.module);
  const isWanted = values.module === '';
  return {
    id: part._id,
    number: at + 1,
    title: wording.part(values),
    isWanted,
    unit: module?.unit ?? '',
    href: module?.listed ? paths.offerEntry({ id: module.careUnitId }) : null,
    partner: wording.value('part', 'partner', values.partner),
    note: wording.said(values.note),
    shares: contents.shares.filter((one) => one.part === part._id).map((one) => shareView(shown, one)),
    gaps: gapViews(gapsAboutPart(part, circuit, wording.module, gaps), shown),
    report: isWanted && mayReport ? reportPart(part, circuit) : null,
    before: contents.parts[at - 1]?._id ?? null,
    after: contents.parts[at + 1]?._id ?? null,
    to: waysOf(shown, part),
  };
}

const placeOf = ({ parts }: Contents, id: string): number | null => {
  const at = parts.findIndex((one) => one._id === id);
  return at < 0 ? null : at + 1;
};

/** One transition as the page shows it. */
export function transitionView(shown: Shown, transition: CircuitTransitionRecord) {
  const { wording, contents, circuit, gaps, mayReport, rights } = shown;
  const { values } = transition;
  const words = (field: keyof typeof values): string => wording.value('transition', field, values[field]);
  const address = itemOf(shown, 'transition', transition._id);
  const hinders = values.works === 'not' || values.works === 'with_difficulty';
  return {
    id: transition._id,
    from: { number: placeOf(contents, values.from), text: words('from') },
    to: { number: placeOf(contents, values.to), text: words('to') },
    toWords: values.toWords,
    works: values.works,
    state: stateMarks[values.works],
    rule: wording.said(values.rule),
    basis: words('basis'),
    basisOn: values.basisOn,
    basisWords: values.basisWords,
    agreedBetween: words('agreedBetween'),
    agreement: values.agreement,
    gaps: gapViews(gapsAboutTransition(transition, circuit, contents, wording.module, gaps), shown),
    report: hinders && mayReport ? reportTransition(transition, circuit, contents, wording.module) : null,
    edit: rights.write ? paths.circuitItem(address) : null,
  };
}

/** Something that was taken out, by name, with the way back. */
export function removedView(shown: Shown, { kind, item }: Contents['removed'][number]) {
  const { wording } = shown;
  const values = item.values as Record<string, string>;
  const name = {
    part: () => wording.partWithId(item._id),
    share: () => wording.value('share', 'organisation', values.organisation!),
    transition: () =>
      `${wording.value('transition', 'from', values.from!)} → ${wording.value('transition', 'to', values.to!)}`,
  }[kind]();
  return { kind, name, restore: paths.circuitItemRestoration(itemOf(shown, kind, item._id)) };
}
