import { GapModel, type GapPicture, type GapRecord, type GapTrace } from '../../../../models/Gap.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { modulesNamed } from '../entries/queries.ts';
import { requireWritable, traceOf, type Writer } from './actions.ts';
import { nextStatuses, obstacleTo } from './lifeCycle.ts';
import { keptOn, type PicturedCell } from './pictures.ts';

export interface Step extends Pick<GapRecord['steps'][number], 'status' | 'why' | 'solvedBy' | 'modules'> {
  /** What the inventory says at this moment, to be kept with the gap. */
  pictures: PicturedCell[];
}

/** Takes a gap one step further in its life. @throws Invalid when that step is not open, or somebody took one meanwhile */
export async function takeStep(
  unit: Unit,
  person: Writer,
  id: string,
  step: Step & { seen: number },
): Promise<void> {
  const { gap, rights } = await requireWritable(unit, person, id);
  if (gap.steps.length !== step.seen) throw new Invalid({ status: 'gaps.errors.stepMeanwhile' });
  const known = await modulesNamed(person, step.modules);
  if (step.modules.some((one) => !known.get(one))) throw new Invalid({ modules: 'gaps.errors.modules' });
  await stepOn(unit, gap, step, traceOf(unit, person, rights.body));
  unit.note({ from: gap.status, to: step.status });
}

/** Writes a step that was decided elsewhere, by whoever may. @throws Invalid when that step is not open */
export async function stepOn(unit: Unit, gap: GapRecord, step: Step, trace: GapTrace): Promise<void> {
  const { status, why } = step;
  if (!nextStatuses[gap.status].includes(status)) throw new Invalid({ status: 'gaps.errors.status' });
  const obstacle = obstacleTo(status, gap);
  if (obstacle) throw new Invalid({ status: obstacle });
  const isSolved = status === 'solved';
  const taken = {
    ...{ status, why, ...trace },
    solvedBy: isSolved ? step.solvedBy : '',
    modules: isSolved ? step.modules : [],
  };
  const pictures: GapPicture[] = keptOn(step.pictures, status, trace.at);
  await GapModel.updateOne(
    { _id: gap._id },
    { $set: { status }, $push: { steps: taken, pictures: { $each: pictures } } },
    { session: unit.session },
  );
}
