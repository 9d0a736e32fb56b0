/**
 * Lines of an enterprise's balance sheet and income statement after 小企业会计准则 (会小企01表, 会小企02表): what they
 * are called, what else people call them, and which add up to which (oracles-next/statements.json `meta`).
 */
const NAMES = {
  cash: '货币资金',
  shortTermInvestments: '短期投资',
  notesReceivable: '应收票据',
  receivables: '应收账款',
  prepayments: '预付账款',
  dividendsReceivable: '应收股利',
  interestReceivable: '应收利息',
  otherReceivables: '其他应收款',
  inventory: '存货',
  otherCurrentAssets: '其他流动资产',
  currentAssets: '流动资产合计',
  longTermBonds: '长期债券投资',
  longTermEquity: '长期股权投资',
  fixedAssetsCost: '固定资产原价',
  accumulatedDepreciation: '累计折旧',
  fixedAssetsNet: '固定资产账面价值',
  constructionInProgress: '在建工程',
  constructionMaterials: '工程物资',
  fixedAssetsDisposal: '固定资产清理',
  biologicalAssets: '生产性生物资产',
  intangibles: '无形资产',
  development: '开发支出',
  longTermDeferred: '长期待摊费用',
  otherNonCurrentAssets: '其他非流动资产',
  nonCurrentAssets: '非流动资产合计',
  totalAssets: '资产总计',
  shortTermLoans: '短期借款',
  notesPayable: '应付票据',
  payables: '应付账款',
  advances: '预收账款',
  payroll: '应付职工薪酬',
  taxes: '应交税费',
  interestPayable: '应付利息',
  profitPayable: '应付利润',
  otherPayables: '其他应付款',
  otherCurrentLiabilities: '其他流动负债',
  currentLiabilities: '流动负债合计',
  longTermLoans: '长期借款',
  longTermPayables: '长期应付款',
  deferredIncome: '递延收益',
  otherNonCurrentLiabilities: '其他非流动负债',
  nonCurrentLiabilities: '非流动负债合计',
  totalLiabilities: '负债合计',
  capital: '实收资本',
  capitalReserve: '资本公积',
  surplusReserve: '盈余公积',
  retainedEarnings: '未分配利润',
  equity: '所有者权益合计',
  totalLiabilitiesAndEquity: '负债和所有者权益总计',
  revenue: '营业收入',
  costOfSales: '营业成本',
  taxesAndSurcharges: '营业税金及附加',
  sellingExpenses: '销售费用',
  adminExpenses: '管理费用',
  financeExpenses: '财务费用',
  interestExpense: '利息费用',
  investmentIncome: '投资收益',
  operatingProfit: '营业利润',
  nonOperatingIncome: '营业外收入',
  nonOperatingExpense: '营业外支出',
  profitBeforeTax: '利润总额',
  incomeTax: '所得税费用',
  netProfit: '净利润',
} as const;
export type LineKey = keyof typeof NAMES;
export const LINE_KEYS = Object.keys(NAMES) as readonly LineKey[];

const ALIASES: Readonly<Record<string, LineKey>> = {
  税金及附加: 'taxesAndSurcharges',
  资产合计: 'totalAssets',
  资产总额: 'totalAssets',
  负债总计: 'totalLiabilities',
  负债总额: 'totalLiabilities',
  股东权益合计: 'equity',
  所有者权益总计: 'equity',
  净资产: 'equity',
  负债及所有者权益总计: 'totalLiabilitiesAndEquity',
  负债和股东权益总计: 'totalLiabilitiesAndEquity',
  负债及所有者权益合计: 'totalLiabilitiesAndEquity',
  固定资产净值: 'fixedAssetsNet',
  固定资产净额: 'fixedAssetsNet',
  固定资产原值: 'fixedAssetsCost',
  股本: 'capital',
  现金及银行存款: 'cash',
  应付工资: 'payroll',
  应交税金: 'taxes',
  所得税: 'incomeTax',
  销售收入: 'revenue',
};

/** Parts of a line that are told beside it: known, and of no further use. */
const OF_WHICH: ReadonlySet<string> = new Set(['原材料', '在产品', '库存商品', '周转材料']);

/** A total: what it adds up, with its sign, and which parts there must be. */
export interface Total {
  readonly key: LineKey;
  readonly parts: readonly (readonly [LineKey, 1 | -1])[];
  readonly required: readonly LineKey[];
}

