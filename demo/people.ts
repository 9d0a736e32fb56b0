import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import type { registerEnterpriseBody, statements } from '../contracts/http';
import { isoDate } from '../domain/calendar/isoDate';
import { parseResidentId } from '../domain/identifiers/residentId';
import { parseUscc } from '../domain/identifiers/uscc';

/** The password of everyone in the demo; documented in the README. Containers have these people only after `seed` was run. */
export const DEMO_PASSWORD = 'Abacus-Harbour-58';

/** An enterprise as the world knows it. */
export interface Company {
  readonly institutionCode: string;
  readonly name: string;
  readonly uscc: string;
  readonly mobile: string;
  readonly mail: string;
  readonly legalPerson: { readonly name: string; readonly residentId: string };
  readonly bankAccountNo: string;
}

/** The mail address of a demo member of staff: reviewer@jiangnan.example. */
export function staffMail(role: string, institutionCode: string): string {
  return `${role.replaceAll('_', '-')}@${institutionCode.toLowerCase()}.example`;
}

/** The mail address of whoever runs the platform, for all institutions. */
export const OPERATOR_MAIL = 'operator@platform.example';

const PLACES = ['杭州', '苏州', '成都', '武汉', '青岛', '佛山', '合肥', '长沙'] as const;
const WORDS = ['青禾', '云帆', '恒泰', '瑞丰', '锦程', '明远', '天和', '星辰'] as const;
const TRADES = ['食品', '纺织', '机械', '电子', '物流', '包装', '农业科技', '建材'] as const;
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '周'] as const;
const GIVEN_NAMES = ['芳', '伟', '敏', '静', '磊', '洋', '勇', '艳'] as const;

/** An enterprise that nobody has seen before, with identifiers that pass every check. */
export function freshCompany(institutionCode = 'JIANGNAN'): Company {
  const tail = digits(8);
  return {
    institutionCode,
    name: `${oneOf(PLACES)}${oneOf(WORDS)}${oneOf(TRADES)}${tail.slice(-4)}有限公司`,
    uscc: completed(`91330106MA${digits(7)}`, '0123456789ABCDEFGHJKLMNPQRTUWXY', isUscc),
    mobile: `138${tail}`,
    mail: `owner.${tail}@company.example`,
    legalPerson: {
      name: `${oneOf(SURNAMES)}${oneOf(GIVEN_NAMES)}`,
      residentId: completed(
        `33010619850${randomInt(1, 10)}${randomInt(10, 29)}${digits(3)}`,
        '0123456789X',
        isResidentId,
      ),
    },
    bankAccountNo: `3301${digits(14)}`,
  };
}

/** What an enterprise sends to register. */
export function registrationOf(company: Company): z.input<typeof registerEnterpriseBody> {
  const consents = (['PRIVACY_POLICY', 'CREDIT_ENQUIRY'] as const).map((purpose) => ({
    purpose,
    version: 1,
  }));
  return { ...company, password: DEMO_PASSWORD, locale: 'zh-CN', consents };
}

/** What the credit bureau says of a company that always paid. */
export const SOUND_CREDIT = { maxDpd24m: 0, enquiries6m: 1, litigation: 'NONE', taxRating: 'A' } as const;

/** Two years of a healthy producer with ¥20 million of revenue, in fen. */
export function soundStatements(): z.input<typeof statements> {
  const current = {
    revenueFen: 2_000_000_000,
    costOfGoodsSoldFen: 1_400_000_000,
    ebitFen: 300_000_000,
    interestExpenseFen: 20_000_000,
    netProfitFen: 210_000_000,
    depreciationFen: 40_000_000,
    amortisationFen: 5_000_000,
    operatingCashFlowFen: 230_000_000,
    currentAssetsFen: 900_000_000,
    inventoryFen: 250_000_000,
    prepaymentsFen: 30_000_000,
    receivablesFen: 260_000_000,
    totalAssetsFen: 1_600_000_000,
    currentLiabilitiesFen: 420_000_000,
    totalLiabilitiesFen: 600_000_000,
    equityFen: 1_000_000_000,
    retainedEarningsFen: 420_000_000,
  };
  const previous = {
    ...current,
    revenueFen: 1_700_000_000,
    netProfitFen: 170_000_000,
    totalAssetsFen: 1_450_000_000,
    totalLiabilitiesFen: 590_000_000,
    equityFen: 860_000_000,
  };
  return { current, previous, principalDue12mFen: 60_000_000, existingDebtFen: 150_000_000 };
}

/** Everybody in the demo was born long before. */
const BORN_BEFORE = isoDate('2026-01-01');

function isUscc(code: string): boolean {
  return parseUscc(code).ok;
}

function isResidentId(code: string): boolean {
  return parseResidentId(code, BORN_BEFORE).ok;
}

/** Finds the check character by asking the rule itself. */
function completed(body: string, alphabet: string, isValid: (code: string) => boolean): string {
  const check = [...alphabet].find((character) => isValid(body + character));
  if (check === undefined) throw new Error(`no check character for ${body}`);
  return body + check;
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

function oneOf<Word>(words: readonly [Word, ...Word[]]): Word {
  return words[randomInt(words.length)] ?? words[0];
}
