import { model, Schema } from 'mongoose';

export const noticeStates = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const;

/**
 * That somebody is told of the summary of an activity, on their start page and by mail. Its id is `activity/person`, so
 * that nobody is told twice, however often it is sent. It says nothing of whether they read it.
 */
export interface SummaryNoticeRecord {
  _id: string;
  activity: string;
  person: string;
  /** Of its mail; dropped is one that could not be sent in time, or of what is no longer to be read. */
  state: (typeof noticeStates)[number];
  /** How often the mail was tried. */
  tries: number;
  /** Not before then; while it is sent, until then nobody else takes it. */
  dueAt: Date;
  madeAt: Date;
}

const schema = new Schema<SummaryNoticeRecord>(
  {
    _id: { type: String, required: true },
    activity: { type: String, required: true },
    person: { type: String, required: true },
    state: { type: String, enum: noticeStates, required: true },
    tries: { type: Number, required: true },
    dueAt: { type: Date, required: true },
    madeAt: { type: Date, required: true },
  },
  { collection: 'summarynotices', autoIndex: false, versionKey: false },
);
schema.index({ activity: 1 });
schema.index({ person: 1, madeAt: -1 });
schema.index({ state: 1, dueAt: 1 });

export const SummaryNoticeModel = model<SummaryNoticeRecord>('SummaryNotice', schema);
