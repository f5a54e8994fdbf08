import type { YearPlanState } from '../../../../models/YearPlan.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';
import {
  type Admissions,
  gapReading,
  gapReporting,
  gapWriting,
  registersOf,
} from '../../coverage/register/policy.ts';
import { isUnderWay } from './lifeCycle.ts';

type Asking = Pick<Person, 'affiliations'>;

/** What a plan is to somebody who asks for it. */
export interface AskedPlan {
  platform: string;
  state: YearPlanState;
  /** Ids of the authorities it was put before. */
  authorities: readonly string[];
}

/** What somebody may do with a year plan, and for which body. */
export interface PlanRights {
  read: boolean;
  /** Writes it: its points while it is a draft, how far they are until it is closed. */
  write: boolean;
  /** Adds points and changes what they say. */
  writesPoints: boolean;
  /** Says how far points are: all of them, or those that belong to these organisations. */
  progress: 'all' | readonly string[];
  /** Comments on points, and says that the plan was reviewed. */
  review: boolean;
  /** Answers comments. */
  answer: boolean;
  /** Sees which person did something; the others see the body. */
  seesNames: boolean;
  body: string;
}

const nothing: PlanRights = {
  read: false,
  write: false,
  writesPoints: false,
  progress: [],
  review: false,
  answer: false,
  seesNames: false,
  body: '',
};

const authoritiesOf = (person: Asking): string[] =>
  person.affiliations
    .filter((one) => one.role === 'official' && one.kind === 'authority')
    .map((one) => one.bodyId);

/**
 * What this person may do with a year plan. Coordinators of its platform write it; the people of the organisations that
 * platform admitted read it, drafts too, and say how far a point of their own organisation is. Officials read what was
 * put before a government; those of the authorities it was put before comment and review.
 */
export function planRights(person: Asking, admissions: Admissions, plan: AskedPlan): PlanRights {
  const { platform, state, authorities } = plan;
  const goesOn = state !== 'closed';
  const place = registersOf(person, admissions).find((one) => one.platform === platform);
  if (place && place.body === platform)
    return {
      ...{ read: true, write: true, review: false, seesNames: true, body: platform },
      writesPoints: state === 'draft',
      progress: goesOn ? 'all' : [],
      answer: true,
    };
  if (place) {
    const own = person.affiliations
      .filter((one) => one.kind === 'organisation' && admissions.get(one.bodyId)?.includes(platform))
      .map((one) => one.bodyId);
    return { ...nothing, read: true, progress: goesOn ? own : [], seesNames: true, body: place.body };
  }
  const offices = authoritiesOf(person);
  if (state === 'draft' || offices.length === 0) return nothing;
  const reviewing = offices.find((one) => authorities.includes(one));
  const review = reviewing !== undefined && isUnderWay(state);
  return { ...nothing, read: true, review, body: reviewing ?? offices[0]! };
}

/** For which body this person says how far a point of this owner is; null when they do not. */
export function progressFor({ progress, body }: PlanRights, owner: string): string | null {
  if (progress === 'all') return body;
  return progress.includes(owner) ? owner : null;
}

export const yearPlanReading = permission('yearPlanReading', (person) => gapReading.permits(person));

export const yearPlanWriting = permission('yearPlanWriting', (person) => gapWriting.permits(person));

export const workPointProgress = permission('workPointProgress', (person) => gapReporting.permits(person));

export const yearPlanReviewing = permission('yearPlanReviewing', (person) => hasRole(person, 'official'));

/** Steps are taken by the platform and by the authority. */
export const yearPlanSteps = permission(
  'yearPlanSteps',
  (person) => gapWriting.permits(person) || hasRole(person, 'official'),
);
