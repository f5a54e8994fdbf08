import { Copies } from './copy/copies.ts';

/*
 * Answers for the site on a device that somebody marked as their own, and only when the network does not: with a page
 * of words in the person's language and a script that opens the encrypted copy. It keeps no page of the site, since
 * those hold people's data in the clear.
 */

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskEvent extends LifeEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(name: 'fetch', listener: (event: AskEvent) => void): void;
}
const scope = self as unknown as WorkerScope;

const languages = ['nl', 'fr', 'de', 'en'];
const cacheName = `schakel-${new URL(scope.location.href).searchParams.get('v') ?? ''}`;
const shellOf = (language: string): string => `/offline/${language}`;
const isFile = (address: string): boolean => /^\/(styles|images|fonts|build)\//.test(address);

/** Addresses of files in a page or a style sheet. */
const filesIn = (text: string, from: string): string[] =>
  [...text.matchAll(/(?:href|src)="([^"#]+)|url\(["']?([^"')]+)/g)]
    .map((found) => new URL(found[1] ?? found[2] ?? '', new URL(from, scope.location.origin)))
    .filter((address) => address.origin === scope.location.origin && isFile(address.pathname))
    .map(({ pathname, search }) => pathname + search);

async function fetched(address: string): Promise<Response> {
  // As nobody: what is kept here must be the same for everyone.
  const response = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
  if (!response.ok) throw new Error(`${address} was not there`);
  return response;
}

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  const wanted = new Set<string>();
  for (const language of languages) {
    const response = await fetched(shellOf(language));
    for (const file of filesIn(await response.clone().text(), '/')) wanted.add(file);
    await cache.put(shellOf(language), response);
  }
  for (const file of wanted) {
    const response = await fetched(file);
    if (file.startsWith('/styles/'))
      for (const font of filesIn(await response.clone().text(), file)) wanted.add(font);
    await cache.put(file, response);
  }
}

async function begin(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith('schakel-') && name !== cacheName) await caches.delete(name);
  await scope.clients.claim();
}

/** Looks whether the lease is over; answers the language to speak. */
async function lookAfter(): Promise<string> {
  const copies = await Copies.open().catch(() => null);
  const language = copies?.lease?.language ?? navigator.language.slice(0, 2);
  copies?.close();
  return languages.includes(language) ? language : 'nl';
}

async function endCopy(): Promise<void> {
  const copies = await Copies.open();
  await copies.lock();
  copies.close();
}

/** 502 and 504 come from a proxy that finds no server behind it. */
const isNobody = (response: Response): boolean => response.status === 502 || response.status === 504;

async function pageOrShell(request: Request): Promise<Response> {
  const language = lookAfter();
  const answer = await fetch(request).catch(() => null);
  if (answer && !isNobody(answer)) return answer;
  const shell = await caches.match(shellOf(await language));
  return shell ?? answer ?? Response.error();
}

async function fileOrKept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw error;
  }
}

scope.addEventListener('install', (event) => {
  event.waitUntil(keepFiles().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => event.waitUntil(begin()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin) return;
  if (request.method === 'POST' && /^\/(sign-out|account\/sessions)$/.test(pathname)) {
    // Whoever signs out leaves nothing readable behind, also when no other script runs.
    event.waitUntil(endCopy());
  } else if (request.method === 'GET' && request.mode === 'navigate') event.respondWith(pageOrShell(request));
  else if (request.method === 'GET' && isFile(pathname)) event.respondWith(fileOrKept(request));
});
