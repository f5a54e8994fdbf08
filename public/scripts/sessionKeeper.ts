const every = 5 * 60_000;

/**
 * Someone who types for an hour without asking for a page is not away: while there is activity, the server is
 * told now and then. Who does nothing is signed out as the session says.
 */
export function keepSessionAlive(): void {
  if (!document.querySelector('.side')) return; // nobody is signed in
  let active = false;
  for (const kind of ['keydown', 'pointerdown'] as const) {
    document.addEventListener(kind, () => {
      active = true;
    });
  }
  setInterval(() => {
    if (!active) return;
    active = false;
    fetch('/session', { headers: { Accept: 'application/json' } }).catch(() => {}); // offline: the page says so itself
  }, every);
}
