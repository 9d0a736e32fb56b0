import type { AnswerOf } from '../../../demo/client';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { businessDate } from '../../../domain/calendar/clock';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import { type Api, freshKey, type RawAnswer } from './support';

/** What of an entry of the ledger a journey looks at. */
export interface Entry {
  readonly id: string;
  readonly event: string;
  readonly businessKey: string;
  readonly entryDate: string;
  readonly valueDate: string;
  readonly loanId: string | null;
  readonly costCentre: string | null;
  readonly postings: readonly {
    readonly accountCode: string;
    readonly debitFen: number;
    readonly creditFen: number;
  }[];
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Decides a task: who sees it in the inbox, who does it when that is somebody else, and what is said. */
export interface Said {
  readonly inboxOf: string;
  readonly by?: string;
  readonly decision: string;
  readonly reason?: string;
  readonly [field: string]: unknown;
}

/** A borrower and the people of its lender, over HTTP and nothing else. `owner` is the borrower. */
export class House {
  private constructor(
    readonly api: Api,
    readonly borrower: Borrower,
  ) {}

  /** An enterprise that has just been admitted. */
  static async open(api: Api, institutionCode = 'JIANGNAN'): Promise<House> {
    const borrower = await (await Borrower.register(api.stage, freshCompany(institutionCode))).activate();
    await borrower.passKyc();
    return new House(api, borrower);
  }

  /** Another enterprise of the same lender, which has no business with this one's. */
  async stranger(): Promise<string> {
    const { institutionCode } = this.borrower.company;
    const other = await (await Borrower.register(this.api.stage, freshCompany(institutionCode))).activate();
    return await this.api.signIn(other.company.mail, DEMO_PASSWORD);
  }

  /** @returns the loan, once it is paid out */
  async lend(terms: Omit<Parameters<Borrower['apply']>[0], 'purpose'>): Promise<string> {
    const { borrower } = this;
    const applicationId = await borrower.apply({ ...terms, purpose: '采购原料' });
    await borrower.winOffer(applicationId);
    return await borrower.disbursed(await borrower.takeMoney(applicationId));
  }

  async token(as: string): Promise<string> {
    const { institutionCode, mail } = this.borrower.company;
    const email = as === 'owner' ? mail : staffMail(as, institutionCode);
    return await this.api.signIn(email, DEMO_PASSWORD);
  }

  async get(path: string, as = 'finance'): Promise<RawAnswer> {
    return await this.api.ask(`/api${path}`, { token: await this.token(as) });
  }

  /** @throws Error when it is refused */
  async read<Answer>(path: string, as = 'finance'): Promise<Answer> {
    const answer = await this.get(path, as);
    if (answer.status !== 200) throw new Error(`${as} can't read ${path}: ${answer.text}`);
    return answer.json as Answer;
  }

  async post(path: string, body: object, as: string): Promise<RawAnswer> {
    return await this.api.ask(`/api${path}`, { token: await this.token(as), body, headers: freshKey() });
  }

  /** Somebody decides the task of a kind in a case, once an inbox has it. */
  async decide(kind: string, caseId: string, { inboxOf, by = inboxOf, ...said }: Said): Promise<RawAnswer> {
    const taskId = await this.task(kind, caseId, inboxOf);
    return await this.post(`/tasks/${taskId}/decision`, { reason: '', ...said }, by);
  }

  /** @returns the id of the open task of a kind in a case, once it is in an inbox */
  async task(kind: string, caseId: string, inboxOf: string, code?: string): Promise<string> {
    return await waitFor(`the task ${kind} ${code ?? ''}`, async () => {
      const { items } = await this.read<Page<{ id: string; status: string; reason: { code: string } }>>(
        `/tasks?kind=${kind}&caseId=${caseId}`,
        inboxOf,
      );
      return items.find(
        ({ reason, status }) =>
          (status === 'OPEN' || status === 'CLAIMED') && (code === undefined || reason.code === code),
      )?.id;
    });
  }

  /** All entries that a query finds, in the order in which the API lists them. */
  async entries(query: string): Promise<readonly Entry[]> {
    return await this.every<Entry>(`/ledger/entries?pageSize=200&${query}`);
  }

  /** All pages of a list. */
  async every<Item>(path: string, as = 'finance'): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: Page<Item> = await this.read(after === '' ? path : `${path}&after=${after}`, as);
      items.push(...page.items);
      after = page.next;
    }
    return items;
  }

  /** What ledger, loans, payments and bank differ by: what there should be less what there is. */
  async differences(): Promise<readonly { readonly name: string; readonly fen: number }[]> {
    const { checks } = await this.read<AnswerOf<'getLedgerChecks'>>('/ledger/checks');
    return checks
      .filter(({ ok }) => !ok)
      .map(({ actualFen, expectedFen, name }) => ({ name, fen: expectedFen - actualFen }));
  }

  async today(): Promise<IsoDate> {
    const { json } = await this.api.ask('/api/health');
    return businessDate(Date.parse((json as { businessTime: string }).businessTime));
  }
}

/** What entries moved on an account: debits less credits. */
export function movedOn(account: string, entries: readonly Entry[]): number {
  return entries
    .flatMap(({ postings }) => postings)
    .filter(({ accountCode }) => accountCode === account)
    .reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
}
