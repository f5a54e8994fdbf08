import type { CircuitRecord } from '../../../../models/Circuit.ts';
import { circuitStatuses } from '../../../../models/circuitFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { registersVisibleTo } from '../register/queries.ts';
import type { Contents } from './catalogue.ts';
import { markOf } from './circuitPage.ts';
import type { ListInput } from './forms.ts';
import { circuitWriting } from './policy.ts';
import { circuitsOf, contentsOf } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

function fits({ values }: CircuitRecord, asked: ListInput): boolean {
  const { status } = values;
  const isAsked =
    asked.status === 'all' || (asked.status === 'current' ? status !== 'ended' : status === asked.status);
  return isAsked && (asked.platform === '' || values.platforms.includes(asked.platform));
}

function rowOf(circuit: CircuitRecord, { parts, transitions }: Contents, wording: Wording) {
  const { values } = circuit;
  const words = (field: keyof typeof values): string => wording.value('circuit', field, values[field]);
  return {
    href: paths.circuit({ id: circuit._id }),
    name: wording.said(values.name),
    kind: words('kind'),
    status: values.status,
    statusMark: markOf[values.status],
    forWhom: [words('ages'), words('targetGroups')].filter((one) => one !== '').join(' · '),
    platforms: words('platforms'),
    isFictional: circuit.fictional === true,
    parts: parts.length,
    wanted: parts.filter((one) => one.values.module === '').length,
    broken: transitions.filter((one) => one.values.works === 'not').length,
  };
}

/** The circuits and programmes of somebody's platforms. */
export async function listPage(visit: SignedInVisit<ListInput>): Promise<Answer> {
  const { input, person, t } = visit;
  const platforms = await registersVisibleTo(person);
  const circuits = (await circuitsOf(platforms.map((one) => one._id))).filter((one) => fits(one, input));
  const contents = await contentsOf(circuits);
  const wording = await wordingFor(visit, { circuits, contents: [...contents.values()] });
  return page('circuits/index', {
    title: t('circuits.title'),
    space: 'platform',
    asked: input,
    rows: circuits.map((one) => rowOf(one, contents.get(one._id)!, wording)),
    mayAdd: circuitWriting.permits(person),
    platforms: platforms.map((one) => ({
      value: one._id,
      text: wording.said(one.names).text,
    })),
    statuses: circuitStatuses.map((value) => ({ value, text: t(`circuits.status.${value}`) })),
  });
}
