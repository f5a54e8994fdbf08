export { coveragePage as showCoverage, coverageParts as showParts } from './page.ts';
