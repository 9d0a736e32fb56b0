import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { execPath } from 'node:process';
import { hash } from '@node-rs/argon2';
import type { Pool } from 'pg';
import { DEMO_PASSWORD, freshCompany, registrationOf, staffMail } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { freePorts } from '../../../dev/network';
import { secretsOf } from '../../../dev/platform/secrets';
import { leash } from '../../../dev/processes/leash';
import { inProject } from '../../../dev/project';
import { isOutdated } from '../../../gateways/auth/hash';
import { signInName } from '../../../gateways/auth/signInName';
import { createBlindIndex } from '../../../gateways/crypto';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem, freshKey, type RawAnswer } from './support';

/** As strict as where money is real, behind a proxy that is trusted: addresses are what it says. */
const STRICT = { DEMO: '0', TRUSTED_PROXIES: 'loopback' };

let api: Api;
let owner: Pool;
beforeAll(async () => {
  api = await Api.openUnhurried(STRICT);
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

test('people and operators reach it on this machine alone, unless a setting says otherwise', async () => {
  const ports = [api.platform.urls.api, api.platform.urls.ops].map((url) => new URL(url).port);
  for (const port of [...ports, api.platform.env.WORKER_PORT ?? '']) {
    expect([port, await isOpen('127.0.0.1', Number(port))]).toEqual([port, true]);
    // Another address of the same machine: what listens on all of them would answer.
    expect([port, await isOpen('127.0.0.2', Number(port))]).toEqual([port, false]);
  }
});

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => {
      line.destroy();
      resolve(answer);
    };
    line.once('connect', () => end(true));
    line.once('timeout', () => end(false));
    line.once('error', () => end(false));
  });
}

/** What somebody's row is found by. */
const nameOf = (email: string) => signInName(createBlindIndex(api.platform.env.BLIND_INDEX_KEY ?? ''), email);

let clients = 0;
/** The address of a client that nobody has seen before. */
function freshAddress(): string {
  clients += 1;
  return `203.0.${Math.floor(clients / 250)}.${clients % 250}`;
}
const from = (address: string, more: Readonly<Record<string, string>> = {}) => ({
  'x-forwarded-for': address,
  ...more,
});

function signIn(
  email: string,
  password: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  return api.ask('/api/auth/sign-in', { body: { email, password, bearer: false }, headers });
}
const wrong = (email: string, headers: Readonly<Record<string, string>>) =>
  signIn(email, 'Wrong-Password-1', headers);
