import { resolve } from 'node:path';
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../server/config.ts';

const refusalOf = (environment: Record<string, string>, demo = false): Error | null => {
  try {
    readConfig(environment, demo);
    return null;
  } catch (error) {
    return error as Error;
  }
};

describe('the settings', () => {
  it('when none are given, are those the documentation names', () => {
    expect(readConfig({})).to.deep.equal({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('./data'),
      keyDir: resolve('./keys'),
      mongodbUri: undefined,
      redisUrl: undefined,
      publicUrl: 'http://127.0.0.1:3000',
      smtpUrl: undefined,
      trustProxy: 0,
      offlineDays: 7,
      directoryMonths: 12,
      demoPassword: undefined,
      throwAway: false,
      logLevel: 'info',
    });
  });

  it('when left empty, count as not given', () => {
    expect(readConfig({ PORT: '', MONGODB_URI: '', LOG_LEVEL: '' })).to.deep.equal(readConfig({}));
  });

  it('when all are given, are taken as they are', () => {
    const given = {
      PORT: '8080',
      HOST: '::1',
      DATA_DIR: '/srv/data',
      KEY_DIR: '/srv/keys',
      MONGODB_URI: 'mongodb://db/schakel',
      REDIS_URL: 'rediss://cache:6379',
      PUBLIC_URL: 'https://schakel.example/',
      SMTP_URL: 'smtps://user:secret@mail:465',
      TRUST_PROXY: '2',
      OFFLINE_DAYS: '30',
      DIRECTORY_MONTHS: '0',
      LOG_LEVEL: 'warn',
    };
    expect(readConfig(given)).to.deep.include({
      port: 8080,
      host: '::1',
      publicUrl: 'https://schakel.example',
      redisUrl: 'rediss://cache:6379',
      trustProxy: 2,
      offlineDays: 30,
      directoryMonths: 0,
      logLevel: 'warn',
    });
  });

  const malformed: [string, string[]][] = [
    ['PORT', ['abc', '-1', '65536', '99999', '80.5', ' 80', '0x50', '1e3']],
    ['HOST', ['http://x', 'a b', '127.0.0.1/8', '$(x)']],
    ['MONGODB_URI', ['localhost:27017', 'mysql://x', 'mongodb://', 'mongodb']],
    ['REDIS_URL', ['localhost:6379', 'http://x', 'redis']],
    ['PUBLIC_URL', ['schakel.example', 'ftp://x', '//x', 'https://']],
    ['SMTP_URL', ['mail:25', 'http://mail', 'smtp']],
    ['TRUST_PROXY', ['true', '-1', '10', 'loopback', '1.5']],
    ['OFFLINE_DAYS', ['31', '100', '-1', '1.5', 'week', '07']],
    ['DIRECTORY_MONTHS', ['121', '-1', '1.5', 'year', '07']],
    ['LOG_LEVEL', ['verbose', 'INFO', '3']],
    ['DEMO_PASSWORD', ['short', '1234567']],
  ];
  for (const [name, values] of malformed) {
    for (const value of values) {
      it(`${name}, given as ${JSON.stringify(value)}, stops the start with one line that names it`, () => {
        const refusal = refusalOf({ [name]: value });
        expect(refusal).to.be.instanceOf(ConfigError);
        expect(refusal!.message)
          .to.match(new RegExp(`^${name} must `))
          .and.not.contain('\n');
      });
    }
  }

  it('of the mail server, when malformed, are refused without repeating the password in them', () => {
    expect(refusalOf({ SMTP_URL: 'mail://user:geheim@host' })!.message).not.to.contain('geheim');
    expect(refusalOf({ MONGODB_URI: 'db://user:geheim@host' })!.message).not.to.contain('geheim');
  });

  for (const inside of ['/srv/data/keys', '/srv/data', '/srv/data/../data/keys', '/srv/other/../data/a/b']) {
    it(`keys inside the data, at ${inside}, stop the start: a copy of the data would hold its keys`, () => {
      expect(refusalOf({ DATA_DIR: '/srv/data', KEY_DIR: inside })!.message).to.match(/^KEY_DIR must /);
    });
  }

  it('keys beside the data, with a name that begins alike, are fine', () => {
    expect(readConfig({ DATA_DIR: '/srv/data', KEY_DIR: '/srv/data-keys' }).keyDir).to.equal(
      '/srv/data-keys',
    );
  });
});
