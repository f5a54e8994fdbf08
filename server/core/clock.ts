/** The only caller of the system clock, so that tests can stand still or jump. Instants are UTC. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands where it is put. */
export function clockAt(
  start: Date,
): Clock & { set(instant: Date): void; advance(milliseconds: number): void } {
  let current = start;
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = instant;
    },
    advance: (milliseconds) => {
      current = new Date(current.getTime() + milliseconds);
    },
  };
}
