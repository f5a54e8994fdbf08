import type { Suite } from 'mocha';

/**
 * For tests that each go on from where the one before left: after one that failed, the rest is skipped. Mocha's own
 * bail would end the other files too, when files run side by side.
 */
export function oneAfterAnother(suite: Suite): void {
  let hasFailed = false;
  suite.beforeEach(function () {
    if (hasFailed) this.skip();
  });
  suite.afterEach(function () {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
}
