import type { Answers } from '../../client/client';
import { type Words, words } from '../../kit/words/words';

type Matter = Answers['PostLoanMatter'];

/** Who sees what borrowers are watched for; the API says the same. */
export const WATCH_READERS = ['risk', 'finance', 'approver', 'board', 'admin', 'auditor'] as const;

/** What is watched of a borrower. */
export const INDICATOR_NAMES: Words<Answers['RiskIndicator']> = words({
  DPD_ELSEWHERE: ['他行逾期天数', 'Days past due elsewhere'],
  ENQUIRIES_6M: ['近六个月查询次数', 'Enquiries in six months'],
  DSCR: ['偿债备付率', 'Debt service cover'],
  DEBT_RATIO: ['资产负债率', 'Debt ratio'],
  REVENUE_GROWTH: ['营业收入增长率', 'Growth of revenue'],
  REGISTRY_ABNORMAL: ['工商登记异常', 'Registry: abnormal'],
  REGISTRY_CHANGED: ['工商登记变更', 'Registry: changed'],
  TAX_DOWNGRADE: ['纳税信用降级', 'Tax rating downgraded'],
  OPEN_LITIGATION: ['未结诉讼', 'In court'],
  DISHONEST_DEBTOR: ['失信被执行人', 'Dishonest judgment debtor'],
  CONCENTRATION: ['贷款集中度', 'Concentration'],
});

/** What readings say, alone and together. */
export const COLOUR_NAMES: Words<
  Answers['RiskReading']['colour'] | NonNullable<Answers['BorrowerWatch']['overall']>
> = words({
  GREEN: ['正常', 'Good'],
  YELLOW: ['黄色', 'Yellow'],
  RED: ['红色', 'Red'],
  MISSING: ['无数据', 'Not known'],
  STALE: ['数据过期', 'Too old'],
  UNKNOWN: ['数据不足', 'Too little is known'],
});

/** How a colour is shown beside its word. */
export function toneOf(colour: keyof typeof COLOUR_NAMES): 'good' | 'warn' | 'bad' {
  if (colour === 'GREEN') return 'good';
  return colour === 'RED' ? 'bad' : 'warn';
}

/** How bad a warning is. */
export const LEVEL_NAMES: Words<Answers['WarningLevel']> = words({
  YELLOW: ['黄色', 'Yellow'],
  RED: ['红色', 'Red'],
});

export const MATTER_KIND_NAMES: Words<Answers['PostLoanMatterKind']> = words({
  WARNING: ['预警', 'Warning'],
  CHECK: ['贷后检查', 'Check'],
});

export const MATTER_STATUS_NAMES: Words<Answers['PostLoanMatterStatus']> = words({
  OPEN: ['待处置', 'Open'],
  SETTLED: ['已处置', 'Answered, or over'],
});

export const OUTCOME_NAMES: Words<NonNullable<Matter['outcome']>> = words({
  FALSE_ALARM: ['误报', 'False alarm'],
  WATCH: ['列入关注', 'Watched'],
  FREEZE_LIMIT: ['冻结额度', 'Limit frozen'],
  RECLASSIFY: ['申请调整分类', 'Another class asked for'],
  CALL_CHECK: ['发起检查', 'Check called in'],
  IN_ORDER: ['情况正常', 'In order'],
  TO_WATCH: ['需关注', 'To be watched'],
  PROBLEMS: ['发现问题', 'Problems found'],
  CLEARED: ['已恢复正常', 'Good again'],
  WORSE: ['已恶化，另行预警', 'Worse: warned anew'],
  REPAID: ['已结清', 'Repaid'],
});

/** What a check found, row by row, and the words of each. */
export const FINDING_NAMES: Words<keyof Answers['CheckFindings']> = words({
  visit: ['现场检查', 'Visit'],
  statements: ['财务报表', 'Statements'],
  useOfFunds: ['资金用途', 'Use of the money'],
  business: ['经营状况', 'Business'],
});
export const FINDING_WORDS: {
  readonly [Row in keyof Answers['CheckFindings']]: Words<Answers['CheckFindings'][Row]>;
} = {
  visit: words({
    ON_SITE: ['已到现场', 'On site'],
    REMOTE: ['远程', 'Remote'],
    NONE: ['未进行', 'None'],
  }),
  statements: words({
    RECEIVED: ['已取得最新报表', 'Fresh ones received'],
    ASKED_FOR: ['已要求提供', 'Asked for'],
    REFUSED: ['拒绝提供', 'Refused'],
  }),
  useOfFunds: words({
    AS_AGREED: ['符合约定', 'As agreed'],
    PARTLY: ['部分符合', 'Partly'],
    OTHERWISE: ['挪作他用', 'Otherwise'],
    NOT_SEEN: ['无法核实', 'Could not be seen'],
  }),
  business: words({
    NORMAL: ['正常', 'Normal'],
    WEAKER: ['转弱', 'Weaker'],
    STOPPED: ['停业', 'Stopped'],
  }),
};

/** A reading or a bound as people read it: flags and ratios without a figure in words. */
export const READING_WORDS: Words<'true' | 'false' | 'BEST' | 'WORST'> = words({
  true: ['是', 'Yes'],
  false: ['否', 'No'],
  BEST: ['优', 'Best'],
  WORST: ['差', 'Worst'],
});

/** @param say the words of {@link READING_WORDS} */
export function readingText(value: string | null, say: (word: keyof typeof READING_WORDS) => string): string {
  if (value === null) return '—';
  return value === 'true' || value === 'false' || value === 'BEST' || value === 'WORST' ? say(value) : value;
}
