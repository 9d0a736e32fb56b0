import { z } from 'zod';
import { LOAN_EVENT_KINDS } from '../domain/loan/apply';
import { MAX_FEN } from '../domain/money/fen';
import { accept, type Result, refuse } from '../domain/result';
import { REPAYMENT_METHODS } from '../domain/schedule/types';
import { fundFigures, reportSigners, riskFigures } from './monthReports';

/** REQUESTED: its row is there and its file is being made. */
export const PAPER_STATUSES = ['REQUESTED', 'READY'] as const;
export type PaperStatus = (typeof PAPER_STATUSES)[number];

const MAX_LINE = 400;
/** One line of a paper: no control characters, cut when long. */
const line = z.string().transform((value) => {
  const clean = value.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > MAX_LINE ? `${clean.slice(0, MAX_LINE)}…` : clean;
});
const fen = z.int().min(0).max(MAX_FEN);
/** In fen; below nothing where money is taken back. */
const moved = z.int().min(-MAX_FEN).max(MAX_FEN);
const date = z.iso.date();
const uuid = z.uuid();
/** A fraction as a decimal string. */
const rate = z.string().regex(/^\d{1,3}(\.\d{1,12})?$/);

/** What an amount is made of. */
const parts = z.object({
  principalFen: fen,
  interestFen: fen,
  penaltyFen: fen,
  compoundFen: fen,
  feeFen: fen,
});

/** What is claimed of a debtor, of a guarantor, before a court: as of a day, to be paid by another. */
const claim = z.object({
  loanId: uuid,
  asOf: date,
  /** Of the oldest instalment that is not paid. */
  dueDate: date,
  daysPastDue: z.int().min(1).max(100_000),
  parts,
  totalFen: fen,
  payBy: date,
});

/**
 * Every kind of paper, with the values that it says. A new kind is an entry here and one in each of: `papers` of
 * `contracts/texts` (its name), `gateways/papers/templates` (what it says), the CHECK of `paper.kind`.
 */
export const PAPERS = {
  /** 还款收据 */
  REPAYMENT_RECEIPT: z.object({
    loanId: uuid,
    date,
    amountFen: fen,
    parts,
    /** Kept for what falls due next. */
    heldFen: fen,
    outstandingFen: fen,
  }),
  /** 贷款对账单 */
  LOAN_STATEMENT: z.object({
    loanId: uuid,
    from: date,
    asOf: date,
    principalFen: fen,
    startDate: date,
    annualRate: rate,
    method: z.enum(REPAYMENT_METHODS),
    lines: z
      .array(z.object({ date, kind: z.enum(LOAN_EVENT_KINDS), amountFen: moved.nullable() }))
      .readonly(),
    outstandingFen: fen,
    due: parts,
    dueFen: fen,
    heldFen: fen,
  }),
  /** 结清证明 */
  CLOSING_CERTIFICATE: z.object({ loanId: uuid, principalFen: fen, startDate: date, closedOn: date }),
  /** 结清报价单 */
  SETTLEMENT_QUOTE: z.object({
    loanId: uuid,
    quotedOn: date,
    validThrough: date,
    amountFen: fen,
    dueFen: fen,
    prepaymentFen: fen,
    /** Where it is paid to. */
    accountNo: line,
  }),
  /** 催收函 */
  COLLECTION_LETTER: claim,
  /** 贷款提前到期通知书 */
  ACCELERATION_NOTICE: z.object({ loanId: uuid, on: date, parts, totalFen: fen, payBy: date }),
  /** 担保人通知书 */
  GUARANTOR_NOTICE: claim.extend({ guarantorName: line }),
  /** 律师函 */
  LAWYERS_LETTER: claim.extend({ lawFirm: line }),
  /** 月度风险报告 */
  RISK_REPORT: riskFigures.extend({ signers: reportSigners }),
  /** 月度资金报告 */
  FUND_REPORT: fundFigures.extend({ signers: reportSigners }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

export type PaperKind = keyof typeof PAPERS;
export const PAPER_KINDS = Object.keys(PAPERS) as readonly PaperKind[];

/** Who writes to whom, in the language of the paper; a report of an institution is to nobody. */
const letterhead = z.object({
  institutionName: line,
  enterpriseName: line.nullable(),
  /** Of a paper about a loan: as people name it. */
  loanNo: line.nullable(),
});

/** What a paper of a kind says. */
export type PaperValues<Kind extends PaperKind> = z.output<(typeof PAPERS)[Kind]> &
  z.output<typeof letterhead>;
/** What whoever writes one gives: the names are added where it is written. */
export type GivenPaperValues<Kind extends PaperKind> = z.input<(typeof PAPERS)[Kind]>;

/**
 * Reads the values of a paper by its kind: before they are written to its row, and again when its file is made.
 * @returns refused with the names of the values in `fields`
 */
export function readPaper<Kind extends PaperKind>(
  kind: Kind,
  values: unknown,
): Result<PaperValues<Kind>, 'PAPER_VALUES_INVALID'> {
  const checked = letterhead.and(PAPERS[kind]).safeParse(values);
  if (checked.success) return accept(checked.data as PaperValues<Kind>);
  const fields = checked.error.issues.map(({ path }) => path.join('.')).join(', ');
  return refuse('PAPER_VALUES_INVALID', undefined, { kind, fields });
}
