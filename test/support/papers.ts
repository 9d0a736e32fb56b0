import { type GivenPaperValues, PAPER_KINDS, type PaperKind } from '../../contracts/papers';

const loanId = '01890000-0000-7000-8000-000000000001';
const parts = {
  principalFen: 788_488,
  interestFen: 100_000,
  penaltyFen: 11_039,
  compoundFen: 1_400,
  feeFen: 0,
};
const claim = {
  ...{ loanId, asOf: '2026-04-13', dueDate: '2026-02-12', daysPastDue: 60, parts },
  ...{ totalFen: 900_927, payBy: '2026-04-23' },
};

const signers = [
  { name: '吴财务 Wu', role: 'finance' as const, on: '2026-04-02' },
  { name: '郑风控 Zheng', role: 'risk' as const, on: '2026-04-03' },
];

/** Values of each kind of paper. */
export const PAPER_EXAMPLES: { readonly [Kind in PaperKind]: GivenPaperValues<Kind> } = {
  REPAYMENT_RECEIPT: {
    ...{ loanId, date: '2026-03-12', amountFen: 1_000_000, parts },
    ...{ heldFen: 99_073, outstandingFen: 9_211_512 },
  },
  LOAN_STATEMENT: {
    ...{ loanId, from: '2026-01-12', asOf: '2026-04-13', principalFen: 10_000_000, startDate: '2026-01-12' },
    ...{ annualRate: '0.12', method: 'EQUAL_INSTALMENT', outstandingFen: 9_211_512 },
    lines: Array.from({ length: 60 }, (_, line) => ({
      date: '2026-03-12',
      kind: line === 0 ? ('DISBURSED' as const) : ('RECEIVED' as const),
      amountFen: line === 7 ? null : 888_488 + line,
    })),
    ...{ due: parts, dueFen: 900_927, heldFen: 0 },
  },
  CLOSING_CERTIFICATE: { loanId, principalFen: 30_000_000, startDate: '2026-01-12', closedOn: '2027-01-12' },
  SETTLEMENT_QUOTE: {
    ...{ loanId, quotedOn: '2026-03-12', validThrough: '2026-03-20', amountFen: 9_300_000 },
    ...{ dueFen: 888_488, prepaymentFen: 8_411_512, accountNo: '1001234567890' },
  },
  COLLECTION_LETTER: claim,
  ACCELERATION_NOTICE: { loanId, on: '2026-05-13', parts, totalFen: 900_927, payBy: '2026-05-23' },
  GUARANTOR_NOTICE: { ...claim, guarantorName: '王建国' },
  RISK_REPORT: {
    ...{ month: '2026-03', totalFen: 1_000_000_000, nonPerformingFen: 30_000_000, signers },
    classes: {
      ...{ NORMAL: 940_000_000, SPECIAL_MENTION: 30_000_000 },
      ...{ SUBSTANDARD: 20_000_000, DOUBTFUL: 10_000_000, LOSS: 0 },
    },
    loans: { NONE: 41, D1_30: 3, D31_60: 1, D61_90: 0, D91_180: 1, D181_ON: 0 },
    ...{ allowanceFen: 25_000_000, reserveFen: 15_000_000, impairmentFen: -1_200_000 },
    ...{ uncollectedInterestFen: 310_000, writtenOffFen: 0 },
  },
  FUND_REPORT: {
    ...{ month: '2026-03', openingCashFen: 500_000_000, netFen: 12_000_000, closingCashFen: 512_000_000 },
    lines: {
      ...{
        interestAndFees: 15_000_000,
        loanPrincipal: -1_000_000,
        feesPaid: -10_000,
        staffAndAdmin: -1_990_000,
      },
      ...{ otherOperating: 0, taxes: 0, fixedAssets: 0, capital: 0, borrowings: 0, interestAndDividends: 0 },
    },
    ...{ heldForBorrowersFen: 30_000, unidentifiedFen: 0, taxesPayableFen: -120_000 },
    ...{ totalAssetsFen: 1_700_000_000, totalLiabilitiesFen: 2_000_000, totalEquityFen: 1_698_000_000 },
    ...{ netProfitFen: 9_800_000, signers },
  },
  LAWYERS_LETTER: { ...claim, lawFirm: '江南正信律师事务所' },
};

export const NAMES = {
  institutionName: '江南小额贷款有限公司',
  enterpriseName: '苏州恒远精密机械有限公司',
  loanNo: 'LN2026010001',
};

/** A paper of a kind, as the queue's consumer reads it. */
export const paperOf = (kind: PaperKind, language: 'zh-CN' | 'en') => ({
  ...{ id: '01890000-0000-7000-8000-0000000000aa', kind, language, number: 'SK20260312-8C2F1A0B7D' },
  ...{ issuedOn: '2026-03-12' as never, fingerprint: 'a5'.repeat(32) },
  values: { ...PAPER_EXAMPLES[kind], ...NAMES },
});

export { PAPER_KINDS };
