import type { IsoDate } from '../calendar/isoDate';
import { type LprTenor, lprTenorOf } from '../calendar/lpr';
import { addMonths } from '../calendar/months';
import type { ExtensionLimits } from '../parameters/changes';
import { Exact } from '../parameters/decimal';
import { accept, type Result, refuse } from '../result';

/** Terms by which the law tells loans apart (贷款通则 art. 8). */
export const LOAN_TERMS = ['SHORT', 'MEDIUM', 'LONG'] as const;
export type LoanTerm = (typeof LOAN_TERMS)[number];

/** An extension that somebody asks for, and the loan that it is about. */
export interface ExtensionRequest {
  readonly startDate: IsoDate;
  /** As it was agreed at the beginning. */
  readonly termMonths: number;
  readonly months: number;
  /** Months of earlier extensions: they count against the limit. */
  readonly extendedSoFarMonths: number;
  readonly appliedOn: IsoDate;
  /** Unpaid after its collection date. */
  readonly overdueFen: number;
  /** Somebody guarantees it or gave a pledge. */
  readonly isSecured: boolean;
  /** Whoever did has agreed in writing. */
  readonly hasSecurityConsent: boolean;
}

/** An extension that the law allows. */
export interface AllowedExtension {
  readonly kind: LoanTerm;
  /** All extensions together, and what is left of that after this one. */
  readonly limitMonths: number;
  readonly leftAfterMonths: number;
  readonly newMaturity: IsoDate;
  /** The LPR that the loan follows; `tenorFrom`: the day from which it is another than before, else null. */
  readonly tenor: LprTenor;
  readonly tenorFrom: IsoDate | null;
}

export type ExtensionLimitRefusal =
  | 'MONTHS_NOT_POSITIVE'
  | 'APPLIED_AFTER_MATURITY'
  | 'OVERDUE_FIRST'
  | 'EXTENSION_TOO_LONG'
  | 'SECURITY_CONSENT_MISSING';

/**
 * Whether a loan may be extended (展期) by 贷款通则 art. 12, and by which LPR it then goes (art. 14). That nothing may
 * be overdue is house design. `EXTENSION_TOO_LONG` says how many months are left.
 */
export function allowedExtension(
  request: ExtensionRequest,
  limits: ExtensionLimits,
): Result<AllowedExtension, ExtensionLimitRefusal> {
  const { startDate, termMonths, months, extendedSoFarMonths } = request;
  if (months <= 0) return refuse('MONTHS_NOT_POSITIVE', 'months');
  const maturity = addMonths(startDate, termMonths + extendedSoFarMonths);
  if (request.appliedOn >= maturity) return refuse('APPLIED_AFTER_MATURITY', 'months', { maturity });
  if (request.overdueFen > 0) return refuse('OVERDUE_FIRST', 'months', { overdueFen: request.overdueFen });
  const { kind, limitMonths } = limitOf(termMonths, limits);
  const leftMonths = Math.max(0, limitMonths - extendedSoFarMonths);
  if (months > leftMonths) return refuse('EXTENSION_TOO_LONG', 'months', { maximumMonths: leftMonths });
  if (request.isSecured && !request.hasSecurityConsent) {
    return refuse('SECURITY_CONSENT_MISSING', 'hasSecurityConsent');
  }
  return accept({
    kind,
    limitMonths,
    leftAfterMonths: leftMonths - months,
    newMaturity: addMonths(startDate, termMonths + extendedSoFarMonths + months),
    ...tenorAfter(request, maturity),
  });
}

function limitOf(
  termMonths: number,
  limits: ExtensionLimits,
): Pick<AllowedExtension, 'kind' | 'limitMonths'> {
  const { longMonths, mediumShare, mediumTermMonths, shortTermMonths } = limits;
  if (termMonths <= shortTermMonths) return { kind: 'SHORT', limitMonths: termMonths };
  if (termMonths > mediumTermMonths) return { kind: 'LONG', limitMonths: longMonths };
  return { kind: 'MEDIUM', limitMonths: new Exact(termMonths).times(mediumShare).floor().toNumber() };
}

/** The longer tenor from the day on which an extension begins that first takes the whole beyond the shorter one's. */
function tenorAfter(
  { termMonths, months, extendedSoFarMonths }: ExtensionRequest,
  maturity: IsoDate,
): Pick<AllowedExtension, 'tenor' | 'tenorFrom'> {
  const before = lprTenorOf(termMonths + extendedSoFarMonths);
  const after = lprTenorOf(termMonths + extendedSoFarMonths + months);
  return before === after
    ? { tenor: lprTenorOf(termMonths), tenorFrom: null }
    : { tenor: after, tenorFrom: maturity };
}
