import type { Pool } from 'pg';
import { BY_HAND_ACCOUNTS } from '../../domain/ledger/byHand';
import { type Account, CHART_OF_ACCOUNTS } from '../../domain/ledger/chart';
import { rate } from '../../domain/money/rate';
import type { ProductTerms } from '../../domain/offer/productTerms';
import { write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** The institutions of the base data, by readable code. Their bank accounts are opened in the bank sandbox. */
export const INSTITUTIONS = [
  {
    id: '0198c1f0-0000-7000-8000-000000000001',
    code: 'JIANGNAN',
    nameZh: '江南小额贷款有限公司',
    nameEn: 'Jiangnan Microcredit',
    bankAccountNo: '6228480000000000101',
    // ¥200 million: the most that one borrower may owe it is a tenth.
    netAssetsFen: 20_000_000_000,
  },
  {
    id: '0198c1f0-0000-7000-8000-000000000002',
    code: 'BEICHEN',
    nameZh: '北辰商业银行',
    nameEn: 'Beichen Commercial Bank',
    bankAccountNo: '6228480000000000202',
    netAssetsFen: null,
  },
] as const;

interface Product {
  readonly id: string;
  readonly institutionId: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly minimumFen: number;
  readonly maximumFen: number;
  readonly minimumTermMonths: number;
  readonly maximumTermMonths: number;
  readonly methods: readonly string[];
  readonly dayCount: string;
  readonly terms: ProductTerms;
}

/** Contracts of these products are as the house's parameters have them, but for what a product adds. */
const MONTHLY = {
  paymentMode: 'EXACT',
  intervalMonths: 1,
  fees: [],
} as const satisfies Partial<ProductTerms>;

/** Products by institution; ids are fixed so that examples in the documents work on every machine. */
export const PRODUCTS: readonly Product[] = [
  {
    id: '0198c1f0-0000-7000-8000-0000000000f1',
    institutionId: INSTITUTIONS[0].id,
    code: 'WORKING-CAPITAL',
    nameZh: '小微流动资金贷款',
    nameEn: 'Working capital loan',
    minimumFen: 1_000_000,
    maximumFen: 500_000_000,
    minimumTermMonths: 3,
    maximumTermMonths: 36,
    methods: ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL'],
    dayCount: '30/360',
    terms: { ...MONTHLY, regime: 'MICRO', capRate: rate('0.24') },
  },
  {
    id: '0198c1f0-0000-7000-8000-0000000000f2',
    institutionId: INSTITUTIONS[0].id,
    code: 'BRIDGE',
    nameZh: '短期周转贷款',
    nameEn: 'Bridge loan',
    minimumFen: 1_000_000,
    maximumFen: 200_000_000,
    minimumTermMonths: 1,
    maximumTermMonths: 12,
    methods: ['BULLET', 'INTEREST_ONLY'],
    dayCount: 'ACT/360',
    terms: {
      ...MONTHLY,
      regime: 'MICRO',
      capRate: rate('0.24'),
    },
  },
  {
    id: '0198c1f0-0000-7000-8000-0000000000f3',
    institutionId: INSTITUTIONS[1].id,
    code: 'SME-TERM',
    nameZh: '普惠小企业贷款',
    nameEn: 'SME term loan',
    minimumFen: 5_000_000,
    maximumFen: 1_000_000_000,
    minimumTermMonths: 6,
    maximumTermMonths: 60,
    methods: ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'],
    dayCount: 'ACT/360',
    terms: { ...MONTHLY, regime: 'BANK' },
  },
  {
    id: '0198c1f0-0000-7000-8000-0000000000f4',
    institutionId: INSTITUTIONS[1].id,
    code: 'SME-QUARTERLY',
    nameZh: '经营性季付贷款',
    nameEn: 'SME loan, quarterly interest',
    minimumFen: 10_000_000,
    maximumFen: 2_000_000_000,
    minimumTermMonths: 12,
    maximumTermMonths: 36,
    methods: ['INTEREST_ONLY', 'EQUAL_PRINCIPAL'],
    dayCount: 'ACT/365',
    terms: { ...MONTHLY, intervalMonths: 3, regime: 'BANK', repricing: 'CALENDAR_YEAR' },
  },
];

/** Groups of the chart: they sum up their accounts and take no postings. */
const ACCOUNT_GROUPS: Readonly<Record<string, Account>> = {
  '1303': { nameZh: '贷款', nameEn: 'Loans', kind: 'ASSET' },
  '2221': { nameZh: '应交税费', nameEn: 'Taxes payable', kind: 'LIABILITY' },
  '2241': { nameZh: '其他应付款', nameEn: 'Other payables', kind: 'LIABILITY' },
  '6011': { nameZh: '利息收入', nameEn: 'Interest income', kind: 'INCOME' },
  OB: { nameZh: '表外', nameEn: 'Off balance sheet', kind: 'OFF_BALANCE' },
};

/**
 * Inserts what the platform can't work without: chart of accounts, institutions, products. What is there
 * already stays as it is, so people's changes survive a start.
 * @param sql connected as the owner of the tables
 */
export async function insertBaseData(sql: Pool): Promise<void> {
  await inTransaction(sql, async (client) => {
    await insertAccounts(client, ACCOUNT_GROUPS, false);
    await insertAccounts(client, CHART_OF_ACCOUNTS, true);
    for (const institution of INSTITUTIONS) await insertInstitution(client, institution);
    for (const product of PRODUCTS) await insertProduct(client, product);
  });
}

async function insertAccounts(
  sql: Queryable,
  accounts: Readonly<Record<string, Account>>,
  postable: boolean,
): Promise<void> {
  for (const [code, { nameZh, nameEn, kind }] of Object.entries(accounts)) {
    const [group = code] = code.split('.');
    await write(
      sql,
      `INSERT INTO account (code, name_zh, name_en, kind, parent_code, off_balance, postable, by_hand)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO NOTHING`,
      [
        ...[code, nameZh, nameEn, kind, group === code ? null : group, kind === 'OFF_BALANCE', postable],
        BY_HAND_ACCOUNTS.some((account) => account === code),
      ],
    );
  }
}

async function insertInstitution(
  sql: Queryable,
  { id, code, nameZh, nameEn, bankAccountNo, netAssetsFen }: (typeof INSTITUTIONS)[number],
): Promise<void> {
  await write(
    sql,
    `INSERT INTO institution (id, code, name_zh, name_en, bank_account_no, net_assets_fen)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [id, code, nameZh, nameEn, bankAccountNo, netAssetsFen],
  );
}

async function insertProduct(sql: Queryable, product: Product): Promise<void> {
  await write(
    sql,
    `INSERT INTO product (id, institution_id, code, name_zh, name_en, status, minimum_fen, maximum_fen,
                          minimum_term_months, maximum_term_months, methods, day_count, terms)
       VALUES ($1, $2, $3, $4, $5, 'RELEASED', $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING`,
    [
      product.id,
      product.institutionId,
      product.code,
      product.nameZh,
      product.nameEn,
      product.minimumFen,
      product.maximumFen,
      product.minimumTermMonths,
      product.maximumTermMonths,
      product.methods,
      product.dayCount,
      JSON.stringify(product.terms),
    ],
  );
}
