import { createBankGateway } from '../../gateways/bank';
import { type SandboxProcess, startSandbox } from './sandboxProcess';

export const API_KEY = 'test-api-key-0123456789';
export const NOTICE_SECRET = 'test-notice-secret-0123456789';

/** A running bank with what a test does to it. */
export interface BankDriver {
  readonly process: SandboxProcess;
  readonly url: string;
  readonly gateway: ReturnType<typeof createBankGateway>;
  post(path: string, body: unknown): Promise<Response>;
  get<Answer>(path: string): Promise<Answer>;
  openAccount(no: string, kind?: 'CUSTOMER' | 'INSTITUTION'): Promise<void>;
  deposit(no: string, amountFen: number, more?: Record<string, unknown>): Promise<Response>;
  plan(match: Record<string, unknown>, ...behaviours: Record<string, unknown>[]): Promise<void>;
  balanceFen(no: string): Promise<number>;
}

/** Starts the bank on a folder; the same folder again finds the same book. */
export async function startBank(
  directory: string,
  env: Record<string, string> = {},
  timeoutMs = 2_000,
): Promise<BankDriver> {
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
    gateway: createBankGateway({ url, apiKey: API_KEY, timeoutMs }),
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
  };
}