const statuses = (answers: readonly RawAnswer[]): number[] => answers.map(({ status }) => status).toSorted();
const cookiesOf = ({ headers }: RawAnswer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

async function figure(name: string): Promise<number> {
  const text = await fetch(`${api.platform.urls.ops}/metrics`).then((answer) => answer.text());
  const line = text.split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('wrong passwords', () => {
  test('make whoever tries them wait, and nobody else: not the owner elsewhere, nor on a device that is known', async () => {
    const victim = staffMail('approver', 'JIANGNAN');
    const [attacker, home] = [freshAddress(), freshAddress()];
    const device = cookiesOf(await signIn(victim, DEMO_PASSWORD, from(home)));
    const tries = await Promise.all(Array.from({ length: 12 }, () => wrong(victim, from(attacker))));
    expect(statuses(tries)).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
    const refused = await signIn(victim, DEMO_PASSWORD, from(attacker));
    expectProblem(refused, 429, 'SIGN_IN_LOCKED');
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect((await signIn(victim, DEMO_PASSWORD, from(freshAddress()))).status).toBe(200);
    // From the very address of the attack.
    expect((await signIn(victim, DEMO_PASSWORD, from(attacker, { cookie: device }))).status).toBe(200);
    const forged = device.replace(/\.[\w-]{43}/g, `.${'A'.repeat(43)}`);
    expect((await signIn(victim, DEMO_PASSWORD, from(attacker, { cookie: forged }))).status).toBe(429);
  });

  test('of strangers at the own address, whoever they try, keep no known device out', async () => {
    const person = staffMail('customer_service', 'JIANGNAN');
    const office = freshAddress();
    const device = cookiesOf(await signIn(person, DEMO_PASSWORD, from(office)));
    const nobody = () => wrong(`${randomUUID()}@company.example`, from(office));
    const tries = await Promise.all(Array.from({ length: 70 }, nobody));
    expect(tries.some(({ json }) => (json as { code: string }).code === 'TOO_MANY_REQUESTS')).toBe(true);
    expect((await signIn(person, DEMO_PASSWORD, from(office, { cookie: device }))).status).toBe(200);
  });

  test('from everywhere at once are told of, leave strangers one try each, and lock nobody out', async () => {
    const victim = staffMail('risk', 'JIANGNAN');
    const before = await figure('sign_ins_total{ended="ATTACK"}');
    const addresses = Array.from({ length: 11 }, freshAddress);
    const tries = await Promise.all(
      addresses.flatMap((address) => Array.from({ length: 5 }, () => wrong(victim, from(address)))),
    );
    expect(tries.filter(({ status }) => status === 401).length).toBeGreaterThan(50);
    expect(await figure('sign_ins_total{ended="ATTACK"}')).toBe(before + 1);
    const { rows } = await owner.query(
      "SELECT 1 FROM audit_record WHERE action = 'session.signIn' AND outcome = 'UNDER_ATTACK'",
    );
    expect(rows).toHaveLength(1);
    const another = freshAddress();
    expect(statuses([await wrong(victim, from(another)), await wrong(victim, from(another))])).toEqual([
      401, 429,
    ]);
    expect((await signIn(victim, DEMO_PASSWORD, from(freshAddress()))).status).toBe(200);
  });

  test('are answered alike whether the account exists or not', async () => {
    const address = freshAddress();
    const real = await wrong(staffMail('auditor', 'JIANGNAN'), from(address));
    const none = await wrong(`${randomUUID()}@company.example`, from(address));
    const told = ({ headers, json, status }: RawAnswer) => {
      const { code, detail } = json as { code: string; detail: string };
      return [status, code, detail, [...headers.keys()].toSorted()];
    };
    expect(told(real)).toEqual(told(none));
  });

  test('at one account after the other end as well', async () => {
    const address = freshAddress();
    const accounts = Array.from({ length: 31 }, () => `${randomUUID()}@company.example`);
    const answers: RawAnswer[] = [];
    for (const account of accounts) answers.push(await wrong(account, from(address)));
    expect(statuses(answers)).toEqual([...Array(30).fill(401), 429]);
  });
});

test('guessing codes of a second factor ends soon, for whoever has the password', async () => {
  const email = staffMail('auditor', 'JIANGNAN');
  const cookie = cookiesOf(await signIn(email, DEMO_PASSWORD, from(freshAddress())));
  const guess = (address: string) =>
    api.ask('/api/auth/factor', {
      body: { kind: 'TOTP', code: '000000' },
      headers: from(address, { cookie }),
    });
  // Whatever addresses they come from: it is one person's.
  const many = await Promise.all(Array.from({ length: 12 }, () => guess(freshAddress())));
  expect(statuses(many)).toEqual([...Array(10).fill(422), 429, 429]);
});

describe('requests', () => {
  test('to register are few from one address, and few with one mailbox however it is written', async () => {
    const register = (address: string, mail = freshCompany().mail) =>
      api.ask('/api/enterprises', {
        body: { ...registrationOf(freshCompany()), mail },
        headers: { ...freshKey(), ...from(address) },
      });
    const address = freshAddress();
    const many = await Promise.all(Array.from({ length: 11 }, () => register(address)));
    expect(statuses(many)).toEqual([...Array(10).fill(201), 429]);
    const spellings = ['to.nobody', 'tonobody+1', 't.o.nobody+x', 'ToNobody'];
    const same: RawAnswer[] = [];
    for (const name of spellings) same.push(await register(freshAddress(), `${name}@company.example`));
    expect(same.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  });

  test('that strangers send in vain fill no table without end', async () => {
    const address = freshAddress();
    const send = () => api.ask('/api/bank/notices', { body: {}, headers: from(address) });
    const answers: RawAnswer[] = [];
    for (let count = 0; count < 62; count += 1) answers.push(await send());
    expect(answers.at(0)?.status).toBe(401);
    expectProblem(answers.at(-1) as RawAnswer, 429, 'TOO_MANY_REQUESTS');
    // From many addresses, all of them together.
    await Promise.all(
      Array.from({ length: 620 }, () =>
        api.ask('/api/bank/notices', { body: {}, headers: from(freshAddress()) }),
      ),
    );
    const { rows } = await owner.query<{ outcome: string; count: number }>(
      "SELECT outcome, count(*)::int AS count FROM audit_record WHERE action = 'bank.notice' GROUP BY outcome ORDER BY 2",
    );
    expect(rows).toEqual([
      { outcome: 'AND_MORE', count: 1 },
      { outcome: 'NOTICE_HEADERS_MISSING', count: 600 },
    ]);
    expect(await figure('audit_records_left_out_total{action="bank.notice"}')).toBeGreaterThan(70);
  });
});

describe('a session', () => {
  const tokenOf = async (email: string) => {
    const body = { email, password: DEMO_PASSWORD, bearer: true };
    const answer = await api.ask('/api/auth/sign-in', { body, headers: from(freshAddress()) });
    return (answer.json as { token: string }).token;
  };
  /** The clock goes on for one person's sessions. */
  const later = (email: string, column: 'created_at' | 'updated_at', minutes: number) =>
    owner.query(
      `UPDATE session SET ${column} = ${column} - make_interval(mins => $2)
         WHERE user_id = (SELECT id FROM "user" WHERE email = $1)`,
      [nameOf(email), minutes],
    );
  const statusOf = async (request: Parameters<Api['ask']>[1]) => (await api.ask('/api/me', request)).status;
  const sessionsOf = async (email: string) => {
    const { rowCount } = await owner.query(
      'SELECT 1 FROM session WHERE user_id = (SELECT id FROM "user" WHERE email = $1)',
      [nameOf(email)],
    );
    return rowCount;
  };

  test('of staff ends when it was not used for half an hour, as cookie and as bearer token', async () => {
    const email = staffMail('finance', 'BEICHEN');
    const token = await tokenOf(email);
    const cookie = cookiesOf(await signIn(email, DEMO_PASSWORD, from(freshAddress())));
    await later(email, 'updated_at', 29);
    expect([await statusOf({ token }), await statusOf({ headers: { cookie } })]).toEqual([200, 200]);
    // Having been used, it lasts again.
    await later(email, 'updated_at', 29);
    expect([await statusOf({ token }), await statusOf({ headers: { cookie } })]).toEqual([200, 200]);
    await later(email, 'updated_at', 31);
    expect([await statusOf({ token }), await statusOf({ headers: { cookie } })]).toEqual([401, 401]);
    expect(await sessionsOf(email)).toBe(0);
  });

  test('of staff ends twelve hours after signing in, though it was used all the time', async () => {
    const email = staffMail('reviewer', 'BEICHEN');
    const token = await tokenOf(email);
    await later(email, 'created_at', 12 * 60 - 1);
    expect(await statusOf({ token })).toBe(200);
    await later(email, 'created_at', 2);
    expect(await statusOf({ token })).toBe(401);
    expect(await sessionsOf(email)).toBe(0);
  });

  test('of an applicant lasts longer, and ends too', async () => {
    const { company } = await (await Borrower.register(api.stage, freshCompany('BEICHEN'))).activate();
    const token = await tokenOf(company.mail);
    await later(company.mail, 'updated_at', 31);
    expect(await statusOf({ token })).toBe(200);
    await later(company.mail, 'updated_at', 61);
    expect(await statusOf({ token })).toBe(401);
  });
});

test('a password that was hashed at a lower cost is hashed anew when its person signs in', async () => {
  const email = staffMail('customer_service', 'JIANGNAN');
  const ofPerson = `user_id = (SELECT id FROM "user" WHERE email = $1)`;
  const weak = await hash(DEMO_PASSWORD, { memoryCost: 19_456, timeCost: 1 });
  await owner.query(`UPDATE auth_account SET password = $2 WHERE ${ofPerson}`, [nameOf(email), weak]);
  const address = from(freshAddress());
  expect((await wrong(email, address)).status).toBe(401);
  const kept = async () => {
    const { rows } = await owner.query<{ password: string }>(
      `SELECT password FROM auth_account WHERE ${ofPerson}`,
      [nameOf(email)],
    );
    return rows[0]?.password ?? '';
  };
  expect(await kept()).toBe(weak);
  expect((await signIn(email, DEMO_PASSWORD, address)).status).toBe(200);
  expect(isOutdated(await kept())).toBe(false);
  expect((await signIn(email, DEMO_PASSWORD, address)).status).toBe(200);
});

describe('another process of the API, which people reach over https', () => {
  let process: ChildProcess;
  let url: string;
  beforeAll(async () => {
    const [port, opsPort] = await freePorts(2);
    const env = {
      ...api.platform.env,
      // Of all processes the API alone has it, whoever looks on has not.
      PROOF_PRIVATE_KEY: secretsOf(api.platform.env.DATA_DIR ?? '').proofPrivateKey,
      PUBLIC_URL: 'https://lending.example',
      API_PORT: String(port),
      API_OPS_PORT: String(opsPort),
    };
    process = spawn(execPath, [inProject('dist/api/main.js')], { env, stdio: 'ignore' });
    leash(process);
    url = `http://127.0.0.1:${port}`;
    await waitFor('the other process', async () => {
      const answer = await fetch(`${url}/api/ready`).catch(() => undefined);
      return answer?.ok === true ? true : undefined;
    });
  });
  afterAll(() => process?.kill());

  const signInThere = (email: string, password: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email, password }),
    });

  test('counts together with the first one', async () => {
    const victim = staffMail('approver', 'BEICHEN');
    const address = freshAddress();
    const here = await Promise.all(Array.from({ length: 3 }, () => wrong(victim, from(address))));
    const there: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      there.push((await signInThere(victim, 'Wrong-Password-1', from(address))).status);
    }
    expect([...statuses(here), ...there]).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('sets cookies that no other host can set, no script reads, and nothing carries in clear', async () => {
    const answer = await signInThere(staffMail('auditor', 'BEICHEN'), DEMO_PASSWORD, from(freshAddress()));
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-lending.session_token',
      expect.stringMatching(/^__Host-lending\.device\./),
    ]);
    for (const cookie of cookies) {
      for (const attribute of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure'])
        expect(cookie).toContain(attribute);
      expect(cookie).not.toContain('Domain');
    }
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    expect((await fetch(`${url}/api/me`, { headers: { cookie } })).status).toBe(200);
    expect(
      (await fetch(`${url}/api/me`, { headers: { cookie: cookie.replaceAll('__Host-', '') } })).status,
    ).toBe(401);
  });
});
