import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import {
  isForeign,
  liveSettings,
  loadSettings,
  type ProcessName,
  SECRETS,
  type SettingName,
  SettingsError,
  settingNames,
} from '../../gateways/settings';

const root = join(__dirname, '../..');
const key = Buffer.alloc(32, 7).toString('base64');
const proof = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  publicKeyEncoding: { format: 'der', type: 'spki' },
});
const complete = {
  DATABASE_URL: 'postgres://api:pw@localhost:5432/lending',
  DATABASE_WORKER_URL: 'postgres://worker:pw@localhost:5432/lending',
  DATABASE_MIGRATION_URL: 'postgres://owner:pw@localhost:5432/lending',
  TEMPORAL_ADDRESS: 'localhost:7233',
  SMTP_URL: 'smtp://localhost:1025',
  BANK_URL: 'http://localhost:4010',
  BANK_API_KEY: 'k'.repeat(32),
  BANK_NOTICE_SECRET: 's'.repeat(32),
  SERVICES_URL: 'http://localhost:4020',
  SERVICES_API_KEY: 'r'.repeat(32),
  AUTH_SECRET: 'a'.repeat(32),
  PROOF_PRIVATE_KEY: `p1:${proof.privateKey.toString('base64')}`,
  PROOF_PUBLIC_KEYS: `p1:${proof.publicKey.toString('base64')}`,
  ACTIVATION_SECRET: 'v'.repeat(32),
  DATA_KEYS: `k1:${key}`,
  BLIND_INDEX_KEY: key,
};

function complaintsAbout(env: Record<string, string>, process: ProcessName = 'api') {
  try {
    loadSettings(process, { ...complete, ...env });
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences;
    throw error;
  }
  return [];
}

describe('loadSettings', () => {
  it('fills in what has a default', () => {
    const settings = loadSettings('api', { ...complete, API_PORT: '', CLOCK_SPEED: '1e6' });
    expect(settings).toMatchObject({
      isDemo: false,
      apiHost: '127.0.0.1',
      apiPort: 3000,
      opsHost: '127.0.0.1',
      workerPort: 3001,
      clockSpeed: 1_000_000,
      dataDir: '.data',
    });
    expect(settings.redisUrl).toBeUndefined();
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', ''],
    ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
    ['REDIS_URL', 'my-redis-box'],
    ['API_PORT', '70000'],
    ['API_PORT', 'eighty'],
    ['AUTH_SECRET', 'short'],
    ['DATA_KEYS', 'k1:short'],
    ['DATA_KEYS', `k1:${key},k1:${key}`],
    ['BLIND_INDEX_KEY', 'x'],
    ['API_HOST', 'everywhere'],
    ['DEMO', 'yes'],
    ['PROOF_PRIVATE_KEY', `p1:${key}`],
    ['PROOF_PUBLIC_KEYS', `p1:${key}`],
    ['BLIND_INDEX_KEY', `${key},x`],
    ['ACTIVATION_SECRET', `${'v'.repeat(32)},short`],
    ['CLOCK_SPEED', '0'],
    ['CLOCK_SPEED', '-3'],
    ['LOG_LEVEL', 'loud'],
  ])('answers a wrong %s with one sentence that keeps the value to itself', (name, value) => {
    const process = isForeign(name as SettingName, 'api') ? 'worker' : 'api';
    const sentences = complaintsAbout({ [name]: value }, process);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(new RegExp(`^${name} .+\\.$`));
    if (value.length > 6) expect(sentences[0]).not.toContain(value);
  });

  it('reads the public address without the slash at its end, because paths are put behind it', () => {
    const { publicUrl } = loadSettings('api', { ...complete, PUBLIC_URL: 'https://lending.example//' });
    expect(publicUrl).toBe('https://lending.example');
  });

  it('refuses to be reached in clear where real people come in', () => {
    const inClear = { NODE_ENV: 'production', PUBLIC_URL: 'http://lending.example.com' };
    expect(complaintsAbout(inClear)).toEqual([expect.stringMatching(/^PUBLIC_URL begins with http:/)]);
    expect(complaintsAbout({ ...inClear, NODE_ENV: 'development' })).toEqual([]);
    for (const url of ['https://lending.example.com', 'http://localhost:3000', 'http://api:3000']) {
      expect(complaintsAbout({ ...inClear, PUBLIC_URL: url })).toEqual([]);
    }
  });

  it('refuses to reach Temporal in clear over a network that others are in', () => {
    const elsewhere = { NODE_ENV: 'production', TEMPORAL_ADDRESS: 'temporal.example.com:7233' };
    expect(complaintsAbout(elsewhere)).toEqual([
      expect.stringMatching(/^TEMPORAL_ADDRESS is reached in clear/),
    ]);
    const inner = { TEMPORAL_INNER_ADDRESS: 'temporal:7233' };
    expect(complaintsAbout({ ...elsewhere, ...inner })).toHaveLength(1);
    const files = { TEMPORAL_TLS_CLIENT_CERT_PATH: 'a.pem', TEMPORAL_TLS_CLIENT_KEY_PATH: 'b.pem' };
    const secured = [{ TEMPORAL_TLS: 'true' }, { TEMPORAL_API_KEY: 'k' }, files];
    for (const how of secured) expect(complaintsAbout({ ...elsewhere, ...how })).toEqual([]);
    const near = [{ TEMPORAL_ADDRESS: '127.0.0.1:7233' }, { TEMPORAL_ADDRESS: 'temporal:7233', ...inner }];
    for (const where of near) expect(complaintsAbout({ ...elsewhere, ...where })).toEqual([]);
    expect(complaintsAbout({ ...elsewhere, NODE_ENV: 'development' })).toEqual([]);
  });

  it('asks for the key of a certificate, and for the certificate of a key', () => {
    const sentence = 'is missing; this process needs it, see .env.example.';
    expect(complaintsAbout({ TEMPORAL_TLS_CLIENT_CERT_PATH: 'a.pem' })).toEqual([
      `TEMPORAL_TLS_CLIENT_KEY_PATH ${sentence}`,
    ]);
    expect(complaintsAbout({ TEMPORAL_TLS_CLIENT_KEY_PATH: 'a.pem' })).toEqual([
      `TEMPORAL_TLS_CLIENT_CERT_PATH ${sentence}`,
    ]);
  });

  it('asks each process for the secrets that it holds, and for those alone', () => {
    for (const [name, holders] of Object.entries(SECRETS)) {
      if (['REDIS_URL', 'DATABASE_AUDITOR_URL', 'TEMPORAL_API_KEY', 'IDENTITY_PROVIDERS'].includes(name))
        continue;
      for (const process of ['api', 'worker', 'prepare', 'seed', 'keys'] as const) {
        const isHeld = (holders as readonly ProcessName[]).includes(process);
        expect([name, process, complaintsAbout({ [name]: '' }, process).length]).toEqual([
          name,
          process,
          isHeld ? 1 : 0,
        ]);
      }
    }
  });

  it('does not look at a secret that is not its own, whatever the environment has', () => {
    const worker: object = loadSettings('worker', complete);
    expect(worker).not.toHaveProperty('authSecret');
    expect(worker).not.toHaveProperty('databaseUrl');
    expect(loadSettings('api', { ...complete, BANK_API_KEY: 'short' })).not.toHaveProperty('bankApiKey');
    expect(JSON.stringify(worker)).not.toContain(complete.AUTH_SECRET);
    expect(isForeign('AUTH_SECRET', 'worker')).toBe(true);
    expect(isForeign('LOG_LEVEL', 'worker')).toBe(false);
  });

  it('takes a setting from a file, and says which one it can not read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lending-secret-'));
    try {
      const file = join(folder, 'auth');
      writeFileSync(file, `${'f'.repeat(40)}\n`);
      const { AUTH_SECRET, ...rest } = complete;
      expect(loadSettings('api', { ...rest, AUTH_SECRET_FILE: file }).authSecret).toBe('f'.repeat(40));
      expect(complaintsAbout({ AUTH_SECRET_FILE: file })).toEqual([
        'AUTH_SECRET and AUTH_SECRET_FILE are both set; keep one.',
      ]);
      expect(complaintsAbout({ AUTH_SECRET: '', AUTH_SECRET_FILE: join(folder, 'none') })).toContain(
        'AUTH_SECRET_FILE names a file that can not be read.',
      );
      expect(AUTH_SECRET).not.toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lets nobody run real loans at another speed: production is refused it, a demo is not', () => {
    const inProduction = { NODE_ENV: 'production', CLOCK_SPEED: '10' };
    expect(complaintsAbout(inProduction)).toEqual([expect.stringMatching(/^CLOCK_SPEED must be 1: /)]);
    expect(complaintsAbout({ ...inProduction, CLOCK_SPEED: '1' })).toEqual([]);
    expect(complaintsAbout({ ...inProduction, DEMO: '1' })).toEqual([]);
    expect(complaintsAbout({ CLOCK_SPEED: '10' })).toEqual([]);
  });

  it('names every wrong setting at once', () => {
    expect(complaintsAbout({ API_PORT: 'x', LOG_LEVEL: 'y', BANK_URL: '' })).toHaveLength(3);
  });
});

