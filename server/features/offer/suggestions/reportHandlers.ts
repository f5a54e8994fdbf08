import { type Answer, redirect } from '../../../core/answers.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { makeSuggestion } from './actions.ts';
import type { ReportAddress, ReportInput } from './forms.ts';
import { refuseInsz, textsIn } from './identity.ts';
import { proposalsIn } from './proposals.ts';
import { partsOfSheet } from './queries.ts';
import { partNamed, publicFields, reportPage } from './reportPage.ts';

export const showReport = (visit: Visit<ReportAddress>): Promise<Answer> =>
  reportPage(visit, visit.input.about);

export const showReportAgain = (visit: Visit<unknown>): Promise<Answer> => {
  const about = visit.refused?.values.about;
  return reportPage(visit, typeof about === 'string' ? about : '');
};

/** Keeps what a visitor reports about a sheet; its organisation decides. */
export async function report(visit: Visit<ReportInput>): Promise<Answer> {
  const { input, language, now } = visit;
  const { kind, record } = partNamed(await partsOfSheet(visit.params.id), input.about);
  const fields = publicFields(kind);
  refuseInsz(textsIn(input, ['words'], fields), input.inszKept);
  const proposals = proposalsIn({ kind, record, fields, choices: {} }, input, language, brusselsDay(now));
  const draft = { kind, recordId: record._id, linkId: null, words: input.words, proposals, language };
  await visit.act({ record: { type: kind, id: record._id }, name: `${kind}.suggested` }, (unit) =>
    makeSuggestion(unit, draft, input.email),
  );
  leaveNotice(visit, 'suggestions.report.thanks');
  return redirect(paths.offerEntry({ id: visit.params.id ?? '' }));
}
