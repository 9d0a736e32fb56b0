import { compareRates } from '../money/rate';
import { type Result, refuse } from '../result';
import { FieldReader } from '../schedule/fieldReader';
import type { TermsRefusal } from '../schedule/terms';
import { parseScheduleTerms, type TermsLimits } from '../schedule/terms';
import {
  type FloatingRate,
  GRACE_MODES,
  type LoanTerms,
  REGIMES,
  REPRICING_RULES,
  WATERFALL_PRESETS,
} from './terms';

const LOAN_ID = /^[\w-]{1,64}$/;
/** Longer is no grace but another due date. */
const MAX_GRACE_DAYS = 30;
/** A hundred percent, in basis points. */
const MAX_SPREAD = 10_000;

/** Reads the terms of a loan from outside. */
export function parseLoanTerms(
  input: unknown,
  limits: TermsLimits = {},
): Result<LoanTerms, TermsRefusal | 'NOT_AN_ID' | 'NOT_A_BOOLEAN' | 'NOT_A_MAP_OF_TEXTS' | 'CAP_BELOW_RATE'> {
  const schedule = parseScheduleTerms(input, limits);
  if (!schedule.ok) return schedule;
  const given = input as Readonly<Record<string, unknown>>;
  const wrong = wrongPlainFields(given);
  if (wrong !== null) return { ok: false, refusal: wrong };
  const reader = new FieldReader(input);
  const waterfalls = new FieldReader(given.waterfalls);
  const floating = new FieldReader(given.floating ?? {});
  const terms: LoanTerms = {
    ...schedule.value,
    loanId: given.loanId as string,
    penaltyMarkup: reader.rate('penaltyMarkup'),
    ...(reader.has('capRate') ? { capRate: reader.rate('capRate') } : {}),
    compoundInterest: given.compoundInterest as boolean,
    graceDays: reader.integer('graceDays', 0, MAX_GRACE_DAYS),
    graceMode: reader.oneOf('graceMode', GRACE_MODES),
    waterfalls: {
      accrual: waterfalls.oneOf('accrual', WATERFALL_PRESETS),
      nonAccrual: waterfalls.oneOf('nonAccrual', WATERFALL_PRESETS),
    },
    prepaymentFeeRate: reader.rate('prepaymentFeeRate'),
    regime: reader.oneOf('regime', REGIMES),
    vatRate: reader.rate('vatRate'),
    ...(reader.has('floating') ? { floating: floatingOf(floating) } : {}),
    parameterVersions: given.parameterVersions as LoanTerms['parameterVersions'],
  };
  if (reader.refusal !== undefined) return reader.result(terms);
  if (waterfalls.refusal !== undefined) return waterfalls.result(terms);
  if (floating.refusal !== undefined) return floating.result(terms);
  const isCapBelow = terms.capRate !== undefined && compareRates(terms.capRate, terms.annualRate) < 0;
  return isCapBelow ? refuse('CAP_BELOW_RATE', 'capRate') : reader.result(terms);
}

function floatingOf(reader: FieldReader): FloatingRate {
  return {
    rule: reader.oneOf('rule', REPRICING_RULES),
    spreadBasisPoints: reader.integer('spreadBasisPoints', -MAX_SPREAD, MAX_SPREAD),
  };
}

function wrongPlainFields(given: Readonly<Record<string, unknown>>) {
  const { loanId, compoundInterest, parameterVersions } = given;
  if (typeof loanId !== 'string' || !LOAN_ID.test(loanId)) return refuse('NOT_AN_ID', 'loanId').refusal;
  if (typeof compoundInterest !== 'boolean') return refuse('NOT_A_BOOLEAN', 'compoundInterest').refusal;
  const isMap = typeof parameterVersions === 'object' && parameterVersions !== null;
  const isOfTexts = isMap && Object.values(parameterVersions).every((version) => typeof version === 'string');
  return isOfTexts ? null : refuse('NOT_A_MAP_OF_TEXTS', 'parameterVersions').refusal;
}
