import { uuidv7 } from 'uuidv7';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { yuanText } from '../domain/money/text';
import { type AnswerOf, type PlatformClient, PlatformProblem } from './client';
import { checkLoan, type Ending, type Invariant } from './invariants';
import { freshCompany } from './people';
import { Borrower, type StaffName, type Stage, waitFor } from './story';

const AMOUNT_FEN = 30_000_000;
const TERM_MONTHS = 6;
/** What the customers of the enterprise pay in, so that it can pay interest. */
const TURNOVER_FEN = 20_000_000;
/** So far ahead a change counts: the house has time to approve it, however fast the clock runs. */
const DAYS_AHEAD = 10;

type Change = AnswerOf<'requestLoanChange'>;
type Quoted = AnswerOf<'quoteLoanChange'>;
interface Wish {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/**
 * An enterprise asks for a later maturity and agrees by asking; then the house offers a new plan, which the enterprise
 * agrees to. What nobody may do is tried on the way; what the loan takes is what was shown.
 */
export async function restructure(stage: Stage): Promise<Ending> {
  const { narrator } = stage;
  narrator.chapter('An enterprise borrows');
  const registered = await Borrower.register(stage, freshCompany());
  const borrower = await registered.activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    ...{ amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS },
    purpose: '采购秋季原料 Raw material for the autumn season',
  });
  await borrower.winOffer(applicationId);
  await borrower.takeMoney(applicationId);
  const loanId = await borrower.disbursed(applicationId);
  await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
  const contract = new Contract(borrower, loanId);

  narrator.chapter('It asks for three months more');
  const tooLong = await refusalOf(contract.quote(borrower.client, { kind: 'EXTEND', months: 7 }));
  borrower.say(`seven months more are refused: ${tooLong}`);
  const extension = await contract.ask(
    borrower.client,
    { kind: 'EXTEND', months: 3 },
    '订单延期 Orders came late',
  );
  const selfApproved = await refusalOf(contract.decide(extension.id, 'finance'));
  borrower.say(`finance may not approve it: ${selfApproved}`);
  await contract.decide(extension.id, 'approver');
  const extended = await contract.taken(extension.id);

  narrator.chapter('The house offers a new plan, and the enterprise agrees');
  const finance = await borrower.staff('finance');
  const offer = await contract.ask(finance, { kind: 'RESCHEDULE', termMonths: 9 }, '行业低迷 A weak season');
  await contract.decide(offer.id, 'risk');
  const early = (await contract.change(offer.id)).status;
  borrower.say(`approved, it waits for the enterprise: ${early}`);
  await contract.agree(offer.id);
  const rescheduled = await contract.taken(offer.id);

  narrator.chapter('It repays the new plan');
  await borrower.followToTheEnd(loanId);
  const books = await checkLoan(loanId, finance, stage.bank);
  return {
    ...books,
    invariants: [
      ...books.invariants,
      isTrue('a longer extension than the law allows is refused', tooLong === 'EXTENSION_TOO_LONG', tooLong),
      isTrue('who has no authority approves nothing', selfApproved === 'NOT_YOUR_ROLE', selfApproved),
      isTrue('nothing is taken before the borrower agrees', early === 'OFFERED', early),
      ...[extended, rescheduled].map(({ kind, status, agreed }) =>
        isTrue(
          `${kind} was agreed to and taken`,
          status === 'APPLIED' && agreed,
          `${status}, agreed ${agreed}`,
        ),
      ),
      await isAsShown(borrower, loanId, rescheduled),
    ],
  };
}

/** The changes of one loan. */
class Contract {
  constructor(
    private readonly borrower: Borrower,
    private readonly loanId: string,
  ) {}

  async quote(client: PlatformClient, wish: Wish): Promise<{ readonly quoted: Quoted; readonly on: string }> {
    const { asOf } = await this.borrower.loan(this.loanId);
    const on = addDays(isoDate(asOf), DAYS_AHEAD);
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
    this.borrower.say(
      `${kind}: matures ${before.maturity} → ${after.maturity}, interest to pay ¥${yuanText(before.interestToPayFen)} → ¥${yuanText(after.interestToPayFen)}; to be approved by ${approvals.map((roles) => roles.join(' or ')).join(' and ')}`,
    );
  }

  async decide(changeId: string, name: StaffName): Promise<void> {
    const person = await this.borrower.staff(name);
    await person.call('decideLoanChange', {
      params: { loanId: this.loanId, changeId },
      body: { decision: 'APPROVE' },
      key: uuidv7(),
    });
    this.borrower.say(`the ${name} approves it`);
  }

  /** The enterprise agrees to what it was shown. */
  async agree(changeId: string): Promise<void> {
    const { quote } = await this.change(changeId);
    await this.borrower.client.call('answerLoanChange', {
      params: { loanId: this.loanId, changeId },
      body: { answer: 'AGREE', quoteHash: quote?.hash },
      key: uuidv7(),
    });
    this.borrower.say('the enterprise agrees to what it was shown');
  }

  async change(changeId: string): Promise<Change> {
    const { items } = await this.borrower.client.call('listLoanChanges', { params: { loanId: this.loanId } });
    const change = items.find(({ id }) => id === changeId);
    if (change === undefined) throw new Error(`no change ${changeId}`);
    return change;
  }

  /** Waits until the loan has taken it, or could not. */
  async taken(changeId: string): Promise<Change> {
    const change = await waitFor('the loan to take the change', async () => {
      const now = await this.change(changeId);
      return ['APPLIED', 'REFUSED', 'LAPSED'].includes(now.status) ? now : undefined;
    });
    this.borrower.say(
      `${change.kind}: ${change.status} as of ${change.quote?.on} ${change.refusal?.text ?? ''}`,
    );
    return change;
  }
}

/** The rows of the loan are those that were shown, to the fen. */
async function isAsShown(borrower: Borrower, loanId: string, { quote }: Change): Promise<Invariant> {
  const { schedule } = await borrower.loan(loanId);
  const rows = quote?.rows ?? [];
  const differing = rows.filter(({ number, dueDate, principalFen, interestFen }) => {
    const row = schedule.find((each) => each.number === number);
    return row?.dueDate !== dueDate || row.principalFen !== principalFen || row.interestFen !== interestFen;
  });
  const holds = rows.length > 0 && differing.length === 0;
  return isTrue(
    'the loan is what was shown, to the fen',
    holds,
    `${rows.length} rows, ${differing.length} differ`,
  );
}

const isTrue = (name: string, holds: boolean, detail: string): Invariant => ({ name, holds, detail });

async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'accepted';
  } catch (problem) {
    if (problem instanceof PlatformProblem) return problem.code;
    throw problem;
  }
}
