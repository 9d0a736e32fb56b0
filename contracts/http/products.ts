import { z } from 'zod';
import { DAY_COUNTS, REPAYMENT_METHODS } from '../../domain/schedule/types';
import { day, dayOut, fenAmount, id, idOut, jsonObject, line, positiveFen, rateText } from './primitives';
import { route } from './route';

export const repaymentMethod = z.enum(REPAYMENT_METHODS);
export const termMonths = z.int().min(1).max(360);

export const productView = z
  .object({
    id: idOut,
    institutionId: idOut,
    code: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    status: z.string(),
    minimumFen: fenAmount,
    maximumFen: fenAmount,
    minimumTermMonths: z.int(),
    maximumTermMonths: z.int(),
    methods: z.array(repaymentMethod),
    dayCount: z.enum(DAY_COUNTS),
    terms: jsonObject.meta({ description: 'Penalty, grace, waterfall, fees and pricing inputs' }),
  })
  .meta({ id: 'Product' });

export const scheduleRowView = z
  .object({
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

export const costItem = z.object({ code: z.string(), name: z.string(), amountFen: fenAmount });

export const annualCostView = z
  .object({
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
  .object({
    productId: idOut,
    startDate: dayOut,
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    /** The rate of an offer depends on the assessment; a quote shows the one of this grade. */
    basisGrade: z.string(),
    annualRate: rateText,
    annualCost: annualCostView,
    items: z.array(costItem).meta({ description: 'All that the loan costs: interest and every fee' }),
    totals: z.object({ principalFen: fenAmount, interestFen: fenAmount, paymentFen: fenAmount }),
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
    answer: z.object({ items: z.array(productView) }),
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
