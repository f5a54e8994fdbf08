/** How long a commit may wait for company, in milliseconds: nothing when the server is idle, up to 20 under load. */
const longest = 20;
const windowMilliseconds = 100;
/** Commits within the window that still cost nothing. */
const free = 20;

export interface Pace {
  /** Resolves when the next commit should start. */
  turn(): Promise<void>;
}

export function createPace(): Pace {
  let started = performance.now();
  let commits = 0;
  let load = 0;
  return {
    async turn() {
      const now = performance.now();
      if (now - started > windowMilliseconds) {
        load = now - started > 2 * windowMilliseconds ? 0 : commits;
        commits = 0;
        started = now;
      }
      commits += 1;
      const wait = Math.min(longest, Math.max(0, Math.max(load, commits) - free) / 2);
      if (wait >= 1) await new Promise((resolve) => setTimeout(resolve, wait));
    },
  };
}
