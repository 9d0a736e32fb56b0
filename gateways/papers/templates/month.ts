import type { CashLine } from '../../../domain/ledger/statements';
import type { BilingualText } from '../../../domain/parameters/version';
import { day, type Fact, type PaperTemplates, same, text, yuan } from './define';

/** Reports of a closed month that finance and risk sign. */

const CLASSES = [
  ['NORMAL', text('正常', 'Normal')],
  ['SPECIAL_MENTION', text('关注', 'Special mention')],
  ['SUBSTANDARD', text('次级', 'Substandard')],
  ['DOUBTFUL', text('可疑', 'Doubtful')],
  ['LOSS', text('损失', 'Loss')],
] as const;

const PAST_DUE = [
  ['NONE', text('未逾期', 'Not past due')],
  ['D1_30', text('逾期 1–30 天', '1 to 30 days')],
  ['D31_60', text('逾期 31–60 天', '31 to 60 days')],
  ['D61_90', text('逾期 61–90 天', '61 to 90 days')],
  ['D91_180', text('逾期 91–180 天', '91 to 180 days')],
  ['D181_ON', text('逾期 180 天以上', 'More than 180 days')],
] as const;

const CASH: Readonly<Record<CashLine, BilingualText>> = {
  interestAndFees: text('利息及费用收支', 'Interest and fees'),
  loanPrincipal: text('贷款本金净收支', 'Loan principal, net'),
  feesPaid: text('支付手续费', 'Fees paid'),
  staffAndAdmin: text('职工薪酬及管理费用', 'Staff and administration'),
  otherOperating: text('其他经营收支', 'Other operating'),
  taxes: text('支付税费', 'Taxes'),
  fixedAssets: text('购建固定资产', 'Fixed assets'),
  capital: text('投资者投入', 'Capital paid in'),
  borrowings: text('借款净额', 'Borrowings, net'),
  interestAndDividends: text('支付利息及分配利润', 'Interest and dividends paid'),
};

const share = (part: number, whole: number): BilingualText =>
  same(whole === 0 ? '—' : `${((part / whole) * 100).toFixed(2)} %`);

const ROLES = { finance: text('财务', 'Finance'), risk: text('风控', 'Risk') };

/** Who signed, and when. */
const signatures = (
  signers: readonly { readonly name: string; readonly role: 'finance' | 'risk'; readonly on: string }[],
) => ({
  facts: signers.map(({ name, role, on }): Fact => {
    const date = day(on);
    const label = ROLES[role];
    return [
      text(`${label.zh}签字`, `Signed for ${label.en.toLowerCase()}`),
      text(`${name}，${date.zh}`, `${name}, ${date.en}`),
    ];
  }),
});

const monthFact = (month: string): Fact => [text('报告月份', 'Month'), same(month)];

export const monthPapers = {
  RISK_REPORT: (of) => [
    {
      facts: [
        monthFact(of.month),
        [text('贷款余额', 'Principal outstanding'), yuan(of.totalFen)],
        [text('不良贷款余额', 'Non-performing'), yuan(of.nonPerformingFen)],
        [text('不良贷款率', 'Non-performing share'), share(of.nonPerformingFen, of.totalFen)],
        [text('贷款损失准备', 'Loss allowance'), yuan(of.allowanceFen)],
        [text('拨备覆盖率', 'Coverage of non-performing loans'), share(of.allowanceFen, of.nonPerformingFen)],
        [text('一般风险准备', 'General risk reserve'), yuan(of.reserveFen)],
        [text('本月信用减值损失', 'Impairment of the month'), yuan(of.impairmentFen)],
        [text('表外应收未收利息', 'Interest uncollected (memo)'), yuan(of.uncollectedInterestFen)],
        [text('表外已核销贷款', 'Loans written off (memo)'), yuan(of.writtenOffFen)],
        [text('表外已核销贷款罚息复利', 'Penalty and compound on these'), yuan(of.writtenOffPenaltyFen ?? 0)],
      ],
    },
    {
      table: {
        columns: [
          { head: text('五级分类', 'Class'), width: 0.4 },
          { head: text('余额', 'Principal'), width: 0.35, isAmount: true },
          { head: text('占比', 'Share'), width: 0.25, isAmount: true },
        ],
        rows: CLASSES.map(([name, words]) => [
          words,
          yuan(of.classes[name]),
          share(of.classes[name], of.totalFen),
        ]),
      },
    },
    {
      table: {
        columns: [
          { head: text('逾期天数', 'Days past due'), width: 0.6 },
          { head: text('笔数', 'Loans'), width: 0.4, isAmount: true },
        ],
        rows: PAST_DUE.map(([name, words]) => [words, same(String(of.loans[name]))]),
      },
    },
    signatures(of.signers),
  ],
  FUND_REPORT: (of) => [
    {
      facts: [monthFact(of.month), [text('期初资金', 'Money at the beginning'), yuan(of.openingCashFen)]],
    },
    {
      table: {
        columns: [
          { head: text('资金来源与运用', 'Sources and uses'), width: 0.6 },
          { head: text('金额', 'Amount'), width: 0.4, isAmount: true },
        ],
        rows: (Object.keys(CASH) as CashLine[]).map((line) => [CASH[line], yuan(of.lines[line])]),
      },
    },
    {
      facts: [
        [text('本月净流入', 'Net'), yuan(of.netFen)],
        [text('期末资金', 'Money at the end'), yuan(of.closingCashFen)],
        [text('代借款人保管', 'Held for borrowers'), yuan(of.heldForBorrowersFen)],
        [text('待查收款', 'Unidentified'), yuan(of.unidentifiedFen)],
        [text('应交税费', 'Taxes payable'), yuan(of.taxesPayableFen)],
        [text('资产总计', 'Total assets'), yuan(of.totalAssetsFen)],
        [text('负债合计', 'Total liabilities'), yuan(of.totalLiabilitiesFen)],
        [text('所有者权益合计', 'Total equity'), yuan(of.totalEquityFen)],
        [text('本月净利润', 'Net profit of the month'), yuan(of.netProfitFen)],
      ],
    },
    signatures(of.signers),
  ],
} satisfies Partial<PaperTemplates>;
