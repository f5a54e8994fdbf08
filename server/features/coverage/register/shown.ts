/** What other features show of a gap, and the step they take with it in its own transaction. */
export { isClosed, nextStatuses, obstacleTo } from './lifeCycle.ts';
export { fingerprint } from './pageParts.ts';
export { stepOn } from './steps.ts';
