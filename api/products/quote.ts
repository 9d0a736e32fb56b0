import type { IsoDate } from '../../domain/calendar/isoDate';
import { feesOfLoan } from '../../domain/fees/loanFees';
import type { Fen } from '../../domain/money/fen';
import { costedLoan } from '../../domain/offer/costedLoan';
import { termsFor } from '../../domain/offer/productTerms';
import { PARAMETERS_BEGIN, type ParameterSet } from '../../domain/parameters/parametersAt';
import type { Grade } from '../../domain/parameters/scorecard';
import { priceLoan } from '../../domain/pricing/priceLoan';
import { rulesOf } from '../../gateways/database/ownRules';
import { findProduct, type ProductRow } from '../../gateways/database/products';
import { wrongWith } from '../applications/checks';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid, notFound } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { presentAnnualCost, presentCostItems, presentFees, presentRow } from './cost';

/** What a loan would cost, at the price of the product's typical grade; binds nobody. */
export async function quote(parts: Parts, call: Call<'quote'>): Promise<AnswerOf<'quote'>> {
  const { amountFen, termMonths, method, productId } = call.body;
  const { today } = await businessTime(parts);
  const startDate = (call.body.startDate ?? today) as IsoDate;
  if (startDate < PARAMETERS_BEGIN) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'startDate' }]);
  const product = await productOf(parts, call, productId);
  const parameters = await rulesOf(parts.sql, product.institutionId, startDate);
  const wrong = wrongWith(product, { amountFen, termMonths, method }, parameters);
  if (wrong.length > 0) throw invalid(wrong);

  const terms = termsFor(product.terms, parameters);
  const price = accepted(
    priceLoan(
      {
        amountFen: amountFen as Fen,
        termMonths,
        gradePd: pdOf(terms.quoteGrade, parameters),
        collateral: [],
        capRegime: terms.capRegime,
      },
      parameters,
    ),
  );
  const { annualRate, capRate } = price;
  const { cost, fees, largestUpfrontFen, schedule } = accepted(
    costedLoan({
      principalFen: amountFen as Fen,
      annualRate,
      termMonths,
      method,
      startDate,
      dayCount: product.dayCount,
      paymentMode: terms.paymentMode,
      intervalMonths: terms.intervalMonths,
      fees: feesOfLoan(
        { product: terms.fees, list: parameters.fees.rules },
        { amountFen: amountFen as Fen, termMonths, grade: terms.quoteGrade, loansRepaid: 0 },
        { pointsShare: parameters.fees.pointsShare, vatRate: terms.vatRate },
      ),
      feeCaps: parameters.fees.caps,
      vatRate: terms.vatRate,
      capRate,
    }),
  );
  return {
    productId: product.id,
    startDate,
    amountFen,
    termMonths,
    method,
    basisGrade: terms.quoteGrade,
    annualRate,
    annualCost: presentAnnualCost(cost, annualRate),
    items: presentCostItems(cost.items, call.locale),
    fees: presentFees(fees, call.locale),
    largestUpfrontFen,
    totals: {
      principalFen: schedule.totalPrincipalFen,
      interestFen: schedule.totalInterestFen,
      paymentFen: schedule.totalPaymentFen,
    },
    schedule: schedule.rows.map(presentRow),
  };
}

/** Members of an institution or enterprise see its products only; anybody else sees all that are on offer. */
async function productOf({ prisma }: Parts, { caller }: Call<'quote'>, id: string): Promise<ProductRow> {
  const product = await findProduct(prisma, id);
  const own = caller?.institution?.id ?? caller?.enterprise?.institutionId;
  if (product === null || (own !== undefined && own !== product.institutionId)) throw notFound();
  return product;
}

function pdOf(grade: Grade, { rating }: ParameterSet): ParameterSet['rating']['grades'][number]['pd'] {
  const rule = rating.grades.find((candidate) => candidate.grade === grade);
  if (rule === undefined) throw refusedBy({ code: 'PRODUCT_NOT_OFFERED' });
  return rule.pd;
}
