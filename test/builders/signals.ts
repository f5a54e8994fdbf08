import { randomUUID } from 'node:crypto';
import { GapModel } from '../../models/Gap.ts';
import { GovernmentSignalModel, type GovernmentSignalRecord } from '../../models/GovernmentSignal.ts';
import { emptyGap } from '../../models/gapFields.ts';
import { paths } from '../../server/paths.ts';
import type { Visitor } from './people.ts';

/** A gap of this platform that somebody verified. */
export async function aVerifiedGap(platforms: string[] = ['BE-VAN']): Promise<string> {
  const [_id, at] = [randomUUID(), new Date()];
  const trace = { at, by: null, body: platforms[0]! };
  const steps = (['reported', 'verified'] as const).map((status) => ({ status, why: '', ...trace }));
  const evidence = [
    { id: randomUUID(), kind: 'practice' as const, source: 'Een telling', says: '', ...trace },
  ];
  const values = { ...emptyGap, kind: 'missing' as const, title: { nl: 'Geen nachtopvang' }, platforms };
  await GapModel.create({ _id, values, status: 'verified' as const, steps, evidence, reportedAt: at });
  return _id;
}

export const signalOf = (id: string): Promise<GovernmentSignalRecord> =>
  GovernmentSignalModel.findById(id).lean<GovernmentSignalRecord>().orFail().exec();

/** A draft that lacks nothing but signatures, of the platforms of its gap. */
export async function aReadyDraft(coordinator: Visitor, gap: string): Promise<string> {
  const begun = { authority: 'fod-cel-drugs', language: 'nl', gaps: [gap] };
  const { headers } = await coordinator.post(paths.signals(), begun);
  const id = headers.location!.split('/').at(-1)!;
  await coordinator.post(paths.signalFields({ id }), { base_asked: '0', asked: 'Vijf bedden' });
  return id;
}
