import type { GovernmentSignalRecord } from '../../../../models/GovernmentSignal.ts';
import { signalFollowUps } from '../../../../models/GovernmentSignal.ts';
import type { GovernmentSignalChangeRecord } from '../../../../models/GovernmentSignalChange.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { itemReading } from '../../network/items/policy.ts';
import { agendasAbout } from '../../network/items/shown.ts';
import { fingerprint } from '../register/pageParts.ts';
import { rightsOn } from '../register/policy.ts';
import { admissionsOf } from '../register/queries.ts';
import { tracesShown } from '../register/wording.ts';
import { draftView, signatureWords } from './draftView.ts';
import { choicesFor, wordsOf } from './fieldsPage.ts';
import { contentNow, letterReader, letterView } from './letter.ts';
import { markOf } from './listPage.ts';
import { changesOfSignal, gapsNamed, type SeenSignal } from './queries.ts';

type Visit = SignedInVisit<unknown>;

/** The gaps it is about, with a link where this person may read them. */
async function gapsShown({ person, language }: Visit, { values }: GovernmentSignalRecord) {
  const [gaps, admissions] = await Promise.all([gapsNamed(values.gaps), admissionsOf(person)]);
  return gaps
    .filter((gap) => rightsOn(person, admissions, gap.values.platforms).read)
    .map((gap) => ({
      _id: gap._id,
      status: gap.status,
      href: paths.gap({ id: gap._id }),
      text: inLanguage(gap.values.title, language).text,
    }));
}

/** Which words changed, from what to what, the newest first. */
async function changesShown(
  visit: Visit,
  signal: GovernmentSignalRecord,
  changes: readonly GovernmentSignalChangeRecord[],
) {
  const choices = changes.length > 0 ? await choicesFor(visit, signal.values.gaps) : {};
  return changes.map((one) => ({
    ...one,
    fields: one.changes.map(({ field, from, to }) => ({
      field,
      from: wordsOf(choices, field, from),
      to: wordsOf(choices, field, to),
    })),
  }));
}

/** How its bodies are called, and who did what, as this person may see it. */
async function naming({ house, language }: Visit, { signal, rights }: SeenSignal, authority: string) {
  const { values, made, sent, acknowledged, answers, withdrawals = [] } = signal;
  const changes = await changesOfSignal(signal._id);
  const resumed = withdrawals.map((one) => one.resumed);
  const traces = [made, sent, acknowledged, ...answers, ...withdrawals, ...resumed, ...changes].filter(
    (one) => one !== null,
  );
  const bodies = [...values.platforms, ...traces.map((one) => one.body)];
  const signers = withdrawals.flatMap((one) => one.signatures.map(({ platform }) => platform));
  const { wording } = await letterReader(house, language, [], [...bodies, ...signers]);
  const body = (id: string): string => (id === values.authority ? authority : wording.body(id));
  return { changes, body, who: await tracesShown(rights, { body }, traces) };
}

type Naming = Awaited<ReturnType<typeof naming>>;

/** What happened to it, in its order: thrown away and taken up again, sent, received, answered. */
function wayOf(visit: Visit, signal: GovernmentSignalRecord, { who, body }: Naming, authority: string) {
  const { made, sent, acknowledged, answers, withdrawals = [] } = signal;
  return {
    made: { at: made.at, who: who(made) },
    withdrawals: withdrawals.map((one) => ({
      ...{ at: one.at, why: one.why, who: who(one) },
      signed: signatureWords(one.signatures, visit, body),
      resumed: one.resumed && { at: one.resumed.at, who: who(one.resumed) },
    })),
    sent: sent && { at: sent.at, who: who(sent), to: authority },
    acknowledged: acknowledged && { ...acknowledged, who: who(acknowledged) },
    answers: answers.map((one) => ({ ...one, who: who(one), lines: one.text.split('\n') })),
  };
}

const addressesOf = (id: { id: string }) => ({
  own: paths.signal(id),
  fields: paths.signalFields(id),
  signature: paths.signalSignature(id),
  dispatch: paths.signalDispatch(id),
  withdrawal: paths.signalWithdrawal(id),
  resumption: paths.signalResumption(id),
  acknowledgement: paths.signalAcknowledgement(id),
  answers: paths.signalAnswers(id),
});

/**
 * What the page of a signal shows, part by part.
 * @param seenRevision the words that the page showed when it was opened
 */
export async function partsOf(visit: Visit, seen: SeenSignal, seenRevision: number) {
  const { house, refused, t, request } = visit;
  const { rights } = seen;
  const signal = rights.readsDrafts ? seen.signal : { ...seen.signal, withdrawals: [] };
  const { values, sent, status } = signal;
  const content = sent?.content ?? (await contentNow(house, signal));
  const named = await naming(visit, { signal, rights }, content.authority);
  const changes = rights.seesNames ? await changesShown(visit, signal, named.changes) : [];
  const shown = {
    head: {
      title: values.title || t('signals.untitled'),
      status,
      mark: markOf[status],
      rights,
      isFictional: signal.fictional === true,
    },
    letter: letterView(signal, content),
    draft: await draftView(visit, seen, named.body, { changes: named.changes, seenRevision }),
    way: wayOf(visit, signal, named, content.authority),
    gaps: await gapsShown(visit, signal),
    agendas: {
      all: await agendasAbout(house, visit.person, `signal:${signal._id}`, visit.language),
      bring: itemReading.permits(visit.person) ? paths.signalAgenda({ id: signal._id }) : null,
    },
    changes: changes.map((one) => ({ ...one, who: named.who(one) })),
  };
  return {
    ...shown,
    marks: Object.fromEntries(Object.entries(shown).map(([part, of]) => [part, fingerprint(of)])),
    status,
    rights,
    followUps: signalFollowUps,
    today: brusselsDay(visit.now),
    refused,
    insz: hasInsz(visit),
    /** Which of its forms was refused. */
    part: refused ? request.path.split('/').at(-1) : null,
    to: addressesOf({ id: signal._id }),
  };
}
