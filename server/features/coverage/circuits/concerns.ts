import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import type { CircuitTransitionRecord } from '../../../../models/CircuitTransition.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import { paths } from '../../../paths.ts';
import { isClosed } from '../register/lifeCycle.ts';
import type { Contents } from './catalogue.ts';
import { type About, type End, isAboutHelp, isAboutWay } from './gapsAbout.ts';
import type { ModuleKinds } from './modules.ts';

type Modules = (id: string) => ModuleKinds | undefined;

const aboutOf = ({ values }: CircuitRecord): About => values;

const typesOf = ({ values }: CircuitPartRecord, modules: Modules): readonly string[] =>
  values.module === '' ? [values.type] : (modules(values.module)?.types ?? []);

/** The codes a register has for one end of a transition: what help it is, and for which ages. */
function endOf({ parts }: Contents, id: string, modules: Modules): End {
  const part = parts.find((one) => one._id === id);
  if (!part) return null;
  return [...typesOf(part, modules), ...(modules(part.values.module)?.ages ?? [])];
}

/** The open gaps of the register about a part. */
export const gapsAboutPart = (
  part: CircuitPartRecord,
  circuit: CircuitRecord,
  modules: Modules,
  gaps: readonly GapRecord[],
): GapRecord[] =>
  gaps.filter(
    ({ status, values }) =>
      !isClosed(status) && isAboutHelp(values, typesOf(part, modules), aboutOf(circuit)),
  );

/** The open gaps of the register about a transition. */
export const gapsAboutTransition = (
  { values: way }: CircuitTransitionRecord,
  circuit: CircuitRecord,
  contents: Contents,
  modules: Modules,
  gaps: readonly GapRecord[],
): GapRecord[] => {
  const [from, to] = [endOf(contents, way.from, modules), endOf(contents, way.to, modules)];
  return gaps.filter(
    ({ status, values }) => !isClosed(status) && isAboutWay(values, from, to, aboutOf(circuit)),
  );
};

/** Whether a gap is about anything in a circuit. */
export const concerns = (
  gap: GapRecord,
  circuit: CircuitRecord,
  contents: Contents,
  modules: Modules,
): boolean =>
  contents.parts.some((one) => gapsAboutPart(one, circuit, modules, [gap]).length > 0) ||
  contents.transitions.some((one) => gapsAboutTransition(one, circuit, contents, modules, [gap]).length > 0);

const ofCircuit = ({ values }: CircuitRecord) => ({
  platform: values.platforms[0] ?? '',
  ages: values.ages,
  targetGroups: values.targetGroups,
  area: values.areas[0] ?? '',
});

/** The register's form, filled in for a part that is wanted. */
export const reportPart = (part: CircuitPartRecord, circuit: CircuitRecord): string =>
  paths.newGap({ kind: 'missing', function: part.values.type, ...ofCircuit(circuit) });

/** The register's form, filled in for a transition that does not work. */
export function reportTransition(
  { values }: CircuitTransitionRecord,
  circuit: CircuitRecord,
  contents: Contents,
  modules: Modules,
): string {
  const first = (id: string): string => {
    const part = contents.parts.find((one) => one._id === id);
    return (part && typesOf(part, modules)[0]) ?? '';
  };
  const ways = { from: first(values.from), to: first(values.to) };
  return paths.newGap({ kind: 'transition', ...ways, ...ofCircuit(circuit) });
}
