import { FINANCE_WORK, type FinanceWork, WORK_OF_TASK } from '../../contracts/financeWork';
import type { TaskKind } from '../../domain/approval/tasks';
import { type Fen, fen } from '../../domain/money/fen';
import { readFinanceDay, type Waiting } from '../../gateways/database/financeDay';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scope';

const WORK: Readonly<Record<string, FinanceWork>> = WORK_OF_TASK;
const NOTHING: Waiting = { count: 0, overdue: 0, amountFen: null, oldestAt: null };

/** Where the API lists what is no task. */
const LISTED = {
  DAYS_TO_SIGN: '/reconciliation',
  MONTHS_TO_CLOSE: '/periods',
  LEDGER_CHANGES: '/ledger-changes?status=REQUESTED',
  LOAN_CHANGES: '/loan-changes?status=REQUESTED',
} as const satisfies Partial<Record<FinanceWork, string>>;

/** What waits for finance: every kind of work, also where nothing of it waits, in an order that stays. */
export async function financeDay(
  parts: Parts,
  call: Call<'getFinanceDay'>,
): Promise<AnswerOf<'getFinanceDay'>> {
  const [{ today }, found] = await Promise.all([
    businessTime(parts),
    readFinanceDay(parts.sql, institutionOfCall(call)),
  ]);
  const others = {
    DAYS_TO_SIGN: found.daysToSign,
    MONTHS_TO_CLOSE: found.monthsToClose,
    LEDGER_CHANGES: found.ledgerChanges,
    LOAN_CHANGES: found.loanChanges,
  };
  const items = FINANCE_WORK.map((work) => {
    if (isListed(work)) return { work, ...others[work], taskKinds: [], path: LISTED[work] };
    const taskKinds = kindsOf(work);
    const waiting = found.tasks.filter(({ kind }) => WORK[kind] === work).reduce(addUp, NOTHING);
    const path = taskKinds.length === 1 ? `/tasks?role=finance&kind=${taskKinds[0]}` : '/tasks?role=finance';
    return { work, ...waiting, taskKinds, path };
  });
  return { today, booksThrough: found.booksThrough, items };
}

const isListed = (work: FinanceWork): work is keyof typeof LISTED => work in LISTED;

const kindsOf = (wanted: FinanceWork): readonly TaskKind[] =>
  Object.entries(WORK).flatMap(([kind, work]) => (work === wanted ? [kind as TaskKind] : []));

function addUp(sum: Waiting, { count, overdue, amountFen, oldestAt }: Waiting): Waiting {
  return {
    count: sum.count + count,
    overdue: sum.overdue + overdue,
    amountFen: added(sum.amountFen, amountFen),
    oldestAt: [sum.oldestAt, oldestAt].filter((at) => at !== null).sort()[0] ?? null,
  };
}

const added = (left: Fen | null, right: Fen | null): Fen | null =>
  left === null || right === null ? (left ?? right) : fen(left + right);
