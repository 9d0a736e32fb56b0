import type { Pool } from 'pg';
import type { ActivityDeps } from '../activities';
import { reconcileDay } from '../activities/reconcile';
import type { InstitutionId } from '../contracts/ids';
import { addDays, type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { parseStatement } from '../gateways/bank';
import { createBlindIndex, createColumnCipher } from '../gateways/crypto';
import { INSTITUTIONS } from '../gateways/database/baseData';
import { databaseOn } from '../gateways/database/client';
import { advanceClock } from '../gateways/database/clock';
import { PORTFOLIO_DATE } from './portfolio';
import { type BenchLine, figure, timed } from './rounds';

const MOVEMENTS = 100_000;
const HALF = MOVEMENTS / 2;
const MOST_SECONDS = 60;
const MOST_STOP_MS = 200;
/** Twice the movements against the half; a little is the same for both. */
const MOST_GROWTH = 2.6;
/** One movement in so many is money that nobody ordered. */
const TRANSFER_EVERY = 100;
const LOOK_MS = 10;

const lender = INSTITUTIONS[1];
const seal = {
  cipher: createColumnCipher(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
  blindIndex: createBlindIndex(Buffer.alloc(32, 2).toString('base64')),
};

/** Reconciles a day of many movements, from the text of the file to the last item, and one of half as many. */
export async function benchReconciliation(owner: Pool, worker: Pool): Promise<readonly BenchLine[]> {
  await advanceClock(owner, { speed: 1 });
  const day = addDays(isoDate(PORTFOLIO_DATE), 40);
  const half = await reconcile(owner, worker, day, HALF);
  const whole = await reconcile(owner, worker, addDays(day, 1), MOVEMENTS);
  return [
    {
      text: `reconciliation of ${figure(MOVEMENTS)} movements: ${figure(whole.seconds, 1)} s, target ≤ ${MOST_SECONDS} s, ${figure(whole.matched)} matched`,
      isReached: whole.seconds <= MOST_SECONDS && whole.matched === MOVEMENTS - MOVEMENTS / TRANSFER_EVERY,
    },
    {
      text: `longest stop of the event loop meanwhile: ${figure(whole.stopMs)} ms, target ≤ ${MOST_STOP_MS} ms`,
      isReached: whole.stopMs <= MOST_STOP_MS,
    },
    {
      text: `reconciliation of twice as many movements: ${figure(whole.seconds / half.seconds, 2)} × the time (${figure(half.seconds, 1)} s), target linear (≤ ${MOST_GROWTH} ×)`,
      isReached: whole.seconds / half.seconds <= MOST_GROWTH,
    },
  ];
}

async function reconcile(owner: Pool, worker: Pool, date: IsoDate, movements: number) {
  await writePayments(owner, date, movements);
  const text = fileOf(date, movements);
  const deps = {
    ...{ ...databaseOn(worker), ...seal },
    bank: { statementFile: () => parseStatement(text, date, lender.bankAccountNo) },
  } as unknown as ActivityDeps;
  const watch = { beat: () => undefined, alarm: () => undefined };
  let matched = 0;
  const loop = watchLoop();
  const ms = await timed(async () => {
    const institutionId = lender.id as InstitutionId;
    const done = await reconcileDay(deps, { institutionId, businessDate: date }, watch);
    if ('matched' in done) matched = done.matched;
  });
  return { seconds: ms / 1000, stopMs: loop.longestStopMs(), matched };
}

/**
 * The longest time that timers waited because this process worked. What other processes of the machine take is no
 * stop of ours: of each wait, no more counts than the process computed meanwhile.
 */
function watchLoop(): { readonly longestStopMs: () => number } {
  let longestMs = 0;
  let lastMs = performance.now();
  let lastCpu = process.cpuUsage();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const cpu = process.cpuUsage(lastCpu);
    longestMs = Math.max(longestMs, Math.min(nowMs - lastMs - LOOK_MS, (cpu.user + cpu.system) / 1_000));
    lastMs = nowMs;
    lastCpu = process.cpuUsage();
  }, LOOK_MS);
  return {
    longestStopMs: () => {
      clearInterval(timer);
      return longestMs;
    },
  };
}

const keyOf = (date: IsoDate, n: number) => `loan/bench/${date}/${n}`;
const amountOf = (n: number) => 1_000 + (n % 9_000);

/** Orders that the books hold as paid, one for each movement that is no transfer. */
async function writePayments(owner: Pool, date: IsoDate, movements: number): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query('ALTER TABLE payment DISABLE TRIGGER USER');
    await client.query(
      `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
           mandate_id, status, amount_fen, value_date, bank_reference, bank_date, debit_account_cipher,
           debit_account_index, credit_account_cipher, credit_account_index)
         SELECT gen_random_uuid(), $1, 'LOAN', gen_random_uuid(), gen_random_uuid(), 'loan/bench/' || $2 || '/' || n,
                'COLLECTION', 'CONTRACT', 'bench', 'SUCCEEDED', 1000 + n % 9000, $2::date, 'B' || $2 || n, $2::date,
                '', '', '', ''
           FROM generate_series(1, $3::integer) n WHERE n % ${TRANSFER_EVERY} <> 0`,
      [lender.id, date, movements],
    );
    await client.query('ALTER TABLE payment ENABLE TRIGGER USER');
    await client.query('ALTER TABLE payment ENABLE ALWAYS TRIGGER guard_payment');
    await client.query('COMMIT');
    await client.query('ANALYZE payment');
  } finally {
    client.release();
  }
}

function fileOf(date: IsoDate, movements: number): string {
  const account = lender.bankAccountNo;
  const lines = [
    `H,SANDBOX-BANK,1,${date},${account}`,
    'sequence,bankReference,key,account,counterparty,direction,amountFen,valueDate,balanceAfterFen,memo',
  ];
  let balanceFen = 0;
  for (let n = 1; n <= movements; n += 1) {
    balanceFen += amountOf(n);
    const [key, counterparty, memo] =
      n % TRANSFER_EVERY === 0
        ? ['', `某某商贸${n}有限公司`, '货款']
        : [keyOf(date, n), '6222000011112222', 'COLLECTION'];
    lines.push(
      `${n},B${date}${n},${key},${account},${counterparty},CREDIT,${amountOf(n)},${date},${balanceFen},${memo}`,
    );
  }
  lines.push(`T,${movements},${balanceFen},0`);
  return `${lines.join('\n')}\n`;
}
