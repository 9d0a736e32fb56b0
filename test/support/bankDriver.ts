import { setTimeout as sleep } from 'node:timers/promises';
import { createBankGateway } from '../../gateways/bank';
import { type SandboxProcess, startSandbox } from './sandboxProcess';

export const API_KEY = 'test-api-key-0123456789';
export const NOTICE_SECRET = 'test-notice-secret-0123456789';

/** A plan of a bank that answers only when whoever is impatient has long given up. */
export const SLOW = { kind: 'SLOW', delayMs: 5_000 };
const IMPATIENT_MS = 1_000;
const UNDER_WAY_WITHIN_MS = 60_000;

/** A running bank with what a test does to it. */
export interface BankDriver {
  readonly process: SandboxProcess;
  readonly url: string;
  readonly gateway: ReturnType<typeof createBankGateway>;
  /** Gives up long before a bank that is slow by plan has answered. */
  readonly impatient: ReturnType<typeof createBankGateway>;
  post(path: string, body: unknown): Promise<Response>;
  get<Answer>(path: string): Promise<Answer>;
  openAccount(no: string, kind?: 'CUSTOMER' | 'INSTITUTION'): Promise<void>;
  deposit(no: string, amountFen: number, more?: Record<string, unknown>): Promise<Response>;
  plan(match: Record<string, unknown>, ...behaviours: Record<string, unknown>[]): Promise<void>;
  balanceFen(no: string): Promise<number>;
  /** Waits until the bank takes its time over so many requests. */
  untilUnderWay(requests: number): Promise<void>;
}

/** Starts the bank on a folder; the same folder again finds the same book. */
export async function startBank(directory: string, env: Record<string, string> = {}): Promise<BankDriver> {
  const process = await startSandbox('bank', {
    BANK_PORT: '0',
    BANK_API_KEY: API_KEY,
    BANK_NOTICE_SECRET: NOTICE_SECRET,
    BANK_DATA_DIR: directory,
    ...env,
  });
  const url = `http://127.0.0.1:${process.ready.port as number}`;
  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(body),
    });
  const get = async <Answer>(path: string) => (await (await fetch(url + path)).json()) as Answer;
  return {
    process,
    url,
    gateway: createBankGateway({ url, apiKey: API_KEY }),
    impatient: createBankGateway({ url, apiKey: API_KEY, timeoutMs: IMPATIENT_MS }),
    post,
    get,
    openAccount: async (no, kind = 'CUSTOMER') => {
      await post('/accounts', { no, name: `Name of ${no}`, kind });
    },
    deposit: (no, amountFen, more = {}) => post(`/accounts/${no}/deposits`, { amountFen, ...more }),
    plan: async (match, ...behaviours) => {
      const answer = await post('/plans', { match, behaviours });
      if (answer.status !== 201) throw new Error(await answer.text());
    },
    balanceFen: async (no) => (await get<{ balanceFen: number }>(`/accounts/${no}`)).balanceFen,
    untilUnderWay: async (requests) => {
      const deadline = Date.now() + UNDER_WAY_WITHIN_MS;
      while ((await get<{ underWay: number }>('/health')).underWay !== requests) {
        if (Date.now() > deadline) throw new Error(`never ${requests} under way at the bank`);
        await sleep(50);
      }
    },
  };
}
