/** Bytes of a file, events in it, dates of one event within the days asked for, rows of one review. */
export const calendarLimits = { bytes: 1_000_000, events: 5000, dates: 400, rows: 100 };

/** A file that is not read by then is refused, and its thread ended. Milliseconds. */
export const longestReading = 10_000;
