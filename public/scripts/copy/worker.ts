/** Has the pages without a network ready. The address changes with every version of the site's files. */
export async function startWorker(address: string): Promise<void> {
  await navigator.serviceWorker.register(address, { scope: '/', updateViaCache: 'none' });
}

/** Nothing is kept on this browser any more: nothing is ready without a network either. */
export async function stopWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) if (name.startsWith('schakel-')) await caches.delete(name);
}
