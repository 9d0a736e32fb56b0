import { uuidv7 } from 'uuidv7';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { yuanText } from '../domain/money/text';
import { type AnswerOf, type PlatformClient, PlatformProblem } from './client';
import type { Invariant } from './invariants';
import { type Borrower, type StaffName, waitFor } from './story';

/** So far ahead a change counts: the house has time to approve it, however fast the clock runs. */
const DAYS_AHEAD = 10;

export type Change = AnswerOf<'requestLoanChange'>;
type Quoted = AnswerOf<'quoteLoanChange'>;
interface Wish {
  readonly kind: string;
  /** From when it counts; some days ahead where nothing is said. */
  readonly on?: IsoDate;
  readonly [field: string]: unknown;
}

/** The changes of one loan. */
export class Contract {
  constructor(
    private readonly borrower: Borrower,
    private readonly loanId: string,
  ) {}

  async quote(client: PlatformClient, wish: Wish): Promise<{ readonly quoted: Quoted; readonly on: string }> {
    const { asOf } = await this.borrower.loan(this.loanId);
    const { on = addDays(isoDate(asOf), DAYS_AHEAD) } = wish;
    const quoted = await client.call('quoteLoanChange', {
      params: { loanId: this.loanId },
      body: { ...wish, on },
    });
    return { quoted, on };
  }

  /** Asks for what was seen; again, when an instalment comes in between. */
  async ask(client: PlatformClient, wish: Wish, reason: string): Promise<Change> {
    return await waitFor(`a quote of ${wish.kind}`, async () => {
      try {
        const { quoted, on } = await this.quote(client, wish);
        this.tell(quoted);
        return await client.call('requestLoanChange', {
          params: { loanId: this.loanId },
          body: { ...wish, on, reason, quoteHash: quoted.quote?.hash },
          key: uuidv7(),
        });
      } catch (problem) {
        if (problem instanceof PlatformProblem && problem.status < 500) return undefined;
        throw problem;
      }
    });
  }

  private tell({ kind, quote, approvals }: Quoted): void {
    if (quote === null) return;
    const { before, after } = quote;
    const interest = [before, after]
      .map(({ interestToPayFen }) => `¥${yuanText(interestToPayFen)}`)
      .join(' → ');
    const what =
      kind === 'WRITE_OFF'
        ? `¥${yuanText(quote.amountFen ?? 0)} of principal`
        : `matures ${before.maturity} → ${after.maturity}, interest to pay ${interest}`;
    this.borrower.say(`${kind}: ${what}; to be approved by ${approvals.join(', ')}`);
  }

  async decide(changeId: string, name: StaffName): Promise<void> {
    await this.borrower.decide(name, 'APPROVE_LOAN_CHANGE', changeId, 'APPROVE');
  }

  /** Somebody reaches for what is in the inbox of another. */
  async reachFor(changeId: string, name: StaffName, inboxOf: StaffName): Promise<void> {
    const { id: taskId } = await this.borrower.task(inboxOf, 'APPROVE_LOAN_CHANGE', changeId);
    const person = await this.borrower.staff(name);
    await person.call('claimTask', { params: { taskId }, key: uuidv7() });
  }

  /** Waits until it is offered to the enterprise, or was decided otherwise. */
  async offered(changeId: string): Promise<Change> {
    return await waitFor('the offer of the change', async () => {
      const now = await this.change(changeId);
      return now.status === 'REQUESTED' ? undefined : now;
    });
  }

  /** The enterprise agrees to what it was shown. */
  async agree({ id: changeId, quote }: Change): Promise<void> {
    await this.borrower.client.call('answerLoanChange', {
      params: { loanId: this.loanId, changeId },
      body: { answer: 'AGREE', quoteHash: quote?.hash },
      key: uuidv7(),
    });
  }

  async change(changeId: string): Promise<Change> {
    // As the house sees it: the borrower isn't shown all of them.
    const finance = await this.borrower.staff('finance');
    return await finance.call('getLoanChange', { params: { changeId } });
  }

  /** Waits until the loan has taken it, or could not. */
  async taken(changeId: string): Promise<Change> {
    const change = await waitFor('the loan to take the change', async () => {
      const now = await this.change(changeId);
      return ['APPLIED', 'REFUSED', 'LAPSED'].includes(now.status) ? now : undefined;
    });
    this.borrower.say(
      `${change.kind}: ${change.status} as of ${change.quote?.on} ${change.refusal?.text ?? ''}`.trimEnd(),
    );
    return change;
  }
}

export const isTrue = (name: string, holds: boolean, detail: string): Invariant => ({ name, holds, detail });

/** The code with which something is refused. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'accepted';
  } catch (problem) {
    if (problem instanceof PlatformProblem) return problem.code;
    throw problem;
  }
}

/** Does something again while it is refused as too early. */
export async function untilAccepted(tooEarly: string, act: () => Promise<unknown>): Promise<void> {
  await waitFor(`no ${tooEarly}`, async () => {
    const answer = await refusalOf(act());
    if (answer !== 'accepted' && answer !== tooEarly) throw new Error(answer);
    return answer === 'accepted' ? true : undefined;
  });
}
