import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { BSON } from 'mongodb';
import { readArguments, reason } from '../../server/backup/command.ts';
import { CommandFailed } from '../../server/backup/failure.ts';
import { isNewer, ownVersion } from '../../server/backup/version.ts';
import { EMBEDDED, errorOf } from '../storage/aStore.ts';
import {
  aDatabase,
  allOf,
  aShelf,
  backUp,
  command,
  type Database,
  type Ended,
  putBack,
} from './aDatabase.ts';

/** The same contents with the checksum that belongs to them: damage that only the counts can tell. */
function sealed(contents: Buffer): Buffer {
  const body = contents.subarray(0, contents.length - 32);
  return gzipSync(Buffer.concat([body, createHash('sha256').update(body).digest()]));
}

const replaced = (contents: Buffer, from: string, to: string): Buffer =>
  Buffer.from(contents.toString('latin1').replace(from, to), 'latin1');

/** What is wrong with a file, how it is made from a good one, and what whoever restores is told. */
const damages: [string, (good: Buffer) => Buffer, RegExp][] = [
  ['an empty file', () => Buffer.alloc(0), /is damaged: it is cut short\.$/],
  ['a text', () => Buffer.from('{"not": "a backup"}'), /is not a backup of Schakel\.$/],
  [
    'another compressed file',
    () => gzipSync('something else\n'.repeat(100)),
    /is not a backup of Schakel\.$/,
  ],
  ['a short compressed file', () => gzipSync('x'), /is not a backup of Schakel\.$/],
  [
    'one of a newer Schakel',
    (good) => gzipSync(replaced(gunzipSync(good), 'schakel-backup 1', 'schakel-backup 2')),
    /was made by a newer Schakel \(format 2\); this one reads format 1\.$/,
  ],
  ['one cut in the middle', (good) => good.subarray(0, good.length >> 1), /is damaged: it is cut short\.$/],
  ['one without its last byte', (good) => good.subarray(0, -1), /is damaged: it is cut short\.$/],
  [
    'one with a changed byte',
    (good) => {
      const bad = Buffer.from(good);
      bad[good.length >> 1]! ^= 4;
      return bad;
    },
    /is damaged: .*\.$/,
  ],
  [
    'one with more behind it',
    (good) => Buffer.concat([good, Buffer.from('more')]),
    /is damaged: it cannot be unpacked\.$/,
  ],
  [
    'one with zeros behind it',
    (good) => Buffer.concat([good, Buffer.alloc(512)]),
    /is damaged: something follows it\.$/,
  ],
  ['two in one', (good) => Buffer.concat([good, good]), /is damaged: something follows it\.$/],
  [
    'one whose contents were changed',
    (good) => gzipSync(replaced(gunzipSync(good), 'sunny', 'rainy')),
    /is damaged: its checksum is another\.$/,
  ],
  ['one whose contents were cut', (good) => gzipSync(gunzipSync(good).subarray(0, -40)), /is damaged: .*\.$/],
  [
    'one that says it holds another number',
    (good) => sealed(changedCounts(gunzipSync(good))),
    /is damaged: it does not hold what it says\.$/,
  ],
  [
    'one with an impossible length',
    (good) => gzipSync(withLength(gunzipSync(good), 0x7fffffff)),
    /is damaged: a document has an impossible length\.$/,
  ],
  [
    'one with a negative length',
    (good) => gzipSync(withLength(gunzipSync(good), -5)),
    /is damaged: a document has an impossible length\.$/,
  ],
  [
    'one of a newer Schakel that wrote the same format',
    (good) => sealed(replaced(gunzipSync(good), ownVersion(), ownVersion().replace(/^./, '9'))),
    /was made by Schakel 9\S*; this is \S+, which is older\.$/,
  ],
  [
    'one that holds sessions',
    (good) => sealed(replaced(gunzipSync(good), 'weatherr', 'sessions')),
    /The file holds sessions, which does not belong in a backup\.$/,
  ],
];

const line = 'schakel-backup 1\n'.length;

function withLength(contents: Buffer, length: number): Buffer {
  const made = Buffer.from(contents);
  made.writeInt32LE(length, line);
  return made;
}

/** The counts are the last document before the checksum. */
function changedCounts(contents: Buffer): Buffer {
  const counts = BSON.serialize({ counts: [{ name: 'weatherr', documents: 3 }] });
  const at = contents.length - 32 - counts.length;
  const changed = BSON.serialize({ counts: [{ name: 'weatherr', documents: 4 }] });
  return Buffer.concat([contents.subarray(0, at), changed, Buffer.alloc(32)]);
}

