import { randomUUID } from 'node:crypto';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { addStandard, addVersion, setDefault, setRetired } from './actions.ts';
import { typesFor } from './choices.ts';
import type { Draft } from './draft.ts';
import { formPage } from './formPage.ts';
import type {
  ChangeInput,
  DefaultInput,
  NewInput,
  OriginInput,
  RetirementInput,
  VersionInput,
} from './forms.ts';
import { listPage, originPage } from './listPage.ts';
import { meetingPage } from './meetingPage.ts';
import { platformsWrittenBy, writesFor } from './policy.ts';
import { draftFrom, frameNamed, requireStandard } from './queries.ts';
import { standardPage } from './standardPage.ts';
import { typedDraft } from './typedDraft.ts';
import { saidIn } from './wording.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showStandards = (visit: SignedInVisit<unknown>): Promise<Answer> => listPage(visit);

export async function showStandard(visit: SignedInVisit<VersionInput>): Promise<Answer> {
  const newest = await frameNamed(idOf(visit));
  const { version } = visit.input;
  const named = version === undefined ? newest : await frameNamed(idOf(visit), version);
  return standardPage(visit, named, newest.frame.version);
}

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toStandard = (visit: SignedInVisit<undefined>): Answer =>
  redirect(paths.standard({ id: idOf(visit) }));

/** What a refused form said it was begun from, or what was chosen now. */
function originOf({ refused, input }: SignedInVisit<OriginInput | undefined>): {
  id: string;
  version?: number;
} {
  if (!refused) return { id: input?.from ?? '' };
  const { from, fromVersion } = refused.values;
  const version = Number(fromVersion);
  return { id: typeof from === 'string' ? from : '', ...(Number.isInteger(version) ? { version } : {}) };
}

export async function showNew(visit: SignedInVisit<OriginInput | undefined>): Promise<Answer> {
  const { id, version } = originOf(visit);
  if (id === '') return originPage(visit);
  const origin = await frameNamed(id, version);
  const draft = draftFrom(origin, visit.language);
  return formPage(visit, {
    title: visit.t('standards.new.title'),
    target: paths.standards(),
    back: { href: paths.standard({ id }), said: saidIn(origin.names, visit) },
    // A name of one's own: two with the same name could not be told apart.
    draft: { ...draft, names: {} },
    platforms: platformsWrittenBy(visit.person),
    hidden: { from: id, fromVersion: origin.frame.version },
  });
}

export async function add(visit: SignedInVisit<NewInput>): Promise<Answer> {
  const { input, person, language } = visit;
  if (input.more) throw new Invalid({});
  const own = platformsWrittenBy(person);
  const platform = own.length === 1 ? own[0]! : input.platform;
  if (!own.includes(platform)) throw new Invalid({ platform: 'standards.errors.platform' });
  const origin = await frameNamed(input.from, input.fromVersion);
  const before = draftFrom(origin, language);
  const draft = typedDraft(input, await typesFor(before), before);
  const id = randomUUID();
  const begunFrom = { id: input.from, version: input.fromVersion };
  const { standard } = await visit.act({ record: { type: 'standard', id }, bodyId: platform }, (unit) =>
    addStandard(unit, person, { id, platform, begunFrom }, { draft, language }),
  );
  leaveNotice(visit, 'standards.notice.added');
  return redirect(paths.standard({ id: standard }));
}

export async function showChange(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { platform } = await requireStandard(idOf(visit));
  if (!writesFor(visit.person, platform)) throw new Forbidden();
  const base = Number(visit.refused?.values.base);
  const seen = await frameNamed(idOf(visit), Number.isInteger(base) ? base : undefined);
  return formPage(visit, {
    title: visit.t('standards.change.title'),
    target: paths.standardVersions({ id: idOf(visit) }),
    back: { href: paths.standard({ id: idOf(visit) }), said: saidIn(seen.names, visit) },
    draft: draftFrom(seen, visit.language),
    platforms: [platform],
    hidden: { base: seen.frame.version },
  });
}

/** Runs a write on a standard for its platform. */
async function write<T>(visit: SignedInVisit<unknown>, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { platform } = await requireStandard(idOf(visit));
  if (!writesFor(visit.person, platform)) throw new Forbidden();
  return visit.act({ record: { type: 'standard', id: idOf(visit) }, bodyId: platform }, work);
}

export async function change(visit: SignedInVisit<ChangeInput>): Promise<Answer> {
  const { input, person } = visit;
  if (input.more) throw new Invalid({});
  const seen = await frameNamed(idOf(visit), input.base);
  const before = draftFrom(seen, visit.language);
  const draft = typedDraft(input, await typesFor(before), before);
  const base = { version: input.base, draft: before };
  try {
    await write(visit, (unit) =>
      addVersion(unit, person, idOf(visit), {
        base,
        draft,
        language: languageOf(visit, before, draft, seen.source),
      }),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.version) throw error;
    return meetingPage(visit, before, draft);
  }
  leaveNotice(visit, 'standards.notice.changed');
  return redirect(paths.standard({ id: idOf(visit) }));
}

/** Who changes a number does not change the language its source is written in. */
function languageOf({ language }: SignedInVisit, before: Draft, after: Draft, source: object): Language {
  return before.content.source === after.content.source ? (Object.keys(source)[0] as Language) : language;
}

export async function prefer(visit: SignedInVisit<DefaultInput>): Promise<Answer> {
  const { isDefault } = visit.input;
  await write(visit, (unit) => setDefault(unit, visit.person, idOf(visit), isDefault));
  leaveNotice(visit, isDefault ? 'standards.notice.default' : 'standards.notice.notDefault');
  return redirect(paths.standard({ id: idOf(visit) }));
}

export async function retire(visit: SignedInVisit<RetirementInput>): Promise<Answer> {
  const { isRetired } = visit.input;
  await write(visit, (unit) => setRetired(unit, visit.person, idOf(visit), isRetired));
  leaveNotice(visit, isRetired ? 'standards.notice.retired' : 'standards.notice.inUse');
  return redirect(paths.standard({ id: idOf(visit) }));
}
