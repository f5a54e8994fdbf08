const shortestPause = 300;
const longestPause = 8_000;

/** Tries again after a while, each time a longer one, and not at the same moment as all other pages. */
export class Patience {
  #pause = shortestPause;
  #timer: ReturnType<typeof setTimeout> | undefined;

  later(again: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(again, this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(longestPause, this.#pause * 2);
  }

  /** It worked: the next wait is a short one again. */
  reset(): void {
    this.#pause = shortestPause;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
