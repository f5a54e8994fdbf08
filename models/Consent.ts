import { model, Schema } from 'mongoose';

export const consentScopes = ['records', 'narrative'] as const;
export const consentPurposes = ['careConsultation', 'jointPlan', 'transition'] as const;
export const consentMethods = ['spoken', 'written', 'electronic', 'representative'] as const;

/** One body the client agreed with; withdrawn body by body. */
export interface ConsentGrant {
  body: string;
  withdrawnAt?: Date;
  withdrawnBy?: string;
}

/**
 * What a client agreed to, as it was recorded (shared professional secrecy: informed beforehand, that, why, with
 * whom and what). Never changed afterwards; only grants are withdrawn.
 */
export interface ConsentRecord {
  _id: string;
  case: string;
  /** What may be shared: goals and actions, the shared text. */
  scope: (typeof consentScopes)[number][];
  grants: ConsentGrant[];
  purpose: (typeof consentPurposes)[number];
  /** The language in which the client was informed, BCP-47. */
  language: string;
  /** Calendar day of the consent, YYYY-MM-DD in Brussels. */
  givenOn: string;
  method: (typeof consentMethods)[number];
  /** The person who informed the client. */
  informedBy: string;
  /** Last calendar day it holds, YYYY-MM-DD in Brussels. */
  until: string;
  recordedBy: string;
  recordedAt: Date;
}

const schema = new Schema<ConsentRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    scope: { type: [String], required: true },
    grants: {
      type: [
        new Schema<ConsentGrant>(
          { body: { type: String, required: true }, withdrawnAt: Date, withdrawnBy: String },
          { _id: false },
        ),
      ],
      required: true,
    },
    purpose: { type: String, required: true },
    language: { type: String, required: true },
    givenOn: { type: String, required: true },
    method: { type: String, required: true },
    informedBy: { type: String, required: true },
    until: { type: String, required: true },
    recordedBy: { type: String, required: true },
    recordedAt: { type: Date, required: true },
  },
  { collection: 'consents', versionKey: false },
);
schema.index({ case: 1 });

export const ConsentModel = model<ConsentRecord>('Consent', schema);
