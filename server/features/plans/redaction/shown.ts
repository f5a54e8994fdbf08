import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { namerFor } from '../history/shown.ts';
import { redactionsOf } from './queries.ts';

/** That words were redacted: who, when and why, for everyone who reads the text. */
export async function redactionsShown(visit: SignedInVisit, access: CaseAccess) {
  const { house, language, t } = visit;
  const redactions = await redactionsOf(house, access);
  const namer = await namerFor(house, language, t, redactions);
  const { day, time } = formats(language);
  return redactions.map((one) => ({
    id: one.id,
    reason: one.reason,
    by: t('plans.redaction.by', {
      who: namer.who(one),
      moment: t('plans.history.moment', { day: day(one.at), time: time(one.at) }),
    }),
  }));
}