(EMBEDDED ? describe : describe.skip)('the commands', function () {
  this.timeout(60_000);
  const shelf = aShelf();
  const good = shelf.file('good.backup');
  let database: Database;
  let untouched: Record<string, unknown>;

  const run = (name: 'backup' | 'restore', ...given: string[]): Promise<Ended> =>
    command(name, given, database.dataDir);
  const bad = (bytes: Buffer): string => {
    const file = shelf.file('bad.backup');
    writeFileSync(file, bytes);
    return file;
  };
  async function changedNothing(told: Ended): Promise<void> {
    expect(told.code).to.equal(1);
    expect(await allOf(database.db)).to.deep.equal(untouched);
  }

  before(async () => {
    database = await aDatabase();
    const days = ['sunny', 'windy', 'foggy'].map((weather, day) => ({ day, weather }));
    await database.db.collection('weatherr').insertMany(days);
    await backUp(database, good);
    await database.db.collection('weatherr').insertOne({ day: 4, weather: 'since' } as never);
    untouched = await allOf(database.db);
  });
  after(async () => {
    await database.close();
    shelf.remove();
  });

  for (const [what, damage, expected] of damages) {
    it(`refuse ${what}, and change nothing`, async () => {
      const file = bad(damage(readFileSync(good)));
      const error = await errorOf(putBack(database, file, true));
      expect(reason(error)).to.match(expected);
      expect(await allOf(database.db)).to.deep.equal(untouched);
    });
  }

  it('compare versions by their numbers', () => {
    for (const [version, than] of [
      ['1.0.0', '0.9.9'],
      ['0.10.0', '0.9.0'],
      ['0.1.2', '0.1.1'],
    ] as const) {
      expect([isNewer(version, than), isNewer(than, version)]).to.deep.equal([true, false]);
      expect(isNewer(version, version)).to.equal(false);
    }
  });

  it('tell what is wrong in one line, and end with 1', async () => {
    const file = bad(readFileSync(good).subarray(0, 60));
    for (const given of [['restore', file, '--overwrite'] as const, ['backup', '--check', file] as const]) {
      const [name, ...rest] = given;
      const told = await run(name, ...rest);
      await changedNothing(told);
      expect(told).to.include({ output: '' });
      expect(told.errors).to.match(
        /^No(thing was restored| backup was made): .*bad.backup is damaged: .*\.\n$/,
      );
    }
  });

  it('say how they are used when they are used otherwise', async () => {
    const told = await run('restore', '--check', good);
    await changedNothing(told);
    expect(told.errors).to.contain('Usage: npm run restore -- FILE');
    for (const given of [[], ['a', 'b'], ['--frobnicate', 'a'], ['a', '--overwrite=yes']])
      expect(() => readArguments(given, 'Usage: so')).to.throw(CommandFailed, /\nUsage: so$/);
    const asked = readArguments(['a', '--overwrite'], '');
    expect(asked).to.deep.equal({ file: resolve('a'), overwrite: true, check: false });
  });

  it('say which path cannot be used, and why', async () => {
    const folder = shelf.file('folder');
    mkdirSync(folder);
    const tries: [() => Promise<unknown>, RegExp][] = [
      [() => putBack(database, shelf.file('absent')), /absent: there is no such file or directory\.$/],
      [() => putBack(database, folder), /that is a directory\.$/],
      [() => backUp(database, shelf.file('absent/x.backup')), /there is no such file or directory\.$/],
      [() => backUp(database, `${good}/x.backup`), /a part of that path is not a directory\.$/],
      [() => backUp(database, folder), /folder is there and is not a file\.$/],
      [() => backUp(database, '/dev/null', true), /null is there and is not a file\.$/],
      [() => backUp(database, good), /good\.backup is there already; --overwrite replaces it\.$/],
    ];
    for (const [trying, expected] of tries) expect(reason(await errorOf(trying()))).to.match(expected);
    expect(await allOf(database.db)).to.deep.equal(untouched);
  });

  it('that cannot write to the end say so, and leave nothing behind', async () => {
    const { db, dataDir } = database;
    await db.collection('large').insertOne({ noise: randomBytes(1_000_000) });
    const folder = shelf.file('small');
    mkdirSync(folder);
    // A limit on the size of files stands for a full disk, which only root could make.
    const told = await command('backup', [join(folder, 'x.backup')], dataDir, undefined, 200);
    expect(told.code).to.equal(1);
    expect(told.errors.trimEnd()).to.match(/^No backup was made: .*a file may not become that large\.$/);
    expect(readdirSync(folder)).to.deep.equal([]);
    await db.collection('large').drop();
  });

  it('do not replace what a database holds without being told, and say what that would be', async () => {
    const acts = database.db.collection('acts');
    const at = new Date(Date.now() + 1000);
    const rows = ['goal.added', 'goal.added', 'consent.withdrawn'].map((name) => ({ name, at }));
    await acts.insertMany(rows);
    const told = await run('restore', good);
    await acts.drop();
    await changedNothing(told);
    expect(told.errors).to.equal('Nothing was restored: The database holds data; --overwrite replaces it.\n');
    expect(told.output).to.match(
      new RegExp(
        `^The database holds 7 documents in 2 collections; its newest act is of ${at.toISOString()}\\.\n` +
          'Acts after the backup \\(.*Z\\) that a restore takes away: 3\n +2 goal.added\n +1 consent.withdrawn\n$',
      ),
    );
  });

  it('check a good file, and leave only whole files', async () => {
    const told = await run('backup', '--check', good);
    expect(told).to.include({ code: 0, errors: '' });
    expect(told.output).to.match(
      /good\.backup is whole\.\nThe moment: .*\nHolds 3 documents in 1 collections\.\nSHA-256/,
    );
    expect(readdirSync(shelf.file('')).filter((name) => name.includes('unfinished'))).to.deep.equal([]);
  });

  it('have the store for themselves where nothing runs', async () => {
    const other = await aDatabase();
    const { dataDir } = other;
    await other.db.collection('a').insertOne({});
    // Closed, and its directory kept.
    const again = shelf.file('elsewhere');
    await other.close();
    expect((await command('restore', [good], again)).code).to.equal(0);
    expect((await command('backup', [shelf.file('second.backup')], again)).output).to.contain(
      'Holds 4 documents',
    );
    expect((await command('restore', [shelf.file('second.backup')], again)).code).to.equal(1);
    expect((await command('restore', [shelf.file('second.backup'), '--overwrite'], again)).code).to.equal(0);
    expect(dataDir).to.not.equal(again);
  });

  it('find a store that listens elsewhere because its own path is too long', async () => {
    const deep = shelf.file('d'.repeat(120));
    const far = await aDatabase(deep);
    await far.db.collection('a').insertOne({});
    const file = shelf.file('far.backup');
    expect(await command('backup', [file], deep)).to.include({ code: 0, errors: '' });
    await far.close();
  });
});
