import { z } from 'zod';
import { FEE_TIMES } from '../../domain/fees/loanFees';
import { FEE_TIMINGS } from '../../domain/fees/rule';
import { FEE_KINDS } from '../../domain/ledger/entries';
import { GRACE_MODES, REGIMES, REPRICING_RULES, WATERFALL_PRESETS } from '../../domain/loan/terms';
import { CAP_REGIMES } from '../../domain/parameters/pricing';
import { DAY_COUNTS, INTERVALS_MONTHS, PAYMENT_MODES, REPAYMENT_METHODS } from '../../domain/schedule/types';
import { grade } from './assessment';
import { day, dayOut, fenAmount, id, idOut, line, positiveFen, rateText } from './primitives';
import { route } from './route';

/** What has become of a product. */
export const PRODUCT_STATUSES = ['RELEASED'] as const;

export const repaymentMethod = z.enum(REPAYMENT_METHODS).meta({ id: 'RepaymentMethod' });
export const termMonths = z.int().min(1).max(360);

/** Everything that fixes a contract beside amount, term, method and rate. */
const productTerms = z
  .strictObject({
    penaltyMarkup: rateText,
    capRate: rateText.optional(),
    compoundInterest: z.boolean(),
    graceDays: z.int(),
    graceMode: z.enum(GRACE_MODES),
    waterfalls: z.strictObject({ accrual: z.enum(WATERFALL_PRESETS), nonAccrual: z.enum(WATERFALL_PRESETS) }),
    prepaymentFeeRate: rateText,
    regime: z.enum(REGIMES),
    vatRate: rateText,
    paymentMode: z.enum(PAYMENT_MODES),
    intervalMonths: z.literal(INTERVALS_MONTHS),
    capRegime: z.enum(CAP_REGIMES),
    fees: z.array(z.strictObject({ kind: z.enum(FEE_KINDS), rate: rateText, when: z.enum(FEE_TIMES) })),
    repricing: z
      .enum(REPRICING_RULES)
      .optional()
      .meta({ description: 'When a floating rate follows the LPR; without it the rate is fixed' }),
    quoteGrade: grade,
    offerDays: z.int(),
  })
  .meta({ id: 'ProductTerms' });

export const productView = z
  .strictObject({
    id: idOut,
    institutionId: idOut,
    code: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    status: z.enum(PRODUCT_STATUSES),
    minimumFen: fenAmount,
    maximumFen: fenAmount,
    minimumTermMonths: z.int(),
    maximumTermMonths: z.int(),
    methods: z.array(repaymentMethod),
    dayCount: z.enum(DAY_COUNTS),
    terms: productTerms,
  })
  .meta({ id: 'Product' });

export const scheduleRowView = z
  .strictObject({
    number: z.int(),
    dueDate: dayOut,
    days: z.int(),
    openingFen: fenAmount,
    principalFen: fenAmount,
    interestFen: fenAmount,
    paymentFen: fenAmount,
    balanceFen: fenAmount,
  })
  .meta({ id: 'ScheduleRow' });

const COST_CODES = ['INTEREST', ...FEE_KINDS] as const;

export const costItem = z
  .strictObject({ code: z.enum(COST_CODES), name: z.string(), amountFen: fenAmount })
  .meta({ id: 'CostItem' });

/** A fee of a loan: what one charge of it costs, of a month or a quarter a whole one. */
export const offeredFee = z
  .strictObject({
    rule: z.string(),
    kind: z.enum(FEE_KINDS),
    name: z.string(),
    timing: z.enum(FEE_TIMINGS),
    listPriceFen: fenAmount,
    gradeDiscountFen: fenAmount,
    loyaltyDiscountFen: fenAmount,
    priceFen: fenAmount.meta({ description: 'What is charged, VAT inside' }),
    pointsUsed: z.int().meta({ description: 'Points that pay a part of it; one is worth a fen' }),
    toPayFen: fenAmount.meta({ description: 'The price less points' }),
    vatFen: fenAmount,
  })
  .meta({ id: 'OfferedFee' });

export const annualCostView = z
  .strictObject({
    contractRate: rateText,
    effectiveRate: rateText.meta({
      description: '年化利率(复利, IRR): with every fee; what a cap is measured by',
    }),
    simpleRate: rateText.meta({ description: '年化利率(单利)' }),
    nominalRate: rateText.nullable().meta({ description: 'Only for periods of equal length' }),
    totalCostFen: fenAmount,
    isAboveCap: z.boolean(),
  })
  .meta({ id: 'AnnualCost' });

export const quoteBody = z.strictObject({
  productId: id,
  amountFen: positiveFen,
  termMonths,
  method: repaymentMethod,
  startDate: day.optional().meta({ description: 'Day of disbursement; today (business date) when left out' }),
});

export const quoteView = z
  .strictObject({
    productId: idOut,
    startDate: dayOut,
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    /** The rate of an offer depends on the assessment; a quote shows the one of this grade. */
    basisGrade: grade,
    annualRate: rateText,
    annualCost: annualCostView,
    items: z.array(costItem).meta({ description: 'All that the loan costs: interest and every fee' }),
    fees: z.array(offeredFee),
    largestUpfrontFen: fenAmount.nullable().meta({
      description:
        'The most that fees at the payout may come to within the law’s cap; null: it costs too much without',
    }),
    totals: z.strictObject({ principalFen: fenAmount, interestFen: fenAmount, paymentFen: fenAmount }),
    schedule: z.array(scheduleRowView),
  })
  .meta({ id: 'Quote' });

export const productRoutes = {
  listProducts: route({
    method: 'get',
    path: '/products',
    tag: 'Institutions and products',
    summary: 'Products on offer',
    description:
      'Anybody sees the products on offer of an institution (`institutionCode`); staff see those of their own.',
    access: 'public',
    query: z.strictObject({ institutionCode: line(40).optional() }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(productView) }),
    problems: [],
  }),
  quote: route({
    method: 'post',
    path: '/quotes',
    tag: 'Institutions and products',
    summary: 'Schedule, annual cost and every single cost of a loan, without obligation',
    access: 'public',
    body: quoteBody,
    idempotency: 'none',
    status: 200,
    answer: quoteView,
    example: {
      body: {
        productId: '0198c1f0-0000-7000-8000-0000000000f1',
        amountFen: 30000000,
        termMonths: 12,
        method: 'EQUAL_INSTALMENT',
      },
    },
    problems: [404, 422],
  }),
};
