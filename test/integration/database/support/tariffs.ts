import { uuidv7 } from 'uuidv7';
import type { ActivityDeps } from '../../../../activities/deps';
import { takeTariffs } from '../../../../activities/feeTariffs';
import { tellOfTariffs } from '../../../../activities/tariffNotices';
import { startDatabase, type TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../../domain/calendar/isoDate';
import type { FeeRule } from '../../../../domain/fees/rule';
import { fen } from '../../../../domain/money/fen';
import { createColumnCipher } from '../../../../gateways/crypto';
import { databaseOn } from '../../../../gateways/database/client';
import type { ShownTariff } from '../../../../gateways/database/feeAgreements';
import { sealPersonalData } from '../../../../gateways/database/personalData';
import { attempt } from './attempt';
import { type Case, institutionId, setClock, staffOf } from './cases';
import { chargedOf, lendWithFees, PLATFORM } from './loanFees';

/** Loans with fees, price lists to come, and evenings that tell of them and take them: on a real database. */

export let database: TestDatabase;

/** Registers what a file of tests begins and ends with. */
export function liveByEvenings(): void {
  beforeAll(async () => {
    database = await startDatabase();
    await setClock(database.owner, '2026-03-02T01:00:00Z');
  });
  afterAll(() => database.stop());
}

export const charged = (at: Case, rule?: string) => chargedOf(database, at, rule);

/** A price list that two people of an institution set; without other rules nothing changes by it. */
export async function priceList(
  effectiveFrom: string,
  rules: readonly FeeRule[] = [PLATFORM],
  institution = institutionId,
): Promise<string> {
  const tariff = uuidv7();
  await database.owner.query(
    `INSERT INTO own_rules (id, institution_id, subject, effective_from, value, reason, status, requested_by)
       VALUES ($1, $2, 'fees', $3, $4, 'other prices', 'REQUESTED', $5)`,
    [
      ...[tariff, institution, effectiveFrom, JSON.stringify({ rules })],
      await staffOf(database.owner, institution, 'risk'),
    ],
  );
  await database.owner.query(
    `UPDATE own_rules SET status = 'APPROVED', decided_by = $2, decided_at = now() WHERE id = $1`,
    [tariff, await staffOf(database.owner, institution, 'admin')],
  );
  return tariff;
}

export const pricesOf = async (at: Case) =>
  (await charged(at, 'PLATFORM')).map(({ period, price_fen }) => `${period} ${price_fen}`);

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);

/** A borrower whose people can be told. */
export async function reachable(capRate?: string): Promise<Case> {
  const { at } = await lendWithFees(database, undefined, capRate);
  const { enterpriseId } = at;
  const sealed = sealPersonalData(cipher, enterpriseId, {
    ...{ mobile: '13800001234', mail: 'owner@example.test', bankAccountNo: '6222000012345678' },
    legalPerson: { name: '王伟', residentId: '110101199003070011' },
  });
  await database.owner.query(
    `UPDATE enterprise SET mobile_cipher = $2, mail_cipher = $3, legal_person_cipher = $4, bank_account_cipher = $5
       WHERE id = $1`,
    [
      enterpriseId,
      sealed.mobileCipher,
      sealed.mailCipher,
      sealed.legalPersonCipher,
      sealed.bankAccountCipher,
    ],
  );
  return at;
}

/** What the end of a day does, with the number of statements that it takes. */
export async function evening(on: string): Promise<number> {
  let statements = 0;
  const counted = <Of extends object>(of: Of): Of =>
    new Proxy(of, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (name === 'query') {
          return (...given: unknown[]) => {
            statements += 1;
            return (value as (...all: unknown[]) => unknown).apply(target, given);
          };
        }
        if (name === 'connect') {
          return async () => counted((await (value as () => Promise<object>).call(target)) as object);
        }
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const deps = {
    ...{ prisma: databaseOn(database.worker).prisma, sql: counted(database.worker), cipher },
    queues: { enqueue: async () => true },
  } as unknown as ActivityDeps;
  await tellOfTariffs(deps, institutionId, isoDate(on));
  await takeTariffs(deps, institutionId, isoDate(on));
  return statements;
}

/** Of the borrower's people. */
export async function agreesTo(at: Case, tariff: string, answer = 'CONSENT'): Promise<void> {
  const said = `INSERT INTO tariff_answer (id, tariff, loan_id, enterprise_id, answered_on, answer, shown_sha256, answered_by)
    SELECT gen_random_uuid(), n.tariff, n.loan_id, n.enterprise_id, business_today(), '${answer}', n.shown_sha256,
           'applicant of ${at.enterpriseId}'
      FROM tariff_notice n WHERE n.tariff = '${tariff}' AND n.loan_id = '${at.loanId}'`;
  expect(await attempt(database.api, said)).toBe('accepted');
}

export const noticesOf = async ({ loanId }: Case, tariff: string) => {
  const { rows } = await database.owner.query<{
    is_favourable: boolean;
    sent_on: string;
    lines: ShownTariff['lines'];
  }>(
    `SELECT is_favourable, sent_on::text, shown -> 'lines' AS lines FROM tariff_notice
       WHERE loan_id = $1 AND tariff = $2`,
    [loanId, tariff],
  );
  return rows;
};

export const monthly = (amountFen: number, changes: Partial<FeeRule> = {}): FeeRule => ({
  ...{ ...PLATFORM, basis: { kind: 'FLAT', amountFen: fen(amountFen) } },
  ...changes,
});
