/** Words that programs are told, the same as people read. */
export { readerOf } from '../directoryPage.ts';
export { dueOn } from '../upkeep/standing.ts';
export { listed, moduleTitle, placeOf, type Reader, waitingOf } from '../wording.ts';
