import type { Pool } from 'pg';
import { wishOf } from '../api/search/wish';
import { createColumnCipher } from '../gateways/crypto';
import { INSTITUTIONS, PRODUCTS } from '../gateways/database/baseData';
import { search } from '../gateways/database/search';
import { OPEN_TASK } from '../gateways/database/tasks';
import { type BenchLine, figure, median, timed } from './rounds';

const ENTERPRISES = 100_000;
const ROUNDS = 21;
const MOST_MS = 50;

const [institution] = INSTITUTIONS;
const product = PRODUCTS.find(({ institutionId }) => institutionId === institution.id);
const cipher = createColumnCipher(`bench:${Buffer.alloc(32, 1).toString('base64')}`);

/** What people type: what few have, what all have, what nobody has. */
const TYPED = ['青禾', '字号77777', '有限公司', '公', '上海海洋', '91330106', '12345.67', '30万'];

/** One search over 100,000 enterprises, as many applications and open tasks, stays short whatever is typed. */
export async function benchSearch(owner: Pool, api: Pool): Promise<readonly BenchLine[]> {
  await makeCases(owner);
  const field = {
    scope: { institutionId: institution.id },
    tasks: { institutionId: institution.id, statuses: OPEN_TASK },
    seesPeople: true,
  };
  const lines: BenchLine[] = [];
  for (const typed of TYPED) {
    const ask = () => search(api, cipher, wishOf(typed), field);
    const { length } = await ask();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(ask));
    const ms = median(times);
    const text = `search for ${typed} among ${ENTERPRISES} of each: ${length} found in ${figure(ms, 1)} ms, target ≤ ${MOST_MS} ms`;
    lines.push({ text, isReached: ms <= MOST_MS });
  }
  return lines;
}

async function makeCases(owner: Pool): Promise<void> {
  const client = await owner.connect();
  try {
    // A lock for each order would be more than one transaction may hold.
    await client.query('ALTER TABLE payment DISABLE TRIGGER hold_disputed_money');
    await client.query('SET session_replication_role = replica');
    await client.query(
      `WITH made AS (
         INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
             mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
           SELECT gen_random_uuid(), $1, CASE WHEN n % 50 = 0 THEN '91330106' ELSE '91310115' END || lpad(n::text, 10, '0'),
                  (ARRAY['杭州', '宁波', '苏州', '无锡', '南京'])[n % 5 + 1] || CASE WHEN n % 997 = 0 THEN '青禾' ELSE '字号' END
                    || n || (ARRAY['食品', '机械', '纺织', '贸易'])[n % 4 + 1] || '有限公司',
                  'ACTIVE', '', '', '', '', '', '', '', now() FROM generate_series(1, $3::integer) n RETURNING *
       ), applied AS (
         INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
             purpose, statements, profile, stage, stage_since, created_by)
           SELECT gen_random_uuid(), institution_id, id, $2, 30000000 + (random() * 1000)::integer * 10000, 12,
                  'EQUAL_INSTALMENT', 'stock', '{}', '{}', 'IN_REVIEW', now(), 'u' FROM made
           RETURNING *
       ), paid AS (
         INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
             mandate_id, debit_account_cipher, debit_account_index, credit_account_cipher, credit_account_index, status,
             amount_fen, value_date, bank_reference)
           SELECT gen_random_uuid(), institution_id, 'LOAN', id, enterprise_id, 'bench/' || id, 'COLLECTION', 'CONTRACT',
                  'c', '', '', '', '', 'SUBMITTED', 1000000 + (random() * 1000000)::integer, '2026-01-01', 'R' || id
             FROM applied
       )
       INSERT INTO human_task (id, institution_id, kind, case_type, case_id, case_title, workflow_id, role, status,
           reason, due_at)
         SELECT gen_random_uuid(), a.institution_id, 'REVIEW_APPLICATION', 'APPLICATION', a.id, m.name,
                'application/' || a.id, 'reviewer', 'OPEN', '{}', now() FROM applied a JOIN made m ON m.id = a.enterprise_id`,
      [institution.id, product?.id, ENTERPRISES],
    );
    await client.query('RESET session_replication_role');
    await client.query('ALTER TABLE payment ENABLE ALWAYS TRIGGER hold_disputed_money');
    await client.query('VACUUM ANALYZE enterprise, application, payment, human_task');
  } finally {
    client.release();
  }
}
