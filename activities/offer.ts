import type { OfferMade } from '../contracts/activities';
import type { KeptOffer } from '../contracts/http';
import { lprTenorOf } from '../domain/calendar/lpr';
import { feesOfLoan } from '../domain/fees/loanFees';
import { spreadOver } from '../domain/loan/floatingRate';
import { parseLoanTerms } from '../domain/loan/parseTerms';
import type { FloatingRate, LoanTerms, RepricingRule } from '../domain/loan/terms';
import { fen } from '../domain/money/fen';
import { type Rate, rate } from '../domain/money/rate';
import { type CostedLoan, costedLoan } from '../domain/offer/costedLoan';
import { termsFor } from '../domain/offer/productTerms';
import type { ParameterSet } from '../domain/parameters/parametersAt';
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
 * @param parameters in force for the institution on its day
 * @throws RangeError when the assessment can't be offered: it should not have come so far
 */
export function offerOf(
  facts: ApplicationFacts,
  offeredAtMs: number,
  parameters: ParameterSet,
  loansRepaid: number,
): OfferDraft {
  const { amountFen, product, termMonths } = facts;
  const { annualRate, capRate, grade } = priceOf(facts);
  const { cost, fees, schedule, terms } = costed(
    facts,
    { annualRate, capRate, grade, loansRepaid },
    parameters,
  );
  const [first] = schedule.rows;
  if (first === undefined) throw new RangeError('a schedule without instalments');
  const { offerDays } = termsFor(product.terms, parameters);
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
      fees,
      tariff: parameters.versions.fees,
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

/** What a loan costs depends on. */
interface PricedFor {
  readonly annualRate: Rate;
  /** Of what the loan may cost in all, by law. */
  readonly capRate: string;
  readonly grade: string;
  /** How many loans were repaid here before. */
  readonly loansRepaid: number;
}

/**
 * An application's loan at a price: the contract's terms, the schedule and all that it would cost.
 * @param parameters in force for its institution on the day on which the loan would begin
 * @throws RangeError when the product's terms make no loan
 */
export function costed(
  { amountFen, id, assessment, method, product, termMonths }: ApplicationFacts,
  { annualRate, capRate, ...whose }: PricedFor,
  parameters: ParameterSet,
): CostedLoan & { readonly terms: LoanTerms } {
  const {
    paymentMode,
    intervalMonths,
    capRegime: _regime,
    fees,
    quoteGrade: _grade,
    offerDays: _days,
    repricing,
    ...contract
  } = termsFor(product.terms, parameters);
  const { vatRate } = contract;
  const { rules: list, caps: feeCaps, pointsShare } = parameters.fees;
  const subject = { amountFen: fen(amountFen), termMonths, ...whose };
  const { terms, ...loan } = accepted(
    costedLoan({
      principalFen: fen(amountFen),
      annualRate,
      termMonths,
      method,
      startDate: parameters.date,
      dayCount: product.dayCount,
      paymentMode,
      intervalMonths,
      fees: feesOfLoan({ product: fees, list }, subject, { pointsShare, vatRate }),
      ...{ vatRate, feeCaps },
      capRate: rate(capRate),
    }),
  );
  const parameterVersions = (assessment?.versions ?? {}) as LoanTerms['parameterVersions'];
  const floating = repricing === undefined ? {} : { floating: floatingAt(repricing, terms, parameters) };
  const given = { ...terms, ...contract, ...floating, loanId: id, parameterVersions };
  return { ...loan, terms: accepted(parseLoanTerms(given)) };
}

/** The price over the LPR of its day is the spread, which stays for life (中国人民银行公告〔2019〕第30号). */
function floatingAt(
  rule: RepricingRule,
  { annualRate, termMonths }: Pick<LoanTerms, 'annualRate' | 'termMonths'>,
  { lpr: { fiveYearPlus, oneYear } }: ParameterSet,
): FloatingRate {
  const lpr = lprTenorOf(termMonths) === 'ONE_YEAR' ? oneYear : fiveYearPlus;
  return { rule, spreadBasisPoints: spreadOver(lpr, annualRate) };
}

function priceOf({ assessment }: ApplicationFacts): Omit<PricedFor, 'loansRepaid'> {
  const price = assessment?.price as Pick<PricedFor, 'annualRate' | 'capRate'> | undefined;
  if (price === undefined) throw new RangeError('an application without a price');
  return { ...price, grade: assessment?.risk?.grade ?? '' };
}

function accepted<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly refusal: { readonly code: string } },
): Value {
  if (!result.ok) throw new RangeError(`can't be offered: ${result.refusal.code}`);
  return result.value;
}
