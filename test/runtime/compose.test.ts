import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { doorSettings } from '../../door/settings';
import { loadSettings, SECRETS, settingNames } from '../../gateways/settings';

interface Service {
  readonly image?: string;
  readonly build?: { readonly target: string };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly command?: readonly string[];
  readonly container_name?: string;
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
}

const root = join(__dirname, '../..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
const services: Readonly<Record<string, Service>> = compose.services;
const service = (name: string): Service => services[name] ?? {};
const names = Object.keys(services);

const example = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
const exampleNames = example.flatMap((line) => /^([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
/** Read by compose itself. */
const OF_COMPOSE = ['COMPOSE_PROFILES'];
const composeOnly = exampleNames.slice(settingNames.length).filter((name) => !OF_COMPOSE.includes(name));

/** What compose makes of `${NAME}`, `${NAME:-default}` and `${NAME:?reason}`, defaults within defaults too. */
function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  const innermost = /\$\{(\w+)(?::([-?])([^${}]*))?\}/;
  const replaced = text.replace(innermost, (_, name: string, kind: string | undefined, rest = '') => {
    const value = env[name] ?? '';
    if (value === '' && kind === '?') throw new Error(`${name} ${rest}`);
    return value === '' && kind === '-' ? rest : value;
  });
  return replaced === text ? text : interpolate(replaced, env);
}

const { privateKey, publicKey } = proofKeyPair();
const key = Buffer.alloc(32, 1).toString('base64');
const secrets = {
  BANK_API_KEY: 'b'.repeat(32),
  BANK_NOTICE_SECRET: 'n'.repeat(32),
  SERVICES_API_KEY: 'r'.repeat(32),
  AUTH_SECRET: 'a'.repeat(32),
  ACTIVATION_SECRET: 'v'.repeat(32),
  DATA_KEYS: `k1:${key}`,
  BLIND_INDEX_KEY: key,
  PROOF_PRIVATE_KEY: `p1:${privateKey}`,
  PROOF_PUBLIC_KEYS: `p1:${publicKey}`,
  ...Object.fromEntries(composeOnly.map((name) => [name, 'p'.repeat(32)])),
};

function environmentOf(name: string): Record<string, string> {
  const entries = Object.entries(service(name).environment ?? {});
  return Object.fromEntries(
    entries.map(([setting, value]) => [setting, interpolate(String(value), secrets)]),
  );
}

describe('docker-compose.yml', () => {
  it('has every part of the platform', () => {
    expect(names).toEqual(
      expect.arrayContaining(['postgres', 'redis', 'temporal', 'temporal-ui', 'mail', 'bank', 'services']),
    );
    expect(names).toEqual(expect.arrayContaining(['prepare', 'api', 'worker', 'seed']));
  });

  it.each(['prepare', 'api', 'worker', 'seed', 'keys'] as const)(
    'gives %s settings that it accepts',
    (name) => {
      const settings = loadSettings(name, environmentOf(name));
      expect(settings).toMatchObject({ temporalAddress: 'temporal:7233', bankUrl: 'http://bank:4010' });
    },
  );

  it('gives each process the secrets that it holds, and no other', () => {
    for (const name of ['prepare', 'api', 'worker', 'seed', 'keys'] as const) {
      const given = Object.keys(SECRETS).filter((secret) => secret in (service(name).environment ?? {}));
      const held = Object.entries(SECRETS).filter(([, holders]: [string, readonly string[]]) =>
        holders.includes(name),
      );
      expect([name, given.sort()]).toEqual([name, held.map(([secret]) => secret).sort()]);
    }
    // The sandboxes stand for the other side; whatever else runs knows none.
    const others = names.filter(
      (name) => !['prepare', 'api', 'worker', 'seed', 'keys', 'bank', 'services'].includes(name),
    );
    for (const name of others) {
      const given = Object.keys(SECRETS).filter((secret) => secret in (service(name).environment ?? {}));
      expect([name, given]).toEqual([name, []]);
    }
  });

  it('gives the key that proves acts of people to the API alone', () => {
    const knowing = names.filter((name) => 'PROOF_PRIVATE_KEY' in (service(name).environment ?? {}));
    expect(knowing).toEqual(['api']);
  });

  it('passes on no variable that .env.example does not list', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const used = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1] ?? '');
    expect(used.filter((name) => !exampleNames.includes(name))).toEqual([]);
    expect(composeOnly.filter((name) => !used.includes(name))).toEqual([]);
  });

  it('asks for every secret and brings none', () => {
    for (const name of Object.keys(secrets)) {
      expect(example).toContain(`${name}=`);
    }
    expect(() => interpolate(service('api').environment?.AUTH_SECRET ?? '', {})).toThrow(
      'AUTH_SECRET is missing',
    );
  });

  it('pins every image to a version', () => {
    for (const name of names) {
      const image = service(name).image ?? '';
      expect(image).toMatch(/:\d+\.\d+/);
    }
  });

  it('publishes the edge alone; what people of this machine look at is on its loopback', () => {
    for (const name of names.filter((each) => each !== 'edge')) {
      for (const port of service(name).ports ?? [])
        expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:/)]);
    }
    // 8233: the door to the Temporal UI, which asks who comes.
    expect(service('edge').ports).toEqual(['80:80', '443:443', '8233:8233']);
  });

  it('keeps databases, queue, Temporal and its UI on inner networks, where nobody comes in who has no business there', () => {
    const inner = Object.entries(compose.networks as Record<string, { internal?: boolean } | null>)
      .filter(([, network]) => network?.internal === true)
      .map(([name]) => name);
    expect(inner.sort()).toEqual(['database', 'door', 'processes', 'queue']);
    for (const name of [
      'postgres',
      'redis',
      'temporal',
      'temporal-ui',
      'temporal-schema',
      'temporal-namespace',
    ]) {
      expect([name, service(name).ports]).toEqual([name, undefined]);
      expect([name, service(name).networks?.filter((each) => !inner.includes(each))]).toEqual([name, []]);
    }
    const reaching = (network: string) =>
      names.filter((name) => service(name).networks?.includes(network)).sort();
    expect(names.filter((name) => service(name).networks === undefined)).toEqual([]);
    expect(reaching('database')).toEqual(
      ['api', 'keys', 'postgres', 'prepare', 'seed', 'temporal', 'temporal-schema', 'worker'].sort(),
    );
    expect(reaching('processes')).toEqual(
      ['api', 'prepare', 'temporal', 'temporal-namespace', 'temporal-ui', 'worker'].sort(),
    );
    expect(reaching('queue')).toEqual(['api', 'prepare', 'redis', 'worker']);
    expect(reaching('door')).toEqual(['door', 'temporal-ui']);
  });

  it('shows the Temporal UI behind its door alone, which has no secret and lets nobody change anything', () => {
    expect(environmentOf('temporal-ui').TEMPORAL_DISABLE_WRITE_ACTIONS).toBe('true');
    const settings = doorSettings(environmentOf('door'));
    expect(settings).toMatchObject({ TEMPORAL_UI_READ_ONLY: true, DOOR_UI_URL: 'http://temporal-ui:8080' });
    expect(settings.TEMPORAL_NAMESPACE).toBe(environmentOf('api').TEMPORAL_NAMESPACE);
    const text = JSON.stringify(service('door').environment);
    for (const name of Object.keys(secrets)) expect(text).not.toContain(name);
    expect(readFileSync(join(root, 'dev/compose/Caddyfile'), 'utf8')).toContain('reverse_proxy door:8233');
  });

  it('speaks TLS by default, with a certificate of a name that people give', () => {
    expect(environmentOf('api').PUBLIC_URL).toBe('https://localhost');
    expect(readFileSync(join(root, 'dev/compose/Caddyfile'), 'utf8')).toMatch(/^\{\$SITE_ADDRESS\} \{/m);
  });

  it('gives what it builds nothing to write, nothing to become and no tools', () => {
    for (const name of names.filter((each) => service(each).build !== undefined || each === 'edge')) {
      expect([name, service(name).read_only]).toEqual([name, true]);
      expect([name, service(name).cap_drop]).toEqual([name, ['ALL']]);
      expect([name, service(name).security_opt]).toEqual([name, ['no-new-privileges:true']]);
    }
  });

  it('runs the sandboxes and the demo from an image of their own, and only where they are wanted', () => {
    const built = names.filter((name) => service(name).build !== undefined);
    const sandboxes = built.filter((name) => service(name).build?.target === 'sandbox').sort();
    expect(sandboxes).toEqual(['bank', 'mail', 'seed', 'services']);
    for (const name of sandboxes) expect([name, service(name).profiles]).not.toEqual([name, undefined]);
    for (const name of built.filter((each) => !sandboxes.includes(each))) {
      expect(service(name).command?.[0]).toMatch(/^dist\/(api|worker|door)\//);
      for (const [other, { required }] of Object.entries(service(name).depends_on ?? {})) {
        if (sandboxes.includes(other)) expect([name, other, required]).toEqual([name, other, false]);
      }
    }
  });

  it('builds the platform without what it does not run', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    const removed = /rm -rf (dist.*?) \\/.exec(dockerfile)?.[1]?.split(' ') ?? [];
    expect(removed).toEqual(
      expect.arrayContaining(['dist/sandbox', 'dist/demo', 'dist/dev', 'dist/bench', 'dist/test']),
    );
  });

  it('lets workers be scaled: no fixed name, no port of the machine', () => {
    expect(service('worker').container_name).toBeUndefined();
    expect(service('worker').ports).toBeUndefined();
  });

  it('starts again whatever ends, and ends what is done', () => {
    for (const name of names) {
      const once = /schema|namespace|prepare/.test(name);
      const expected = ['seed', 'keys'].includes(name) ? 'no' : once ? 'on-failure' : 'unless-stopped';
      expect([name, service(name).restart]).toEqual([name, expected]);
    }
  });

  it('waits only for what exists, and for health only where it is looked after', () => {
    for (const name of names) {
      for (const [other, { condition }] of Object.entries(service(name).depends_on ?? {})) {
        expect(names).toContain(other);
        if (condition === 'service_healthy') expect(service(other).healthcheck?.test).toBeDefined();
      }
    }
  });

  it('runs files that are built from sources of this tree', () => {
    for (const name of names.filter((each) => service(each).build !== undefined)) {
      const entry = service(name).command?.[0] ?? '';
      const source = entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect([source, existsSync(join(root, source))]).toEqual([source, true]);
    }
  });

  it('mounts files that exist and volumes that are declared', () => {
    for (const name of names) {
      for (const mount of service(name).volumes ?? []) {
        const [source = ''] = mount.split(':');
        const exists = source.startsWith('./') ? existsSync(join(root, source)) : source in compose.volumes;
        expect([source, exists]).toEqual([source, true]);
      }
    }
  });

  it('gives Temporal the shards that it can never be given later, a namespace of its own and no tuning of a demo', () => {
    expect(Number(service('temporal').environment?.['NUM_HISTORY_SHARDS'])).toBeGreaterThanOrEqual(512);
    expect(environmentOf('temporal-namespace')['TEMPORAL_NAMESPACE']).toBe('lending');
    expect(environmentOf('worker')['TEMPORAL_NAMESPACE']).toBe('lending');
    const tuning = parse(readFileSync(join(root, 'dev/compose/temporal.yaml'), 'utf8'));
    expect(Object.keys(tuning)).not.toContain('history.timerProcessorMaxTimeShift');
    expect(tuning['matching.enableFairness']).toEqual([{ value: true }]);
  });

  it('keeps the queues on the disk and never evicts them', () => {
    const command = service('redis').command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('noeviction');
  });
});

function proofKeyPair(): Record<'privateKey' | 'publicKey', string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}
