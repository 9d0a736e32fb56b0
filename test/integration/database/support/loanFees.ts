import { uuidv7 } from 'uuidv7';
import type { TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import type { IsoDate } from '../../../../domain/calendar/isoDate';
import { feesOfLoan } from '../../../../domain/fees/loanFees';
import type { FeeRule } from '../../../../domain/fees/rule';
import { fen } from '../../../../domain/money/fen';
import { rate } from '../../../../domain/money/rate';
import { costedLoan } from '../../../../domain/offer/costedLoan';
import { pricedOffer } from '../../../../domain/offer/pricedOffer';
import { PARAMETERS_BEGIN, parametersAt } from '../../../../domain/parameters/parametersAt';
import { agreeOnFees } from '../../../../gateways/database/feeAgreements';
import { readPoints } from '../../../../gateways/database/fees';
import { type Case, disburse, makeCase, makeUser, termsOf } from './cases';

const { fees: house } = parametersAt(PARAMETERS_BEGIN);
export const policy = { pointsShare: house.pointsShare, vatRate: rate('0.06') };

/** A fee of 300 yuan a month. */
export const PLATFORM: FeeRule = {
  ...{
    code: 'PLATFORM',
    kind: 'PERIODIC',
    timing: 'MONTHLY',
    basis: { kind: 'FLAT', amountFen: fen(30_000) },
  },
  ...{ gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: rate('0') },
};

/** A loan that was paid out as an offer with fees showed it. */
export async function lendWithFees(
  database: TestDatabase,
  list: readonly FeeRule[] = [PLATFORM],
  /** What it may cost a year in all, later too. */
  capRate = '0.24',
  /** Whose it is, with how many points it is signed, and from when it runs. */
  signed: { readonly enterpriseId?: string; readonly points?: number; readonly startDate?: IsoDate } = {},
) {
  const at = await makeCase(database.owner, undefined, signed.enterpriseId);
  const { startDate } = signed;
  const terms = termsOf(at.loanId, startDate === undefined ? {} : { startDate });
  const product = [
    { kind: 'LOAN_SERVICE', rate: rate('0.005'), when: 'AT_DISBURSEMENT' },
    { kind: 'TRANSACTION', rate: rate('0.0001'), when: 'WITH_EACH_INSTALMENT' },
  ] as const;
  const { principalFen: amountFen, termMonths } = terms;
  const subject = { amountFen, termMonths, grade: 'A', loansRepaid: 0 };
  const fees = feesOfLoan({ product, list }, subject, policy);
  const costed = costedLoan({
    ...{ ...terms, fees, vatRate: terms.vatRate, feeCaps: house.caps, capRate: rate('0.24') },
  });
  if (!costed.ok) throw new Error(costed.refusal.code);
  const offered = { offered: signed.points ?? 0, balance: await readPoints(database.owner, at.enterpriseId) };
  const priced = pricedOffer({ fees, terms }, offered, house.pointsShare);
  if (!priced.ok) throw new Error(priced.refusal.code);
  const { cost } = priced.value;
  const offer = { terms, fees, tariff: 'fees/1', annualCost: { effectiveRate: costed.value.cost.xirr } };
  const assessment = { risk: { grade: 'A' }, price: { capRate } };
  await database.owner.query('UPDATE application SET offer = $2, assessment = $3 WHERE id = $1', [
    at.loanId,
    JSON.stringify(offer),
    JSON.stringify(assessment),
  ]);
  const paidOut = await disburse(database.worker, at, terms);
  if (!paidOut.ok) throw new Error(paidOut.refusal.code);
  const signer = await personOf(database, at.enterpriseId);
  const { fees: agreed } = priced.value;
  await agreeOnFees(database.worker, at.loanId, signer, { fees: agreed, effectiveRate: cost.xirr });
  return { at, terms, cost };
}

/** Somebody of an enterprise. */
export async function personOf({ owner }: TestDatabase, enterpriseId: string): Promise<string> {
  const person = `applicant of ${enterpriseId}`;
  await makeUser(owner, person);
  await owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3) ON CONFLICT DO NOTHING`,
    [uuidv7(), person, enterpriseId],
  );
  return person;
}

/** What a loan was charged, by line and day. */
export async function chargedOf(database: TestDatabase, { loanId }: Case, rule?: string) {
  const { rows } = await database.owner.query<{
    id: string;
    kind: string;
    rule: string;
    period: string;
    price_fen: number;
    tariff: string;
  }>(
    `SELECT id, kind, rule, period, price_fen::int, tariff FROM fee WHERE loan_id = $1 ORDER BY rule, charged_on`,
    [loanId],
  );
  return rows.filter((row) => rule === undefined || row.rule === rule);
}
