import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from './contenders.ts';
import { aRow, emailOf, organisationOf } from './documents.ts';

/** What we use of better-sqlite3. */
interface Statement {
  run(...values: unknown[]): unknown;
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}
export interface Database {
  exec(sql: string): void;
  pragma(text: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

const PLACE = fileURLToPath(new URL('../../node_modules/.cache/bench/', import.meta.url));
const PACKAGE = 'better-sqlite3@12';

/**
 * The familiar yardstick. It has to be compiled and so is no dependency of the project: it is installed beside the
 * caches at the first run, where a compiler is to be had.
 */
export function sqliteModule(): (new (path: string) => Database) | undefined {
  try {
    mkdirSync(PLACE, { recursive: true });
    if (!existsSync(join(PLACE, 'node_modules/better-sqlite3')))
      execFileSync('npm', ['install', '--prefix', PLACE, '--no-audit', '--no-fund', PACKAGE], {
        stdio: 'ignore',
      });
    return createRequire(join(PLACE, 'package.json'))('better-sqlite3');
  } catch (error) {
    console.log(
      `better-sqlite3 is not to be had here, so it is left out: ${(error as Error).message.split('\n')[0]}`,
    );
    return undefined;
  }
}

/** In the same process, each statement a transaction of its own that is on the disk when it returns. */
export async function sqlite(directory: string, size: number): Promise<Contender | undefined> {
  const Sqlite = sqliteModule();
  if (!Sqlite) return undefined;
  const database = new Sqlite(join(directory, 'familiar.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`create table entries (id integer primary key, email text unique, organisation text, at integer, version integer, body text);
    create index by_organisation on entries (organisation, at desc)`);
  const insert = database.prepare('insert into entries values (?, ?, ?, ?, ?, ?)');
  const values = (number: number) => {
    const row = aRow(number);
    return [number, row.email, row.organisation, row.at.getTime(), row.version, JSON.stringify(row)];
  };
  database.exec('begin');
  for (let number = 0; number < size; number++) insert.run(...values(number));
  database.exec('commit');
  const byId = database.prepare('select body from entries where id = ?');
  const byEmail = database.prepare('select body from entries where email = ?');
  const update = database.prepare('update entries set version = version + 1 where id = ?');
  const sorted = database.prepare(
    'select body from entries where organisation = ? order by at desc limit 20',
  );
  const within = () => Math.floor(Math.random() * size);
  const parsed = (row: unknown) => JSON.parse((row as { body: string }).body) as unknown;
  let next = size;
  return {
    name: 'better-sqlite3',
    operations: {
      insert: async () => insert.run(...values(next++)),
      findById: async () => parsed(byId.get(within())),
      findByUnique: async () => parsed(byEmail.get(emailOf(within()))),
      update: async () => update.run(within()),
      findSorted: async () => sorted.all(organisationOf(within())).map(parsed),
    },
    close: async () => database.close(),
  };
}
