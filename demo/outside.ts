import { setTimeout as sleep } from 'node:timers/promises';
import type { Company } from './people';

/** A planned failure of the sandbox bank; see `sandbox/bank`. */
export interface BankPlan {
  readonly match: {
    readonly account?: string;
    readonly keyPrefix?: string;
    readonly kind?: 'PAYOUT' | 'COLLECT';
    readonly on?: 'PAYMENT' | 'INQUIRY' | 'CLOSE' | 'STATEMENT' | 'DEPOSIT';
  };
  readonly behaviours: readonly Readonly<Record<string, unknown>>[];
}

/** One side of a movement in the bank's book. */
export interface BankEntry {
  readonly key: string;
  readonly direction: 'CREDIT' | 'DEBIT';
  readonly amountFen: number;
  readonly valueDate: string;
  readonly bankReference: string;
  readonly balanceAfterFen: number;
}

/** An account in the bank's book. */
export interface BankAccount {
  readonly no: string;
  readonly kind: 'CUSTOMER' | 'INSTITUTION';
  readonly balanceFen: number;
}

async function request<Answer>(url: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** The sandbox bank as the world outside uses it: people pay in, and the demo plans its failures. */
export class OutsideBank {
  constructor(private readonly url: string) {}

  openAccount(no: string, name: string, kind: 'CUSTOMER' | 'INSTITUTION' = 'CUSTOMER'): Promise<unknown> {
    return request(`${this.url}/accounts`, { no, name, kind });
  }

  /** Somebody pays into an account of the bank, on the latest day of its book unless another is given. */
  payIn(no: string, amountFen: number, key: string, valueDate?: string): Promise<unknown> {
    return request(`${this.url}/accounts/${no}/deposits`, {
      amountFen,
      key,
      ...(valueDate === undefined ? {} : { valueDate }),
      payer: 'customers',
      notice: 'NONE',
    });
  }

  /** Somebody transfers to a lender and writes what for; without a date it is booked on the latest of the book. */
  transfer(
    no: string,
    transfer: { amountFen: number; key: string; payer: string; memo: string; valueDate?: string },
  ): Promise<unknown> {
    return request(`${this.url}/accounts/${no}/deposits`, transfer);
  }

  /** The bank takes a debit back that it carried out; its file has that on a later day. */
  giveBack(key: string): Promise<unknown> {
    return request(`${this.url}/payments/${encodeURIComponent(key)}/return`, {});
  }

  plan(plan: BankPlan): Promise<unknown> {
    return request(`${this.url}/plans`, plan);
  }

  /** The bank behaves from now on. */
  async forgetPlans(): Promise<void> {
    await fetch(`${this.url}/plans`, { method: 'DELETE', signal: AbortSignal.timeout(10_000) });
  }

  /** What moved on the accounts of lenders under keys that begin so. */
  async movementsOfInstitutions(keyPrefix: string): Promise<BankEntry[]> {
    const entries = await Promise.all((await this.lenders()).map(({ no }) => this.entries(no)));
    return entries.flat().filter(({ key }) => key.startsWith(keyPrefix));
  }

  /** The accounts of lenders. */
  async lenders(): Promise<readonly BankAccount[]> {
    const { accounts } = await request<{ accounts: BankAccount[] }>(`${this.url}/accounts`);
    return accounts.filter(({ kind }) => kind === 'INSTITUTION');
  }

  /** What the bank is still about: notices to deliver, and requests that it takes its time for. */
  async pending(): Promise<{ readonly noticesOwed: number; readonly underWay: number }> {
    return await request(`${this.url}/health`);
  }

  /** All entries of an account, however many pages. */
  async entries(no: string): Promise<BankEntry[]> {
    const all: (BankEntry & { sequence: number })[] = [];
    for (;;) {
      const after = all.at(-1)?.sequence ?? 0;
      const page = await request<{ entries: (BankEntry & { sequence: number })[] }>(
        `${this.url}/accounts/${no}/entries?afterSequence=${after}`,
      );
      if (page.entries.length === 0) return all;
      all.push(...page.entries);
    }
  }
}

/** What the registry and the credit bureau of the sandbox say about an enterprise. */
export class OutsideServices {
  constructor(private readonly url: string) {}

  /** The company is in the registry under its own name, and the credit bureau has its record. */
  layDown(company: Company, bureau: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { legalPerson, name, uscc } = company;
    const registry = { name, legalPerson: legalPerson.name };
    return request(`${this.url}/overrides`, { uscc, registry, bureau });
  }
}

interface Mail {
  readonly id: string;
  readonly messageId: string;
  readonly subject: string;
}

/**
 * The most that accidents may add up to: a process that did not begin is begun 75 s later (the sweeper of cases), a
 * message without a living job is queued again 90 s later (the queue's), one in a dead consumer's hands is taken
 * over after 75 s (its lease); and parts take their time to come back.
 */
const MAIL_PATIENCE_MS = 300_000;

/** The inbox of the people of the demo. */
export class Mailbox {
  constructor(private readonly url: string) {}

  /** Subjects of all mail to an address, oldest first. */
  async subjects(to: string): Promise<string[]> {
    return (await this.list(to)).map((mail) => mail.subject);
  }

  /** Texts of all mail to an address. */
  async texts(to: string): Promise<string[]> {
    const contents = (await this.list(to)).map(({ id }) => this.content(id));
    return (await Promise.all(contents)).map(({ text }) => text);
  }

  /** Names of all mails, as their senders know them. */
  async messageIds(): Promise<ReadonlySet<string>> {
    const { messages } = await request<{ messages: Mail[] }>(`${this.url}/api/messages`);
    return new Set(messages.map(({ messageId }) => messageId));
  }

  /**
   * Waits for a mail that has a link with these words, as a person would.
   * @throws Error when none comes within five minutes
   */
  async linkTo(to: string, words: string): Promise<URL> {
    const until = Date.now() + MAIL_PATIENCE_MS;
    while (Date.now() < until) {
      for (const { id } of await this.list(to)) {
        const { text } = await this.content(id);
        const link = text.match(/https?:\/\/\S+/g)?.find((candidate) => candidate.includes(words));
        if (link !== undefined) return new URL(link);
      }
      await sleep(250);
    }
    throw new Error(`no mail with a link to ${words} reached ${to}`);
  }

  /** Nothing while the mail server is away: it is asked again. */
  private content(id: string): Promise<{ readonly text: string }> {
    return request<{ text: string }>(`${this.url}/api/messages/${id}`).catch(() => ({ text: '' }));
  }

  private async list(to: string): Promise<readonly Mail[]> {
    const { messages } = await request<{ messages: Mail[] }>(
      `${this.url}/api/messages?to=${encodeURIComponent(to)}`,
    ).catch(() => ({ messages: [] }));
    return messages;
  }
}
