import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { platformsWrittenBy, writesFor } from './policy.ts';
import { framesFor, type NamedFrame, retiredFrames } from './queries.ts';
import { saidIn } from './wording.ts';

function rowOf(visit: SignedInVisit<unknown>, named: NamedFrame, bodies: ReadonlyMap<string, string>) {
  const { frame, platform } = named;
  return {
    id: frame.id,
    href: paths.standard({ id: frame.id }),
    name: saidIn(named.names, visit),
    body: platform === null ? null : (bodies.get(platform) ?? platform),
    version: frame.version,
    isDefault: named.isDefault,
    weeks: frame.waiting.weeks.otherwise,
    kilometres: frame.travel.kilometres.otherwise,
    expected: frame.expected.length,
  };
}

async function rowsFor(visit: SignedInVisit<unknown>) {
  const [frames, retired] = await Promise.all([framesFor(visit.person), retiredFrames()]);
  const platforms = [...frames, ...retired].flatMap(({ platform }) => platform ?? []);
  const bodies = await bodyNames(visit.house, [...new Set(platforms)], visit.language);
  const shown = (all: NamedFrame[]) => all.map((one) => rowOf(visit, one, bodies));
  const isOwn = ({ platform }: NamedFrame): boolean => platform !== null && writesFor(visit.person, platform);
  return {
    own: shown(frames.filter(isOwn)),
    reference: shown(frames.filter((one) => one.platform === null)),
    others: shown(frames.filter((one) => one.platform !== null && !isOwn(one))),
    retired: shown(retired),
  };
}

/** Every standard there is: those of one's platform, those to compare with, those of other platforms. */
export async function listPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  return page('coverage/standards/list', {
    title: visit.t('standards.title'),
    space: 'platform',
    ...(await rowsFor(visit)),
    writes: platformsWrittenBy(visit.person).length > 0,
  });
}

/** What a new standard is begun from. */
export async function originPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { own, reference, others, retired } = await rowsFor(visit);
  return page('coverage/standards/origin', {
    title: visit.t('standards.new.title'),
    space: 'platform',
    narrow: true,
    origins: [...reference, ...own, ...others, ...retired],
  });
}