describe('liveSettings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lending-live-'));
  const file = join(folder, 'auth');
  const told: string[] = [];
  const say = (...about: unknown[]) => void told.push(JSON.stringify(about));
  const log = { info: say, error: say } as unknown as Logger;
  const { AUTH_SECRET, ...rest } = complete;
  const write = (text: string) => writeFileSync(file, text);
  beforeAll(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
  afterAll(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it('reads a secret again when its file changes, and at SIGHUP; a wrong one changes nothing', () => {
    write(AUTH_SECRET);
    const live = liveSettings('api', { ...rest, AUTH_SECRET_FILE: file });
    const stop = live.watch(log);
    expect(live.now().authSecret).toBe(AUTH_SECRET);
    write(`${'n'.repeat(40)},${AUTH_SECRET}`);
    jest.advanceTimersByTime(10_000);
    expect(live.now().authSecret).toBe(`${'n'.repeat(40)},${AUTH_SECRET}`);
    write('short');
    process.emit('SIGHUP');
    expect(live.now().authSecret).toContain(AUTH_SECRET);
    expect(told.at(-1)).toContain('AUTH_SECRET is');
    expect(told.join()).not.toContain(AUTH_SECRET);
    write('n'.repeat(41));
    process.emit('SIGHUP');
    expect(live.now().authSecret).toBe('n'.repeat(41));
    stop();
    write('o'.repeat(42));
    jest.advanceTimersByTime(20_000);
    expect(live.now().authSecret).toBe('n'.repeat(41));
  });
});

describe('.env.example', () => {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
  const names = lines.flatMap((line) => /^([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);

  it('lists each setting once, in the order of the schema', () => {
    expect(names.slice(0, settingNames.length)).toEqual(settingNames);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says of each setting what it is', () => {
    for (const name of settingNames) {
      const index = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[index - 1]).toMatch(/^# .+\.$/);
    }
  });
});
