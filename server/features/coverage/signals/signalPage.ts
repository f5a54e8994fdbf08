import type { GovernmentSignalRecord } from '../../../../models/GovernmentSignal.ts';
import { signalFollowUps } from '../../../../models/GovernmentSignal.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { hasInsz } from '../register/pageParts.ts';
import { rightsOn } from '../register/policy.ts';
import { admissionsOf } from '../register/queries.ts';
import { tracesShown } from '../register/wording.ts';
import { choicesFor, wordsOf } from './fieldsPage.ts';
import { contentNow, letterReader, letterView } from './letter.ts';
import { senderOf } from './letterActions.ts';
import { markOf } from './listPage.ts';
import { changesOfSignal, gapsNamed, type SeenSignal } from './queries.ts';
import { type Obstacle, obstaclesTo, unsigned } from './sending.ts';

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

/** Why it cannot be sent yet, each in a sentence. */
function obstacleWords(
  obstacles: readonly Obstacle[],
  { t }: Visit,
  nameOf: (id: string) => string,
): string[] {
  return obstacles.map((one) => {
    if (one.code === 'empty') return t('signals.obstacle.empty', { field: t(`signals.fields.${one.field}`) });
    if (one.code === 'unsigned') return t('signals.obstacle.unsigned', { platform: nameOf(one.platform) });
    return t(`signals.obstacle.${one.code}`, { gap: nameOf(one.gap) });
  });
}

/** What can be done with a draft: sign it, send it, and what stands in between. */
async function draftView(visit: Visit, { signal, rights }: SeenSignal, bodyName: (id: string) => string) {
  if (!rights.write) return null;
  const gaps = await gapsNamed(signal.values.gaps);
  const titles = new Map(gaps.map((one) => [one._id, inLanguage(one.values.title, visit.language).text]));
  const sender = senderOf(signal, rights);
  const open = unsigned(signal);
  return {
    revision: signal.revision,
    sender: bodyName(sender),
    toSign: rights.signsFor
      .filter((one) => open.includes(one) && signal.values.platforms.length > 1)
      .map((id) => ({ id, name: bodyName(id) })),
    obstacles: obstacleWords(
      obstaclesTo(signal, gaps, sender),
      visit,
      (id) => titles.get(id) ?? bodyName(id),
    ),
  };
}

/** Which words changed, from what to what, the newest first. */
async function changesShown(visit: Visit, signal: GovernmentSignalRecord) {
  const changes = await changesOfSignal(signal._id);
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

/** One signal: the letter as it is or as it was sent, where it stands, and its answer. */
export async function signalPage(visit: Visit, seen: SeenSignal): Promise<Answer> {
  const { t, house, language, now } = visit;
  const { signal, rights } = seen;
  const { values, sent, status, acknowledged, answers, made } = signal;
  const isDraft = status === 'draft';
  const content = sent?.content ?? (await contentNow(house, signal));
  const changes = isDraft || rights.seesNames ? await changesShown(visit, signal) : [];
  const traces = [made, sent, acknowledged, ...answers, ...changes].filter((one) => one !== null);
  const { wording } = await letterReader(
    house,
    language,
    [],
    [...values.platforms, ...traces.map((one) => one.body)],
  );
  const authorityIsBody = (body: string): boolean => body === values.authority;
  const who = await tracesShown(
    rights,
    { body: (id) => (authorityIsBody(id) ? content.authority : wording.body(id)) },
    traces,
  );
  const id = { id: signal._id };
  return page('signals/show', {
    title: values.title || t('signals.untitled'),
    space: 'platform',
    styles: ['/styles/signals.css'],
    ...{ status, mark: markOf[status], isDraft, rights },
    letter: letterView(signal, content),
    gaps: await gapsShown(visit, signal),
    made: { at: made.at, who: who(made) },
    sent: sent && { at: sent.at, who: who(sent), to: content.authority },
    acknowledged: acknowledged && { ...acknowledged, who: who(acknowledged) },
    answers: answers.map((one) => ({ ...one, who: who(one), lines: one.text.split('\n') })),
    draft: await draftView(visit, seen, wording.body),
    changes: changes.map((one) => ({ ...one, who: who(one) })),
    followUps: signalFollowUps,
    today: brusselsDay(now),
    refused: visit.refused,
    insz: hasInsz(visit),
    /** Which of its forms was refused. */
    part: visit.refused ? visit.request.path.split('/').at(-1) : null,
    to: {
      fields: paths.signalFields(id),
      signature: paths.signalSignature(id),
      dispatch: paths.signalDispatch(id),
      acknowledgement: paths.signalAcknowledgement(id),
      answers: paths.signalAnswers(id),
    },
  });
}
