/**
 * `npm run bench`: everything; `npm run bench -- store starts`: only those. Each compares side by side, in turns, in
 * one run, and reports medians and ratios: absolute times say more about the machine than about us.
 */
const suites: Record<string, () => Promise<void>> = {
  starts: async () => (await import('./starts.ts')).starts(),
  signIns: async () => (await import('./signIns.ts')).signIns(),
  store: async () => (await import('./store/store.ts')).store(),
  offer: async () => (await import('./offer/offer.ts')).offer(),
  import: async () => (await import('./offer/import.ts')).imports(),
  coverage: async () => (await import('./coverage/coverage.ts')).coverage(),
  coveragePages: async () => (await import('./coverage/pages.ts')).coveragePages(),
  coverageFollow: async () => (await import('./coverage/following.ts')).coverageFollow(),
  rooms: async () => (await import('./live/rooms.ts')).rooms(),
  live: async () => (await import('./live/live.ts')).live(),
};

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  const suite = suites[name];
  if (!suite) throw new Error(`There is no bench ${name}; there are: ${Object.keys(suites).join(', ')}`);
  console.log(`\n== ${name}`);
  await suite();
}