const added = (...keys: readonly LineKey[]) => keys.map((key) => [key, 1] as const);
const taken = (...keys: readonly LineKey[]) => keys.map((key) => [key, -1] as const);
const total = (key: LineKey, parts: Total['parts'], ...required: readonly LineKey[]): Total => ({
  ...{ key, parts, required },
});

/** In this order: a total that was computed counts in those after it. */
export const TOTALS: readonly Total[] = [
  total(
    'currentAssets',
    added(
      ...(['cash', 'shortTermInvestments', 'notesReceivable', 'receivables', 'prepayments'] as const),
      ...(['dividendsReceivable', 'interestReceivable', 'otherReceivables', 'inventory'] as const),
      'otherCurrentAssets',
    ),
  ),
  total(
    'fixedAssetsNet',
    [...added('fixedAssetsCost'), ...taken('accumulatedDepreciation')],
    'fixedAssetsCost',
  ),
  total(
    'nonCurrentAssets',
    added(
      ...(['longTermBonds', 'longTermEquity', 'fixedAssetsNet', 'constructionInProgress'] as const),
      ...(['constructionMaterials', 'fixedAssetsDisposal', 'biologicalAssets', 'intangibles'] as const),
      ...(['development', 'longTermDeferred', 'otherNonCurrentAssets'] as const),
    ),
  ),
  total('totalAssets', added('currentAssets', 'nonCurrentAssets'), 'currentAssets'),
  total(
    'currentLiabilities',
    added(
      ...(['shortTermLoans', 'notesPayable', 'payables', 'advances', 'payroll', 'taxes'] as const),
      ...(['interestPayable', 'profitPayable', 'otherPayables', 'otherCurrentLiabilities'] as const),
    ),
  ),
  total(
    'nonCurrentLiabilities',
    added('longTermLoans', 'longTermPayables', 'deferredIncome', 'otherNonCurrentLiabilities'),
  ),
  total('totalLiabilities', added('currentLiabilities', 'nonCurrentLiabilities'), 'currentLiabilities'),
  total('equity', added('capital', 'capitalReserve', 'surplusReserve', 'retainedEarnings')),
  total('totalLiabilitiesAndEquity', added('totalLiabilities', 'equity'), 'totalLiabilities', 'equity'),
  total(
    'operatingProfit',
    [
      ...added('revenue', 'investmentIncome'),
      ...taken('costOfSales', 'taxesAndSurcharges', 'sellingExpenses', 'adminExpenses', 'financeExpenses'),
    ],
    ...(['revenue', 'costOfSales'] as const),
  ),
  total(
    'profitBeforeTax',
    [...added('operatingProfit', 'nonOperatingIncome'), ...taken('nonOperatingExpense')],
    'operatingProfit',
  ),
  total('netProfit', [...added('profitBeforeTax'), ...taken('incomeTax')], 'profitBeforeTax'),
];

const KEY_OF: ReadonlyMap<string, LineKey> = new Map([
  ...LINE_KEYS.map((key) => [NAMES[key], key] as const),
  ...Object.entries(ALIASES),
]);

/** Not a number in brackets at the start: that is an ordinal. */
const REMARK = /(?!^)\([^()]*\)|^\((?![\d一二三四五六七八九十]+\))[^()]*\)/g;
/** Ordinals and words of calculation at the start, in any order: 二、减: and 其中:1. alike. */
const LEADING = /^(?:[一二三四五六七八九十]+、|\d+[.、]|\([\d一二三四五六七八九十]+\)|(?:减|加|其中):)+/;

/** What a name in a statement means: a line, a part that is dropped, or nothing that is known. */
export function lineOf(name: string): LineKey | 'OF_WHICH' | null {
  const bare = bareName(name);
  return KEY_OF.get(bare) ?? (OF_WHICH.has(bare) ? 'OF_WHICH' : null);
}

/** A name without blanks, remarks, ordinals and the like. */
function bareName(name: string): string {
  return withoutRemarks(name.normalize('NFKC').replace(/\s/g, ''))
    .replace(LEADING, '')
    .replace(/:+$/, '')
    .replaceAll('帐', '账');
}

/** Remarks may stand in remarks: (净亏损以(-)号填列). */
function withoutRemarks(text: string): string {
  const bare = text.replace(REMARK, '');
  return bare === text ? text : withoutRemarks(bare);
}
