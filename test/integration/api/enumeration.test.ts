import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { DEMO_PASSWORD, freshCompany, registrationOf } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { Api, freshKey } from './support';

/** Tries of each kind. */
const TRIES = Number(process.env.ENUMERATION_TRIES ?? 80);
/** Tries that are under way at once: no more than one mailbox may register with before its limit answers. */
const AT_ONCE = 3;
/**
 * What chance leaves of 0.5 when nothing tells (4.5 standard deviations of the rank sum): 0.71 for 80 tries of each
 * kind, 0.67 for 120. Before answers came evenly it was 0.9 and more.
 */
const CHANCE = 4.5 * Math.sqrt((2 * TRIES + 1) / (12 * TRIES * TRIES));

let api: Api;
let owner: Pool;
let known: string;
/** Of somebody who has registered, and has not opened the activation link. */
let waiting: string;
beforeAll(async () => {
  api = await Api.openUnhurried();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
  const { company } = await (await Borrower.register(api.stage, freshCompany())).activate();
  known = company.mail;
  waiting = (await Borrower.register(api.stage, freshCompany())).company.mail;
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

interface Timed {
  readonly isKnown: boolean;
  readonly ms: number;
  readonly told: string;
}

/** Asks about the address that has an account and about ones that have none, in no order that anybody knows. */
async function attempts(
  ask: (mail: string) => ReturnType<Api['ask']>,
  whose: string,
): Promise<readonly Timed[]> {
  const kinds = Array.from({ length: 2 * TRIES }, (_, at) => at % 2 === 0)
    .map((isKnown) => ({ isKnown, place: randomUUID() }))
    .toSorted((one, other) => one.place.localeCompare(other.place));
  const timed: Timed[] = [];
  const lane = async () => {
    for (let next = kinds.pop(); next !== undefined; next = kinds.pop()) {
      const { isKnown } = next;
      // Limits would answer in the place of what is measured.
      await owner.query('DELETE FROM request_limit');
      const mail = isKnown ? whose : `${randomUUID()}@company.example`;
      const beganMs = performance.now();
      const { headers, json, status } = await ask(mail);
      const ms = performance.now() - beganMs;
      const { code, detail } = (json ?? {}) as { readonly code?: string; readonly detail?: string };
      const names = [...headers.keys()].toSorted().join();
      timed.push({ isKnown, ms, told: [status, code, detail, names].join(' ') });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return timed;
}

/** How surely a time tells which of two kinds it is of: 0.5 for not at all, 1 for always. */
function areaUnderCurve(timed: readonly Timed[]): number {
  const of = (kind: boolean) => timed.filter(({ isKnown }) => isKnown === kind).map(({ ms }) => ms);
  const [has, hasNot] = [of(true), of(false)];
  const wins = has.flatMap((one) => hasNot.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  const area = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
  return Math.max(area, 1 - area);
}

test.each<[string, (mail: string) => ReturnType<Api['ask']>, (() => string)?]>([
  [
    'signing in with a wrong password',
    (mail: string) => api.ask('/api/auth/sign-in', { body: { email: mail, password: 'Wrong-Password-1' } }),
  ],
  [
    'asking for another password',
    (mail: string) => api.ask('/api/auth/password-reset-requests', { body: { email: mail } }),
  ],
  [
    'registering an enterprise',
    (mail: string) =>
      api.ask('/api/enterprises', {
        body: { ...registrationOf(freshCompany()), mail, password: DEMO_PASSWORD },
        headers: freshKey(),
      }),
  ],
  [
    'asking for the activation link',
    (mail: string) => api.ask('/api/activations/requests', { body: { email: mail } }),
    () => waiting,
  ],
])(
  '%s tells neither by its answer nor by its time whether there is an account',
  async (what, ask, whose = () => known) => {
    const timed = await attempts(ask, whose());
    expect(new Set(timed.map(({ told }) => told)).size).toBe(1);
    const area = areaUnderCurve(timed);
    process.stdout.write(`${what}: AUC ${area.toFixed(3)} over ${TRIES} tries of each kind\n`);
    expect(area).toBeLessThan(0.5 + CHANCE);
  },
);
