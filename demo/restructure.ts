import { type Change, Contract, isTrue, refusalOf } from './contract';
import { checkLoan, type Ending, type Invariant } from './invariants';
import { freshCompany } from './people';
import { Borrower, type Stage, waitFor } from './story';

const AMOUNT_FEN = 30_000_000;
const TERM_MONTHS = 6;
/** What the customers of the enterprise pay in, so that it can pay interest. */
const TURNOVER_FEN = 20_000_000;

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
  let selfApproved = '';
  const extended = await untilTaken(async () => {
    const wish = { kind: 'EXTEND', months: 3 };
    const { id } = await contract.ask(borrower.client, wish, '订单延期 Orders came late');
    selfApproved = await refusalOf(contract.reachFor(id, 'finance', 'approver'));
    borrower.say(`finance may not approve it: ${selfApproved}`);
    await contract.decide(id, 'approver');
    return await contract.taken(id);
  });

  narrator.chapter('The house offers a new plan, and the enterprise agrees');
  const finance = await borrower.staff('finance');
  let early = '';
  const rescheduled = await untilTaken(async () => {
    const wish = { kind: 'RESCHEDULE', termMonths: 9 };
    const { id } = await contract.ask(finance, wish, '行业低迷 A weak season');
    await contract.decide(id, 'risk');
    const offer = await contract.offered(id);
    early = offer.status;
    borrower.say(`approved, it waits for the enterprise: ${early}`);
    const answer = await refusalOf(contract.agree(offer));
    borrower.say(`the enterprise agrees to what it was shown: ${answer}`);
    return await contract.taken(id);
  });

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

/** Asks again where an instalment or the end of the offer came in between: a fast clock does not wait for people. */
async function untilTaken(ask: () => Promise<Change>): Promise<Change> {
  return await waitFor('a change that the loan takes', async () => {
    const change = await ask();
    return change.status === 'APPLIED' ? change : undefined;
  });
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
