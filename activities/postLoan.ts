import { heartbeat, log } from '@temporalio/activity';
import type { PostLoanActivities } from '../contracts/activities';
import type { EnterpriseId } from '../contracts/ids';
import { addWorkdays, type BusinessCalendar } from '../domain/calendar/businessCalendar';
import { businessDate } from '../domain/calendar/clock';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { approvalsFor } from '../domain/changes/authority';
import { parametersAt } from '../domain/parameters/parametersAt';
import type { PostLoanParameters } from '../domain/parameters/postLoan';
import { colourOf, earlyWarning } from '../domain/postLoan/earlyWarning';
import { FACT_OF } from '../domain/postLoan/factOf';
import { type CreditNow, type RegisteredNow, readingsOf } from '../domain/postLoan/readings';
import { houseCalendar } from '../gateways/database/calendar';
import { writeCaseChange } from '../gateways/database/cases';
import { rulesOf } from '../gateways/database/ownRules';
import {
  type BorrowerToWatch,
  callDueChecks,
  endRepaid,
  findBorrowersToWatch,
  type Looked,
  writeLooks,
} from '../gateways/database/postLoan';
import {
  askReclassification,
  callCheckIn,
  readIndicator,
  settleMatter,
} from '../gateways/database/postLoanMatters';
import { inTransaction } from '../gateways/database/transaction';
import { ServiceFault } from '../gateways/http/service';
import { withMessages } from './caseRecord';
import type { ActivityDeps } from './deps';

/** Borrowers of one batch, and how many are asked about at once. */
const BATCH = 200;
const AT_ONCE = 10;

/** The watch over borrowers after their money was paid out, and what people answer. */
export function createPostLoanActivities(deps: ActivityDeps): PostLoanActivities {
  return {
    watchBorrowers: async ({ institutionId, on: day, after }) => {
      const { sql } = deps.portfolio;
      const on = isoDate(day);
      const { postLoan, versions } = await rulesOf(sql, institutionId, on);
      const before = addDays(on, -postLoan.lookEveryDays);
      const of = { institutionId, before, after, limit: BATCH };
      const borrowers = await findBorrowersToWatch(sql, deps.cipher, of);
      const calendar = await houseCalendar(sql);
      const looks: Looked[] = [];
      for (let first = 0; first < borrowers.length; first += AT_ONCE) {
        const some = borrowers.slice(first, first + AT_ONCE);
        looks.push(...(await Promise.all(some.map((one) => lookAt(deps, one, { on, postLoan, calendar })))));
        heartbeat({ institutionId, looked: looks.length });
      }
      const raised = await inTransaction(sql, (tx) =>
        writeLooks(tx, { institutionId, on, thresholds: versions.postLoan }, looks),
      );
      const last = borrowers.length === BATCH ? borrowers.at(-1) : undefined;
      return { looked: looks.length, raised, next: (last?.enterpriseId ?? null) as EnterpriseId | null };
    },

    callChecks: async ({ institutionId, on: day }) => {
      const { sql } = deps.portfolio;
      const on = isoDate(day);
      await endRepaid(sql, institutionId, on);
      const { checkEveryDays, checkWorkdays } = parametersAt(on).postLoan;
      const dueOn = addWorkdays(on, checkWorkdays, await houseCalendar(sql));
      return { called: await callDueChecks(sql, { institutionId, on, dueOn }, checkEveryDays) };
    },

    settlePostLoan: ({ matterId, answer, change }) =>
      withMessages(deps, change, async (tx) => {
        if (answer !== null && (await settleMatter(tx, matterId, { ...answer, at: change.at }))) {
          const on = businessDate(Date.parse(change.at));
          const { changes, postLoan } = parametersAt(on);
          if (answer.outcome === 'CALL_CHECK') {
            const dueOn = addWorkdays(on, postLoan.checkWorkdays, await houseCalendar(tx));
            await callCheckIn(tx, matterId, { on, dueOn });
          }
          if (answer.outcome === 'RECLASSIFY') {
            const fact = FACT_OF[await readIndicator(tx, matterId)];
            const approvals = approvalsFor('DEBTOR_FACT', 0, changes);
            if (fact !== null) await askReclassification(tx, { matterId, fact, approvals });
          }
        }
        return await writeCaseChange(tx, change);
      }),
  };
}

interface Look {
  readonly on: IsoDate;
  readonly postLoan: PostLoanParameters;
  readonly calendar: BusinessCalendar;
}

/** Asks about one borrower, and compares. What nobody could be asked stays as it was read last. */
async function lookAt(
  deps: ActivityDeps,
  borrower: BorrowerToWatch,
  { on, postLoan, calendar }: Look,
): Promise<Looked> {
  const { enterpriseId, name, legalPerson, mayAskBureau, standing } = borrower;
  const registered = await answered(() => registeredNow(deps, borrower));
  const credit = mayAskBureau ? await answered(() => creditNow(deps, borrower)) : null;
  const fresh = readingsOf({
    on,
    ...(registered !== null && { registered: registered.said }),
    ...(credit !== null && { credit: credit.said }),
    onFile: { name, legalPerson },
    taxRatingThen: borrower.taxRatingThen,
    statements: borrower.statements,
    exposureFen: borrower.exposureFen,
    netAssetsFen: borrower.netAssetsFen,
  });
  const readings = { ...borrower.readings, ...fresh };
  const found = earlyWarning({ on, readings, standing }, postLoan, calendar);
  const kept = postLoan.thresholds.flatMap((threshold) => {
    const reading = readings[threshold.code];
    if (reading === undefined) return [];
    const { value, asOf } = reading;
    return [[threshold.code, { value, asOf, colour: colourOf(reading, threshold, on) }] as const];
  });
  return {
    enterpriseId,
    overall: found.overall,
    readings: Object.fromEntries(kept),
    raised: found.raised.flatMap(({ code: indicator, level, dueOn }) => {
      const reading = readings[indicator];
      const threshold = postLoan.thresholds.find(({ code }) => code === indicator);
      if (reading === undefined || threshold === undefined) return [];
      const bound = (level === 'RED' ? threshold.red : threshold.yellow) ?? '';
      return [{ indicator, level, value: String(reading.value), asOf: reading.asOf, bound, dueOn }];
    }),
    cleared: found.cleared,
    isWhole: registered !== null && (!mayAskBureau || credit !== null),
  };
}

/** What a service said; null when it could not be asked, which is no other borrower's trouble. */
async function answered<Said>(ask: () => Promise<Said>): Promise<{ readonly said: Said } | null> {
  try {
    return { said: await ask() };
  } catch (fault) {
    if (!(fault instanceof ServiceFault)) throw fault;
    log.warn('a borrower could not be asked about', { service: fault.service, code: fault.code });
    return null;
  }
}

async function registeredNow(
  { registry }: ActivityDeps,
  { uscc, name, legalPerson }: BorrowerToWatch,
): Promise<RegisteredNow> {
  const outcome = await registry.lookUp(uscc, { name, legalPerson });
  if (outcome.status !== 'found') return null;
  const { company } = outcome;
  return {
    isInBusiness: company.status === 'IN_BUSINESS',
    name: company.name,
    legalPerson: company.legalPerson,
  };
}

async function creditNow({ bureau }: ActivityDeps, { uscc }: BorrowerToWatch): Promise<CreditNow> {
  const { daysPastDue, enquiries6m, litigation, taxRating } = await bureau.pullReport(uscc);
  return { daysPastDue, enquiries6m, litigation, taxRating };
}
