import type { CaseChange, MessageToSend, RepricingOf } from '../contracts/activities';
import type { EnterpriseId, InstitutionId } from '../contracts/ids';
import { businessDate } from '../domain/calendar/clock';
import { LPR_TABLE } from '../domain/calendar/data/lpr';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { floatingRateOn, nextRepricing, type RepricedRate } from '../domain/loan/floatingRate';
import { eventsInForce } from '../domain/loan/fold';
import { compareRates, type Rate } from '../domain/money/rate';
import { writeCaseChange } from '../gateways/database/cases';
import { recordLoanEvents } from '../gateways/database/loans';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { writeLetters } from './caseRecord';
import type { ActivityDeps } from './deps';
import { impossible, type OpenedLoan, openLoan, stateOn } from './loanBooks';

/** A rate that is looked up, with the one that the loan has. */
interface LookedUp extends RepricedRate {
  readonly formerRate: Rate;
}

/** Tells the borrower what the rate would be by the LPR that is known on the day of the notice. */
export async function announceRepricing(
  deps: ActivityDeps,
  { loanId, date, at }: RepricingOf,
): Promise<void> {
  const opened = await openLoan(deps.sql, loanId);
  const found = lookUp(opened, isoDate(date), businessDate(Date.parse(at)));
  if (found === null) return;
  const { annualRate: expectedRate, formerRate, lpr } = found;
  const values = {
    date,
    annualRate: formerRate,
    expectedRate,
    lpr: lpr.rate,
    publishedOn: lpr.effectiveFrom,
  };
  const step = stepOf(opened, { date, at, action: 'REPRICING_ANNOUNCED', outcome: 'SENT' }, found, [
    letter(opened, date, 'REPRICING_NOTICE', values),
  ]);
  await inOneStep(deps, step, async () => undefined);
}

/** Looks the rate up for its day and books it from that day on; a second time changes nothing. */
export async function repriceLoan(deps: ActivityDeps, { loanId, date, at }: RepricingOf): Promise<void> {
  const opened = await openLoan(deps.sql, loanId);
  const day = isoDate(date);
  const found = lookUp(opened, day, day);
  if (found === null) return;
  const { annualRate, formerRate, lpr } = found;
  const isMoved = compareRates(annualRate, formerRate) !== 0;
  const values = { date, formerRate, annualRate, lpr: lpr.rate, publishedOn: lpr.effectiveFrom };
  const outcome = isMoved ? 'CHANGED' : 'UNCHANGED';
  const letters = isMoved ? [letter(opened, date, 'LOAN_REPRICED', values)] : [];
  const step = stepOf(opened, { date, at, action: 'LOAN_REPRICED', outcome }, found, letters);
  await inOneStep(deps, step, async (client) => {
    const event = {
      kind: 'RATE_CHANGED',
      annualRate,
      lookedUp: { tenor: lpr.tenor, lpr: lpr.rate, publishedOn: lpr.effectiveFrom },
      effectiveDate: day,
      recordedOn: businessDate(Date.parse(at)),
      businessKey: `loan/${loanId}/repricing/${date}`,
    } as const;
    const recorded = await recordLoanEvents(client, loanId, [event], opened.calendar);
    if (!recorded.ok) throw impossible(`repricing ${event.businessKey}: ${recorded.refusal.code}`);
  });
}

/**
 * The rate of a loan by the LPR of a day, never above what its contract may cost at most; null when it was looked up for
 * that repricing before.
 */
function lookUp(opened: OpenedLoan, date: IsoDate, by: IsoDate): LookedUp | null {
  const { terms, events } = opened.record;
  const { annualRate: formerRate, instalments } = stateOn(opened, date);
  const next = nextRepricing(terms, eventsInForce(events), instalments.at(-1)?.dueDate ?? date);
  if (terms.floating === undefined || next?.date !== date) return null;
  const found = floatingRateOn(LPR_TABLE, terms.floating, next.tenor, by);
  if (!found.ok) throw impossible(`loan ${terms.loanId} has no rate on ${by}: ${found.refusal.code}`);
  const { capRate } = terms;
  const isAbove = capRate !== undefined && compareRates(found.value.annualRate, capRate) > 0;
  return { ...found.value, formerRate, annualRate: isAbove ? capRate : found.value.annualRate };
}

function letter<Kind extends 'REPRICING_NOTICE' | 'LOAN_REPRICED'>(
  { record: { loanId } }: OpenedLoan,
  date: string,
  kind: Kind,
  values: Extract<MessageToSend, { kind: Kind }>['values'],
): MessageToSend {
  const dedupeKey = `loan/${loanId}/repricing/${date}/${kind}/EMAIL`;
  return { channel: 'EMAIL', dedupeKey, kind, values } as MessageToSend;
}

function stepOf(
  { record: { loanId, institutionId, enterpriseId } }: OpenedLoan,
  step: {
    readonly date: string;
    readonly at: string;
    readonly action: 'REPRICING_ANNOUNCED' | 'LOAN_REPRICED';
    readonly outcome: string;
  },
  { annualRate, formerRate, lpr }: LookedUp,
  messages: readonly MessageToSend[],
): CaseChange {
  const { date, at, action, outcome } = step;
  return {
    caseType: 'LOAN',
    caseId: loanId,
    institutionId: institutionId as InstitutionId,
    enterpriseId: enterpriseId as EnterpriseId,
    changeKey: `repricing/${date}/${action}`,
    at,
    messages,
    audit: {
      actorId: null,
      action,
      outcome,
      detail: { date, formerRate, annualRate, lpr: lpr.rate, publishedOn: lpr.effectiveFrom },
    },
  };
}

async function inOneStep(
  deps: ActivityDeps,
  step: CaseChange,
  work: (client: Queryable) => Promise<void>,
): Promise<void> {
  const letters = await inTransaction(deps.sql, async (client) => {
    await work(client);
    await writeCaseChange(client, step);
    return await writeLetters(deps, client, step);
  });
  for (const each of letters) await deps.queues.enqueue(each);
}
