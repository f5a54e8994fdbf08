import { Agent, get } from 'node:http';
import { median, short, table } from '../figures.ts';
import { drawsFrom } from './draws.ts';
import type { Host } from './prepared.ts';
import { aQuestion, KINDS } from './questions.ts';

const WINDOW_MS = 3_000;
const ROUNDS = 3;
const CLIENTS = 4;

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

/** Bytes of one page. */
function fetchPage(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers: { accept: 'text/html', 'accept-language': 'nl' } }, (response) => {
      let size = 0;
      if (response.statusCode !== 200) reject(new Error(`${address} answers ${response.statusCode}`));
      response.on('data', (part: Buffer) => {
        size += part.length;
      });
      response.on('end', () => resolve(size));
    }).on('error', reject);
  });
}

async function perSecond(next: () => string): Promise<number> {
  let pages = 0;
  const began = performance.now();
  const client = async () => {
    while (performance.now() - began < WINDOW_MS) {
      await fetchPage(next());
      pages += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (pages / (performance.now() - began)) * 1000;
}

/** Addresses of searches of every kind, none twice for a long time. */
function searches(address: string): () => string {
  const draws = drawsFrom(5);
  return () => {
    const { text, choices, places, page } = aQuestion(draws.pick(KINDS), draws);
    const asked = new URLSearchParams({ q: text, place: places[0] ?? '', page: String(page) });
    for (const [facet, values] of Object.entries(choices))
      for (const value of values) asked.append(facet, value);
    return `${address}/offer?${asked}`;
  };
}

/** Pages a second of the directory beside the same view without anything around it. */
export async function pages({ address, bare }: Host): Promise<void> {
  const contenders = {
    'bare EJS page': () => bare,
    'first page': () => `${address}/offer`,
    searches: searches(address),
  };
  const rates: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, next] of Object.entries(contenders))
      rates[name] = [...(rates[name] ?? []), await perSecond(next)];
  const base = median(rates['bare EJS page']!);
  const rows = await Promise.all(
    Object.entries(contenders).map(async ([name, next]) => {
      const rate = median(rates[name]!);
      return [
        name,
        short(rate),
        `${(rate / base).toFixed(2)} x`,
        `${short((await fetchPage(next())) / 1000)} kB`,
      ];
    }),
  );
  console.log(`\npages a second, ${CLIENTS} clients`);
  console.log(table(['', 'pages/s', 'beside bare', 'size'], rows));
}
