import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import type { LoanHistory } from '../../../domain/loan/append';
import type { LoanEvent, LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { netDueFen } from '../../../domain/loan/heldMoney';
import { statementAt } from '../../../domain/loan/statement';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { type CureInput, cureOn, upgradeEligibleFrom } from '../../../domain/overdue/cure';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { eventOf, TERMS } from '../support/loanTerms';
import { methodOf } from './schedules';

// ── cure ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface CureCase {
  readonly id: string;
  readonly input: Pick<CureInput, 'curedOn' | 'periodMonths' | 'instalments'> & {
    readonly able: boolean;
    readonly impairedElsewhere: boolean;
    readonly asks: readonly IsoDate[];
  };
  readonly expect: unknown;
}

function checkCure({ id, input, expect }: CureCase): readonly Difference[] {
  const { able, impairedElsewhere, asks, ...served } = input;
  const cure = { ...served, isAble: able, isImpairedElsewhere: impairedElsewhere };
  return compare(id, expect, {
    eligibleFrom: upgradeEligibleFrom(cure),
    asks: asks.map((on) => ({ on, ...cureOn(cure, on) })),
  });
}

// ── statement ────────────────────────────────────────────────────────────────────────────────────────────────

interface StatementCase {
  readonly id: string;
  readonly input: {
    readonly terms: {
      readonly principalFen: number;
      readonly annualRate: string;
      readonly termMonths: number;
      readonly method: string;
      readonly startDate: string;
      readonly dayCount: LoanTerms['dayCount'];
      readonly penaltyMarkup: string;
      readonly compoundOn: boolean;
      readonly graceDays: number;
    };
    readonly receipts: readonly { readonly on: string; readonly amountFen: number }[];
    readonly asks: readonly string[];
  };
  readonly expect: unknown;
}

const CALENDAR = publishedCalendar();

/** The loan with its receipts; what is held pays what falls due, before the receipts of the day. */
function historyOf({ terms, receipts }: StatementCase['input']): LoanHistory {
  const { method, principalFen, annualRate, startDate, penaltyMarkup, compoundOn, ...same } = terms;
  const agreed: LoanTerms = {
    ...TERMS,
    ...same,
    principalFen: fen(principalFen),
    annualRate: rate(annualRate),
    method: methodOf(method),
    startDate: isoDate(startDate),
    penaltyMarkup: rate(penaltyMarkup),
    compoundInterest: compoundOn,
  };
  // Named dates, none shifted: every due date is collected on the day itself.
  const disbursed = { kind: 'DISBURSED', amountFen: agreed.principalFen, collectionDates: {} } as const;
  const events: LoanEvent[] = [eventOf(disbursed, agreed.startDate, 1)];
  const record = (body: LoanEventBody, on: IsoDate) => events.push(eventOf(body, on, events.length + 1));
  const { instalments } = loanAt(agreed, events, agreed.startDate, CALENDAR);
  const days = [...instalments.map(({ dueDate }) => dueDate), ...receipts.map(({ on }) => isoDate(on))];
  for (const day of [...new Set(days)].sort()) {
    const state = loanAt(agreed, events, day, CALENDAR);
    const usedFen = state.totalDueFen - netDueFen(state);
    if (usedFen > 0) record({ kind: 'SUSPENSE_APPLIED', amountFen: fen(usedFen) }, day);
    for (const { amountFen } of receipts.filter(({ on }) => on === day))
      record({ kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK' }, day);
  }
  return { terms: agreed, events };
}

function checkStatement({ id, input, expect }: StatementCase): readonly Difference[] {
  const history = historyOf(input);
  const statements = input.asks.map((on) => {
    const figures = statementAt(history, isoDate(on), CALENDAR);
    if (!figures.ok) return { on, refusal: figures.refusal };
    const { paid, ...of } = figures.value;
    return {
      on: of.asOf,
      outstandingPrincipal: of.outstandingPrincipalFen,
      overduePrincipal: of.overduePrincipalFen,
      dueInterest: of.dueInterestFen,
      accruedInterest: of.accruedInterestFen,
      penalty: of.penaltyFen,
      compound: of.compoundFen,
      totalDue: of.totalDueFen,
      payoff: of.payoffFen,
      suspense: of.suspenseFen,
      daysPastDue: of.daysPastDue,
      bucket: of.bucket,
      paid: {
        principal: paid.principalFen,
        interest: paid.interestFen,
        penalty: paid.penaltyFen,
        compound: paid.compoundFen,
      },
    };
  });
  return compare(id, expect, { statements });
}

export const adapter: OracleAdapter = {
  file: 'servicing.json',
  blocks: { cure: checkCure, statement: checkStatement },
};
