import type { OfferMade } from '../contracts/activities';
import type { KeptOffer } from '../contracts/http';
import { businessDate } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { parseLoanTerms } from '../domain/loan/parseTerms';
import type { LoanTerms } from '../domain/loan/terms';
import { fen } from '../domain/money/fen';
import { type Rate, rate } from '../domain/money/rate';
import { type CostedLoan, costedLoan } from '../domain/offer/costedLoan';
import { termsFor } from '../domain/offer/productTerms';
import { parametersAt } from '../domain/parameters/parametersAt';
import type { ApplicationFacts } from '../gateways/database/applications';

const MS_PER_DAY = 86_400_000;

/** An offer as it is kept and shown, and what its process needs of it. */
export interface OfferDraft {
  readonly offer: KeptOffer;
  readonly made: OfferMade;
}

/**
 * Makes the offer of an assessed application: schedule from its day, every cost by name, annual cost, and until when
 * it stands. The loan gets the same terms from the day on which it is paid out.
 * @param offeredAtMs business instant
 * @throws RangeError when the assessment can't be offered: it should not have come so far
 */
export function offerOf(facts: ApplicationFacts, offeredAtMs: number): OfferDraft {
  const { amountFen, product, termMonths } = facts;
  const asOf = businessDate(offeredAtMs);
  const { annualRate, capRate } = priceOf(facts);
  const { cost, schedule, terms } = costed(facts, { annualRate, capRate }, asOf);
  const [first] = schedule.rows;
  if (first === undefined) throw new RangeError('a schedule without instalments');
  const { offerDays } = termsFor(product.terms, parametersAt(asOf));
  const expiresAtMs = offeredAtMs + offerDays * MS_PER_DAY;
  const expiresAt = new Date(expiresAtMs).toISOString();
  const made: OfferMade = {
    annualRate,
    annualCost: cost.xirr,
    instalments: schedule.rows.length,
    firstDueDate: first.dueDate,
    expiresAtMs,
    message: {
      amountFen,
      instalments: schedule.rows.length,
      annualRate,
      annualCost: cost.xirr,
      firstDueDate: first.dueDate,
      expiresAt,
    },
  };
  return {
    made,
    offer: {
      terms,
      amountFen,
      termMonths,
      annualRate,
      expiresAt,
      annualCost: {
        contractRate: annualRate,
        effectiveRate: cost.xirr,
        simpleRate: cost.simpleRate,
        nominalRate: cost.periodic?.aprNominal ?? null,
        totalCostFen: cost.totalCostFen,
        isAboveCap: cost.isAboveCap,
      },
      items: cost.items,
      schedule: schedule.rows.map(
        ({ number, dueDate, days, openingFen, principalFen, interestFen, paymentFen, balanceFen }) => ({
          number,
          dueDate,
          days,
          openingFen,
          principalFen,
          interestFen,
          paymentFen,
          balanceFen,
        }),
      ),
    },
  };
}

/**
 * An application's loan at a price, from `asOf`: the contract's terms, the schedule and all that it would cost.
 * @param price contract rate, and the legal cap of what the loan may cost in all
 * @throws RangeError when the product's terms make no loan
 */
export function costed(
  { amountFen, id, assessment, method, product, termMonths }: ApplicationFacts,
  { annualRate, capRate }: { readonly annualRate: Rate; readonly capRate: string },
  asOf: IsoDate,
): CostedLoan & { readonly terms: LoanTerms } {
  const {
    paymentMode,
    intervalMonths,
    capRegime: _regime,
    fees,
    quoteGrade: _grade,
    offerDays: _days,
    ...contract
  } = termsFor(product.terms, parametersAt(asOf));
  const { cost, schedule, terms } = accepted(
    costedLoan({
      principalFen: fen(amountFen),
      annualRate,
      termMonths,
      method,
      startDate: asOf,
      dayCount: product.dayCount,
      paymentMode,
      intervalMonths,
      fees,
      capRate: rate(capRate),
    }),
  );
  const parameterVersions = (assessment?.versions ?? {}) as LoanTerms['parameterVersions'];
  const given = { ...terms, ...contract, loanId: id, parameterVersions };
  return { terms: accepted(parseLoanTerms(given)), schedule, cost };
}

function priceOf({ assessment }: ApplicationFacts): { readonly annualRate: Rate; readonly capRate: string } {
  const price = assessment?.price as { readonly annualRate: Rate; readonly capRate: string } | undefined;
  if (price === undefined) throw new RangeError('an application without a price');
  return price;
}

function accepted<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly refusal: { readonly code: string } },
): Value {
  if (!result.ok) throw new RangeError(`can't be offered: ${result.refusal.code}`);
  return result.value;
}
