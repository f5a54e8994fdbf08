/**
 * What other features share with the register: fields with versions in forms and histories, the review of two values,
 * and the refusal of a national number.
 */
export { conflictsPage } from './conflictsPage.ts';
export { type Field, fieldInput } from './fieldInputs.ts';
export { type Body, commandsIn, emptyValues, textOf, valueOfText, valuesIn } from './fieldValues.ts';
export { type ChangeInput, changeForm } from './register/forms.ts';
export { isClosed, nextStatuses, obstacleTo } from './register/lifeCycle.ts';
export { fingerprint, hasInsz, markOf as markOfGap } from './register/pageParts.ts';
export { refuseInsz } from './register/privacy.ts';
export { stepOn } from './register/steps.ts';
export { type Said, tracesShown } from './register/wording.ts';
