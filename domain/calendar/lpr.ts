import { type Rate, rate } from '../money/rate';
import { accept, type Result, refuse } from '../result';
import { addDays, type IsoDate } from './isoDate';

/** 一年期 and 五年期以上 LPR. */
export const LPR_TENORS = ['ONE_YEAR', 'FIVE_YEAR_PLUS'] as const;
export type LprTenor = (typeof LPR_TENORS)[number];

/** A change of the LPR, in percent as published. */
export interface LprRow {
  readonly effectiveFrom: string;
  readonly oneYearPercent: string;
  readonly fiveYearPlusPercent: string;
  readonly source: string;
  /** The figure has no source that was seen; check it before a contract rests on it. */
  readonly unverified?: boolean;
}

/** The history of the LPR; rows in order of time. Data under `data/lpr.ts`. */
export interface LprTable {
  readonly version: string;
  /** The last publication that is known to be in the table. */
  readonly confirmedUntil: string;
  readonly rows: readonly LprRow[];
}

/** The LPR that applies on a date, and how far to trust it. */
export interface LprQuote {
  readonly rate: Rate;
  readonly tenor: LprTenor;
  readonly effectiveFrom: IsoDate;
  readonly isUnverified: boolean;
  /** True when a newer publication is due that the table doesn't know: raise an alarm. */
  readonly isProvisional: boolean;
  readonly tableVersion: string;
}

/** Publications are monthly, moved by at most a holiday. */
const DAYS_BETWEEN_PUBLICATIONS = 40;

/** Loans above five years follow the five-year LPR, all others the one-year LPR. */
export function lprTenorOf(termMonths: number): LprTenor {
  return termMonths > 60 ? 'FIVE_YEAR_PLUS' : 'ONE_YEAR';
}

/**
 * The LPR of a tenor on a date: the last publication on or before it.
 * @returns refused before the first row
 */
export function lprAt(
  table: LprTable,
  tenor: LprTenor,
  date: IsoDate,
): Result<LprQuote, 'LPR_NOT_PUBLISHED'> {
  const row = table.rows.findLast((candidate) => candidate.effectiveFrom <= date);
  if (row === undefined) return refuse('LPR_NOT_PUBLISHED', 'date', { date });
  const percent = tenor === 'ONE_YEAR' ? row.oneYearPercent : row.fiveYearPlusPercent;
  return accept({
    rate: fractionOfPercent(percent),
    tenor,
    effectiveFrom: row.effectiveFrom as IsoDate,
    isUnverified: row.unverified === true,
    isProvisional: date > addDays(table.confirmedUntil as IsoDate, DAYS_BETWEEN_PUBLICATIONS),
    tableVersion: table.version,
  });
}

/** `"3.45"` → `"0.0345"`. */
function fractionOfPercent(percent: string): Rate {
  const [whole = '', decimals = ''] = percent.split('.');
  const digits = whole.padStart(3, '0') + decimals;
  const pointAt = digits.length - decimals.length - 2;
  return rate(`${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`);
}
