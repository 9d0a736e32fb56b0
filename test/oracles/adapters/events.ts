import { isoDate } from '../../../domain/calendar';
import { allocate, type WaterfallPreset } from '../../../domain/loan';
import { fen, type Rate, rate } from '../../../domain/money';
import {
  type ClassificationInput,
  type ClassificationReason,
  classify,
  penaltyAccrued,
  penaltyRateOf,
  provisionFor,
  type UpgradeInput,
  upgradeObstacles,
} from '../../../domain/overdue';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters';
import { compare, type Difference, type OracleAdapter } from '../adapter';

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
  readonly expect: Facts & { readonly reasons?: readonly string[] };
}

const GRADES_CN = {
  NORMAL: '正常',
  SPECIAL_MENTION: '关注',
  SUBSTANDARD: '次级',
  DOUBTFUL: '可疑',
  LOSS: '损失',
} as const;

const asShare = (value: unknown): Rate => rate(String(value));
const asIs = (value: unknown): unknown => value;

/** A fact of a case by the words that name it, and the reason that it becomes. */
interface Fact {
  readonly words: RegExp;
  readonly fact: keyof ClassificationInput;
  readonly read: (value: unknown) => unknown;
  readonly reason?: ClassificationReason;
}

/** The spec says what facts and reasons mean, not how they are spelled; the first that fits is meant. */
const FACTS: readonly Fact[] = [
  { words: /^dpd$|daysPastDue/i, fact: 'daysPastDue', read: asIs },
  { words: /regime/i, fact: 'regime', read: asIs },
  { words: /technical|waiver/i, fact: 'technicalWaiver', read: asIs },
  { words: /^ecl/i, fact: 'eclRatio', read: asShare },
  { words: /impaired/i, fact: 'creditImpaired', read: asIs, reason: 'CREDIT_IMPAIRED' },
  { words: /evasion/i, fact: 'evasion', read: asIs, reason: 'EVASION' },
  { words: /bankrupt|liquidat/i, fact: 'bankruptcyLiquidation', read: asIs, reason: 'BANKRUPTCY' },
  { words: /misuse/i, fact: 'fundMisuse', read: asIs, reason: 'FUND_MISUSE' },
  { words: /refinanc|newDebt/i, fact: 'refinancedByNewDebt', read: asIs, reason: 'REFINANCED_BY_NEW_DEBT' },
  { words: /other/i, fact: 'otherDebtNonPerforming', read: asIs, reason: 'OTHER_DEBT_NPL' },
  {
    words: /overdue_?90|all_?banks/i,
    fact: 'overdue90ShareAllBanks',
    read: asShare,
    reason: 'OVERDUE90_SHARE_GT_20',
  },
  { words: /npl/i, fact: 'nonPerformingShareHere', read: asShare, reason: 'NPL_SHARE_GT_10' },
  { words: /rating/i, fact: 'ratingSharpDown', read: asIs, reason: 'RATING_SHARP_DOWN' },
  { words: /second|again|twice/i, fact: 'restructuredAgain', read: asIs, reason: 'RESTRUCTURED_AGAIN' },
  { words: /restruct/i, fact: 'restructured', read: asIs, reason: 'RESTRUCTURED' },
];

/** Reasons that more than the name of the fact tells. */
const EXPECTED_LOSS_REASONS: readonly (readonly [RegExp, ClassificationReason])[] = [
  [/ecl.*(50|\.5)/i, 'ECL_GE_50'],
  [/ecl.*(90|\.9)/i, 'ECL_GE_90'],
];

/** A reason in our words; days past due are spelled alike. */
function reasonOf(word: string): string {
  const byLoss = EXPECTED_LOSS_REASONS.find(([words]) => words.test(word));
  return byLoss?.[1] ?? FACTS.find(({ words }) => words.test(word))?.reason ?? word;
}

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
  const expected = expect.reasons === undefined ? {} : { reasons: expect.reasons.map(reasonOf).sort() };
  return compare(
    id,
    { ...expect, ...expected },
    {
      grade,
      gradeCn: GRADES_CN[grade],
      reasons: [...reasons].sort(),
      bucket,
      npl: isNonPerforming,
      provision_2002_98: provisionFor(balance, grade, provisions.guideline2002),
      provision_2012_20: provisionFor(balance, grade, provisions.coefficients2012),
      accrual: accrues,
    },
  );
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
