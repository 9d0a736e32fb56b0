import { businessDate, instantOf } from '../../../domain/calendar/clock';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import { collectionPlan } from '../../../domain/collection/collectionPlan';
import { contactFromMs } from '../../../domain/collection/quietHours';
import { leftAfterHeldFen } from '../../../domain/loan/heldMoney';
import { classOf } from '../../../domain/overdue/actionClasses';
import type { LadderAction } from '../../../domain/parameters/collection';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { allocated, type Loan, localTime } from './ladderLoan';

interface PreDueCase {
  readonly id: string;
  readonly input: Loan & { readonly disbursedOn: IsoDate };
  readonly expect: unknown;
}

const { overdue } = parametersAt(PARAMETERS_BEGIN);

function checkPreDue({ id, input, expect }: PreDueCase): readonly Difference[] {
  const found = input.instalments.flatMap((instalment) => preDueOf(input, instalment.n));
  const actions = found
    .map((act, index) => ({ act, index }))
    .sort((left, right) => left.act.ms - right.act.ms || left.index - right.index)
    .map(({ act: { ms, ...act } }) => ({ ...act, at: localTime(ms) }));
  return compare(id, expect, { actions });
}

interface PreDueAct {
  readonly ms: number;
  readonly instalment: number;
  readonly rung: number;
  readonly action: LadderAction;
  readonly amountFen?: number;
}

function preDueOf(loan: PreDueCase['input'], number: number): readonly PreDueAct[] {
  const { from, until, runAt } = loan.clock;
  const collectionDate = allocated(loan, 0).instalments.find(
    (each) => each.number === number,
  )?.collectionDate;
  if (collectionDate === undefined) return [];
  const rules = { ...overdue, officesOpen: runAt, slotMinutes: 0 };
  const plan = collectionPlan('any', collectionDate, rules);
  const isLooked = (ms: number) => businessDate(ms) >= from && businessDate(ms) <= until;
  const unpaidAt = (ms: number) => unpaidFen(loan, number, ms);
  const reminders = plan.reminders
    .filter(({ atMs }) => isLooked(atMs) && businessDate(atMs) >= loan.disbursedOn && unpaidAt(atMs) > 0)
    .flatMap(({ day, atMs }) => {
      const actions = overdue.ladder.find((rung) => rung.day === day)?.actions ?? [];
      return actions.map((action): PreDueAct => {
        const mayWait = classOf(action) === 'CONTACT' && !loan.agreedQuietContact;
        const ms = mayWait ? contactFromMs(atMs, overdue.contactLimits) : atMs;
        return { ms, instalment: number, rung: day, action };
      });
    })
    .filter(({ ms }) => isLooked(ms) && unpaidAt(ms) > 0);
  const debits = overdue.debitTimes
    .map((time) => instantOf(collectionDate, time))
    .filter((ms) => isLooked(ms) && unpaidAt(ms) > 0)
    .map(
      (ms): PreDueAct => ({ ms, instalment: number, rung: 0, action: 'AUTO_DEBIT', amountFen: unpaidAt(ms) }),
    );
  return [...reminders, ...debits];
}

/** What receipts so far leave unpaid of an instalment, whether it is due or not. */
function unpaidFen(loan: Loan, number: number, ms: number): number {
  const { instalments, suspenseFen } = allocated(loan, ms);
  return leftAfterHeldFen(instalments, suspenseFen, number);
}

export const adapter: OracleAdapter = {
  file: 'ladder.json',
  blocks: { preDue: checkPreDue },
};
