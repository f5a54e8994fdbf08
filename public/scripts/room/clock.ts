/** What the clock of an item shows. */
export interface ClockFace {
  /** `12:40`, or `1:05:00` from an hour on. */
  time: string;
  isOver: boolean;
}

/** @param spent milliseconds; @param planned minutes, 0 where nobody said: then it counts up. */
export function clockFace(spent: number, planned: number): ClockFace {
  const left = planned * 60_000 - spent;
  const isOver = planned > 0 && left < 0;
  const seconds = Math.floor((planned > 0 ? Math.abs(left) : spent) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  const time = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
  return { time, isOver };
}
