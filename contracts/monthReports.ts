import { z } from 'zod';
import { CASH_LINES } from '../domain/ledger/statements';
import { MAX_FEN } from '../domain/money/fen';
import { FIVE_TIER_GRADES } from '../domain/overdue/grades';

/** Reports of a closed month that risk and finance sign. */
export const MONTH_REPORT_KINDS = ['RISK', 'FUND'] as const;
export type MonthReportKind = (typeof MONTH_REPORT_KINDS)[number];

const fen = z.int().min(-MAX_FEN).max(MAX_FEN);
const each = <const Name extends string>(names: readonly Name[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, fen])) as Record<Name, typeof fen>);

/** Days past due that loans are counted by, from none to more than half a year. */
export const PAST_DUE = ['NONE', 'D1_30', 'D31_60', 'D61_90', 'D91_180', 'D181_ON'] as const;

/** What is owed and how well, at the end of a month. */
export const riskFigures = z.object({
  month: z.string(),
  classes: each(FIVE_TIER_GRADES).meta({ description: 'Principal outstanding by class' }),
  totalFen: fen,
  nonPerformingFen: fen.meta({ description: 'The last three classes' }),
  loans: z.object(
    Object.fromEntries(PAST_DUE.map((name) => [name, z.int()])) as Record<
      (typeof PAST_DUE)[number],
      z.ZodInt
    >,
  ),
  allowanceFen: fen,
  reserveFen: fen.meta({ description: 'General risk reserve' }),
  impairmentFen: fen.meta({ description: 'Of the month' }),
  uncollectedInterestFen: fen.meta({ description: 'Memo: due, not collected, not in the books' }),
  writtenOffFen: fen.meta({ description: 'Memo: principal that was written off' }),
  writtenOffPenaltyFen: fen
    .optional()
    .meta({ description: 'Memo: penalty and compound interest of it; reports of earlier months have none' }),
});
export type RiskFigures = z.output<typeof riskFigures>;

/** Where money came from and went to in a month, and what is owed to whom at its end. */
export const fundFigures = z.object({
  month: z.string(),
  openingCashFen: fen,
  lines: each(CASH_LINES),
  netFen: fen,
  closingCashFen: fen,
  heldForBorrowersFen: fen,
  unidentifiedFen: fen,
  taxesPayableFen: fen,
  totalAssetsFen: fen,
  totalLiabilitiesFen: fen,
  totalEquityFen: fen,
  netProfitFen: fen.meta({ description: 'Of the month' }),
});
export type FundFigures = z.output<typeof fundFigures>;

/** Who signed, as which role, on which business day. */
export const reportSigners = z
  .array(z.object({ name: z.string(), role: z.enum(['finance', 'risk']), on: z.iso.date() }))
  .max(2);
