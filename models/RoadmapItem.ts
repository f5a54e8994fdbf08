import { model, Schema } from 'mongoose';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import type { GapTrace } from './Gap.ts';
import { type RoadmapItemField, type RoadmapItemValues, roadmapItemFields } from './yearPlanFields.ts';

/** A step of a platform's roadmap: a further sub-group, when, with whom and why. */
export interface RoadmapItemRecord {
  _id: string;
  platform: string;
  values: RoadmapItemValues;
  fields: Partial<Record<RoadmapItemField, FieldState>>;
  added: GapTrace;
}

const schema = new Schema<RoadmapItemRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    ...versionedFields(roadmapItemFields),
    added: new Schema(
      { at: { type: Date, required: true }, by: { type: String, default: null }, body: String },
      { _id: false },
    ),
  },
  { collection: 'roadmapitems', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ platform: 1 });

export const RoadmapItemModel = model<RoadmapItemRecord>('RoadmapItem', schema);
