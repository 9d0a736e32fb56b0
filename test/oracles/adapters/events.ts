import { isoDate } from '../../../domain/calendar/isoDate';
import type { WaterfallPreset } from '../../../domain/loan/terms';
import { allocate } from '../../../domain/loan/waterfall';
import { fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import {
  type ClassificationInput,
  type ClassificationReason,
  classify,
  type UpgradeInput,
  upgradeObstacles,
} from '../../../domain/overdue/classification';
import { penaltyAccrued, penaltyRateOf } from '../../../domain/overdue/penalty';
import { provisionFor } from '../../../domain/overdue/provision';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { compare, type Difference, inWordsOf, type OracleAdapter, type Wordings } from '../adapter';

interface PenaltyCase {
  readonly id: string;
  readonly input: {
    readonly contractRate: string;
    readonly markup: string;
    readonly overduePrincipal: number;
    readonly overdueInterest: number;
    readonly dueDate: string;
    readonly asOf: string;
    readonly graceDays?: number;
    readonly graceMode?: 'RETROACTIVE' | 'FROM_GRACE_END';
    readonly compoundOn?: boolean;
    readonly capRate?: string | null;
    readonly partPayments?: readonly { date: string; principal: number; interest: number }[];
  };
  readonly expect: unknown;
}

function checkPenalty({ id, input, expect }: PenaltyCase): readonly Difference[] {
  const dueDate = isoDate(input.dueDate);
  const terms = {
    penaltyMarkup: rate(input.markup),
    capRate: input.capRate == null ? undefined : rate(input.capRate),
    compoundInterest: input.compoundOn ?? true,
    graceDays: input.graceDays ?? 0,
    graceMode: input.graceMode ?? 'RETROACTIVE',
  };
  const overdue = {
    dueDate,
    principalFen: fen(input.overduePrincipal),
    interestFen: fen(input.overdueInterest),
    reductions: (input.partPayments ?? []).map((payment) => ({
      date: isoDate(payment.date),
      principalFen: fen(payment.principal),
      interestFen: fen(payment.interest),
    })),
    rates: [{ from: dueDate, annualRate: rate(input.contractRate) }],
  };
  const { days, penaltyFen, compoundFen } = penaltyAccrued(overdue, terms, isoDate(input.asOf));
  const penaltyRate = penaltyRateOf(rate(input.contractRate), terms);
  return compare(id, expect, { penaltyRate, days, penalty: penaltyFen, compound: compoundFen });
}

interface DueRow {
  readonly n: number;
  readonly dueDate: string;
  readonly fee: number;
  readonly compound: number;
  readonly penalty: number;
  readonly interest: number;
  readonly principal: number;
}

interface WaterfallCase {
  readonly id: string;
  readonly preset: WaterfallPreset;
  readonly dues: readonly DueRow[];
  readonly amount: number;
  readonly expect: unknown;
}

function checkWaterfall({ id, preset, dues, amount, expect }: WaterfallCase): readonly Difference[] {
  const { allocations, suspenseFen } = allocate(
    fen(amount),
    dues.map((due) => ({
      number: due.n,
      dueDate: isoDate(due.dueDate),
      feeFen: fen(due.fee),
      compoundFen: fen(due.compound),
      penaltyFen: fen(due.penalty),
      interestFen: fen(due.interest),
      principalFen: fen(due.principal),
    })),
    preset,
  );
  const allocated = allocations.map((part) => ({
    n: part.number,
    fee: part.feeFen,
    compound: part.compoundFen,
    penalty: part.penaltyFen,
    interest: part.interestFen,
    principal: part.principalFen,
  }));
  return compare(id, expect, { allocated, suspense: suspenseFen });
}

type Facts = Readonly<Record<string, unknown>>;

interface ClassificationCase {
  readonly id: string;
  readonly input: Facts & { readonly balance: number };
  readonly expect: { readonly reasons?: readonly string[] };
}

const GRADES_CN = {
  NORMAL: '正常',
  SPECIAL_MENTION: '关注',
  SUBSTANDARD: '次级',
  DOUBTFUL: '可疑',
  LOSS: '损失',
} as const;

/**
 * How the file may word the reasons that it does not spell in the cases we have seen. Some it calls by the name
 * of the fact (`fundMisuse`), impairment perhaps at every grade by the same name: the grade is compared by itself.
 */
const REASON_WORDINGS: Wordings = {
  ECL_GE_50: /ECL.*50|^CREDIT_?IMPAIRED/i,
  ECL_GE_90: /ECL.*90|^CREDIT_?IMPAIRED/i,
  BANKRUPTCY: /BANKRUPT|LIQUIDAT/i,
  FUND_MISUSE: /^FUND_?MISUSE$/i,
  REFINANCED_BY_NEW_DEBT: /^REFINANC/i,
  OTHER_DEBT_NPL: /^OTHER_?DEBT_?NPL$/i,
  OVERDUE90_SHARE_GT_20: /OVERDUE_?90/i,
  NPL_SHARE_GT_10: /NPL_?SHARE/i,
  RATING_SHARP_DOWN: /RATING/i,
  RESTRUCTURED_AGAIN: /RESTRUCT\w*(AGAIN|TWICE|SECOND|2)|(SECOND|RE)_?RESTRUCT/i,
};

/** Our reasons in the file's words and order: the spec gives them none. */
function reasonsInFile(
  reasons: readonly ClassificationReason[],
  names: readonly string[],
): readonly string[] {
  const told = inWordsOf(names, reasons, REASON_WORDINGS);
  return [...told].sort((left, right) => names.indexOf(left) - names.indexOf(right));
}

const asShare = (value: unknown): Rate => rate(String(value));
const asIs = (value: unknown): unknown => value;

/** A fact of a case by the words that name it. */
interface Fact {
  readonly words: RegExp;
  readonly fact: keyof ClassificationInput;
  readonly read: (value: unknown) => unknown;
}

/** The spec says what facts mean, not how they are spelled; the first that fits is meant. */
const FACTS: readonly Fact[] = [
  { words: /^dpd$|daysPastDue/i, fact: 'daysPastDue', read: asIs },
  { words: /regime/i, fact: 'regime', read: asIs },
  { words: /technical|waiver/i, fact: 'technicalWaiver', read: asIs },
  { words: /^ecl/i, fact: 'eclRatio', read: asShare },
  { words: /impaired/i, fact: 'creditImpaired', read: asIs },
  { words: /evasion/i, fact: 'evasion', read: asIs },
  { words: /bankrupt|liquidat/i, fact: 'bankruptcyLiquidation', read: asIs },
  { words: /misuse/i, fact: 'fundMisuse', read: asIs },
  { words: /refinanc|newDebt/i, fact: 'refinancedByNewDebt', read: asIs },
  { words: /other/i, fact: 'otherDebtNonPerforming', read: asIs },
  {
    words: /overdue_?90|all_?banks/i,
    fact: 'overdue90ShareAllBanks',
    read: asShare,
  },
  { words: /npl/i, fact: 'nonPerformingShareHere', read: asShare },
  { words: /rating/i, fact: 'ratingSharpDown', read: asIs },
  { words: /second|again|twice/i, fact: 'restructuredAgain', read: asIs },
  { words: /restruct/i, fact: 'restructured', read: asIs },
];

function classificationInput(facts: Facts): ClassificationInput {
  const known = Object.entries(facts)
    .filter(([name, value]) => name !== 'balance' && value !== null)
    .map(([name, value]) => {
      const found = FACTS.find(({ words }) => words.test(name));
      if (found === undefined) throw new Error(`unknown fact ${name}`);
      return [found.fact, found.read(value)];
    });
  return { daysPastDue: 0, ...Object.fromEntries(known) };
}

function checkClassification({ id, input, expect }: ClassificationCase): readonly Difference[] {
  const { grade, reasons, bucket, isNonPerforming, accrues } = classify(classificationInput(input));
  const { provisions } = parametersAt(PARAMETERS_BEGIN);
  const balance = fen(input.balance);
  return compare(id, expect, {
    grade,
    gradeCn: GRADES_CN[grade],
    reasons: reasonsInFile(reasons, expect.reasons ?? []),
    bucket,
    npl: isNonPerforming,
    provision_2002_98: provisionFor(balance, grade, provisions.guideline2002),
    provision_2012_20: provisionFor(balance, grade, provisions.coefficients2012),
    accrual: accrues,
  });
}

interface UpgradeCase {
  readonly input: UpgradeInput;
  readonly expect: unknown;
}

function checkUpgrade({ input, expect }: UpgradeCase): readonly Difference[] {
  const upgrade = upgradeObstacles(input).length === 0;
  return compare(`upgrade ${JSON.stringify(input)}`, expect, { upgrade });
}

/** The prepayment block is the schedule's: see its adapter. */
export const adapter: OracleAdapter = {
  file: 'events.json',
  blocks: {
    penalty: checkPenalty,
    waterfall: checkWaterfall,
    classification: checkClassification,
    upgrade: checkUpgrade,
  },
};
