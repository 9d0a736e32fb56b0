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
    readonly capRate?: string;
    readonly partPayments?: readonly { date: string; principal: number; interest: number }[];
  };
  readonly expect: unknown;
}

function checkPenalty({ id, input, expect }: PenaltyCase): readonly Difference[] {
  const dueDate = isoDate(input.dueDate);
  const terms = {
    penaltyMarkup: rate(input.markup),
    capRate: input.capRate === undefined ? undefined : rate(input.capRate),
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
  readonly expect: unknown;
}

const GRADES_CN = {
  NORMAL: '正常',
  SPECIAL_MENTION: '关注',
  SUBSTANDARD: '次级',
  DOUBTFUL: '可疑',
  LOSS: '损失',
} as const;

/** Reasons that the file calls by the name that it gives the fact. */
const NAMED_BY_FACT: Readonly<Partial<Record<ClassificationReason, keyof ClassificationInput>>> = {
  FUND_MISUSE: 'fundMisuse',
  REFINANCED_BY_NEW_DEBT: 'refinancedByNewDebt',
  OTHER_DEBT_NPL: 'otherDebtNonPerforming',
};

function reasonInFile(reason: ClassificationReason, facts: Facts): string {
  const fact = NAMED_BY_FACT[reason];
  return Object.keys(facts).find((name) => fact !== undefined && FACTS[name]?.[0] === fact) ?? reason;
}

const asShare = (value: unknown): Rate => rate(String(value));
const asIs = (value: unknown): unknown => value;

/** How the file names each fact, and how its value is written. */
const FACTS: Readonly<Record<string, readonly [keyof ClassificationInput, (value: unknown) => unknown]>> = {
  dpd: ['daysPastDue', asIs],
  regime: ['regime', asIs],
  technicalWaiver: ['technicalWaiver', asIs],
  creditImpaired: ['creditImpaired', asIs],
  eclRatio: ['eclRatio', asShare],
  evasion: ['evasion', asIs],
  bankruptcy: ['bankruptcyLiquidation', asIs],
  bankruptcyLiquidation: ['bankruptcyLiquidation', asIs],
  fundMisuse: ['fundMisuse', asIs],
  refinanced: ['refinancedByNewDebt', asIs],
  refinancedByNewDebt: ['refinancedByNewDebt', asIs],
  otherDebtNpl: ['otherDebtNonPerforming', asIs],
  otherDebtNPL: ['otherDebtNonPerforming', asIs],
  overdue90ShareAllBanks: ['overdue90ShareAllBanks', asShare],
  sameDebtorOverdue90ShareAllBanks: ['overdue90ShareAllBanks', asShare],
  nplShareHere: ['nonPerformingShareHere', asShare],
  sameDebtorNplShareHere: ['nonPerformingShareHere', asShare],
  ratingSharpDown: ['ratingSharpDown', asIs],
  restructured: ['restructured', asIs],
  restructuredAgain: ['restructuredAgain', asIs],
  restructuredTwice: ['restructuredAgain', asIs],
  secondRestructure: ['restructuredAgain', asIs],
  secondRestructuring: ['restructuredAgain', asIs],
};

function classificationInput(facts: Facts): ClassificationInput {
  const known = Object.entries(facts)
    .filter(([name]) => name !== 'balance')
    .map(([name, value]) => {
      const fact = FACTS[name];
      if (fact === undefined) throw new Error(`unknown fact ${name}`);
      return [fact[0], fact[1](value)];
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
    reasons: reasons.map((reason) => reasonInFile(reason, input)),
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
