import type * as Y from 'yjs';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { handsOf, placesIn, type RemarkWords, shownRemarks } from '../../../live/remarks/shown.ts';
import { paths } from '../../../paths.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { pseudonymOf } from '../../cases/queries.ts';
import { namerFor } from '../../prose/shown.ts';
import { narrativeRights } from '../policy.ts';
import { planRemarks } from './queries.ts';

/** The addresses of one remark, in the words of the page that is the same for every kind of document. */
const addressesOf = (id: string) => ({
  list: paths.planRemarks({ id }),
  comments: paths.planComments({ id }),
  suggestions: paths.planSuggestions({ id }),
  answers: (kind: string, one: string) =>
    kind === 'comment'
      ? paths.planCommentAnswers({ id, commentId: one })
      : paths.planSuggestionAnswers({ id, suggestionId: one }),
  passage: (kind: string, one: string) =>
    kind === 'comment'
      ? paths.planCommentPassage({ id, commentId: one })
      : paths.planSuggestionPassage({ id, suggestionId: one }),
  resolution: (one: string) => paths.planCommentResolution({ id, commentId: one }),
  reopening: (one: string) => paths.planCommentReopening({ id, commentId: one }),
  acceptance: (one: string) => paths.planSuggestionAcceptance({ id, suggestionId: one }),
  refusal: (one: string) => paths.planSuggestionRefusal({ id, suggestionId: one }),
  withdrawal: (one: string) => paths.planSuggestionWithdrawal({ id, suggestionId: one }),
});

/** What the page shows of what is said about the text; null for who may not read that. @throws KeyUnavailable */
export async function remarksData(visit: SignedInVisit, access: CaseAccess, doc?: Y.Doc) {
  const rights = narrativeRights(access);
  if (!rights.read) return null;
  const { house, language, t } = visit;
  const remarks = await planRemarks(house, access);
  const hand = ({ by, organisation }: { by: string; organisation: string }) => ({
    personId: by,
    organisationId: organisation,
  });
  const namer = await namerFor(house, language, t, handsOf(remarks).map(hand));
  const words: RemarkWords = { t, who: (one) => namer.who(hand(one)), moment: namer.moment };
  const reader = { personId: access.personId, rights };
  const shown = shownRemarks(remarks, reader, words, doc && placesIn(doc, remarks));
  return {
    rights,
    addresses: addressesOf(access.caseId),
    open: shown.filter((remark) => remark.isOpen),
    settled: shown.filter((remark) => !remark.isOpen).reverse(),
  };
}

/** The list alone, for a page that is open: it finds the words itself, in the text it holds. */
export async function remarksFragment(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  return fragment('live/_remarkList', { remarks: await remarksData(visit, access) });
}

/** A refused form on its own page, with what was typed and what is wrong. */
export async function remarkFormPage(
  visit: SignedInVisit,
  access: CaseAccess,
  field: 'words' | 'reason',
): Promise<Answer> {
  const { t, refused } = visit;
  const typed = refused?.values[field];
  return page('live/remarkForm', {
    title: t(`live.remarks.form.${field}`),
    space: 'case',
    narrow: true,
    field,
    typed: typeof typed === 'string' ? typed : '',
    errors: refused?.errors ?? {},
    target: visit.request.originalUrl,
    inszFound: Object.values(refused?.errors ?? {}).includes(t('plans.inszFound')),
    back: paths.plan({ id: access.caseId }),
    pseudonym: await pseudonymOf(visit.house, access),
  });
}
