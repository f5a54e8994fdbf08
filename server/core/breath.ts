/** How long work holds the event loop at once, in milliseconds. */
const atOnce = 5;

/** For long work on the web server's own thread: called between two pieces of it, it lets everybody else in. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < atOnce) return;
    await new Promise(setImmediate);
    since = performance.now();
  };
}
