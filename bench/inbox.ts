import type { Pool } from 'pg';
import type { TaskOrder } from '../contracts/http';
import { createColumnCipher } from '../gateways/crypto';
import { INSTITUTIONS } from '../gateways/database/baseData';
import { countTasks } from '../gateways/database/taskCounts';
import { findTaskFile } from '../gateways/database/taskFiles';
import { listTasks, OPEN_TASK, type TaskFilter } from '../gateways/database/tasks';
import { countEach } from '../gateways/database/taskViews';
import { type BenchLine, figure, median, timed } from './rounds';

const FEW = 100;
const MANY = 100_000;
/** Of each open one so many are over: an inbox that is used for years. */
const OVER = 3;
const WARM_UP = 10;
const ROUNDS = 41;
const MOST_RATIO = 2;
/** Of a page in any order, of any of the tasks that are asked for. */
const MOST_MS_A_PAGE = 50;
/** What few tasks are is looked for among all of them. */
const MOST_MS_THROUGH_ALL = 200;
const MOST_MS = 500;
/** Each of them goes through all titles. */
const MOST_MS_A_VIEW = 150;
const VIEWS = 20;

const [few, many] = INSTITUTIONS;
const cipher = createColumnCipher(`bench:${Buffer.alloc(32, 1).toString('base64')}`);

/**
 * What people ask the inbox all day, with 100,000 open tasks of an institution against 100: a page and one task cost
 * the same, a page in any order is quick, and what counts all of them stays short.
 */
export async function benchInbox(owner: Pool, api: Pool): Promise<readonly BenchLine[]> {
  await makeTasks(owner, few.id, FEW);
  await makeTasks(owner, many.id, MANY);
  const of = (institutionId: string): TaskFilter => ({
    institutionId,
    statuses: OPEN_TASK,
    roles: ['finance'],
  });
  const middle = async (institutionId: string) => {
    const page = await listTasks(api, of(institutionId), { pageSize: FEW / 2 });
    return { after: page.next ?? undefined, id: page.items[0]?.id ?? '' };
  };
  const places = { few: await middle(few.id), many: await middle(many.id) };
  const flat: readonly [string, (where: 'few' | 'many') => Promise<unknown>][] = [
    ['a page of 50', (where) => listTasks(api, of(idOf(where)), { pageSize: FEW / 2 })],
    [
      'the next page',
      (where) => listTasks(api, of(idOf(where)), { after: places[where].after, pageSize: FEW / 2 }),
    ],
    ['one task whole', (where) => findTaskFile(api, cipher, idOf(where), places[where].id)],
  ];
  const lines: BenchLine[] = [];
  for (const [name, ask] of flat) lines.push(await compare(name, ask));
  for (const [name, wish, sort] of PAGES) {
    const page = () => listTasks(api, { ...of(many.id), ...wish }, { pageSize: FEW / 2, sort });
    lines.push(await short(`a page of 50, ${name},`, MOST_MS_A_PAGE, page));
  }
  const rare = () => listTasks(api, { ...of(many.id), leastFen: 99_999_000 }, { pageSize: FEW / 2 });
  lines.push(await short('a page of which there are not 50,', MOST_MS_THROUGH_ALL, rare));
  lines.push(await short('counts by kind', MOST_MS, () => countTasks(api, of(many.id), 'bench')));
  const views = Array.from({ length: VIEWS }, (_, at) => ({
    ...of(many.id),
    title: `Case ${at}`,
    overdue: at % 2 === 0,
  }));
  lines.push(await short(`counts of ${VIEWS} views`, MOST_MS_A_VIEW * VIEWS, () => countEach(api, views)));
  return lines;
}

/** What the desks ask for beside the most urgent. */
const PAGES: readonly (readonly [string, Partial<TaskFilter>, TaskOrder?])[] = [
  ['the largest on top', {}, '-amount'],
  ['the worst grade on top', {}, '-grade'],
  ['by product', {}, 'product'],
  ['the longest in its stage on top', {}, 'stageSince'],
  ['of a grade', { grade: 'BB' }],
  ['of a product, the largest on top', { productCode: 'P7' }, '-amount'],
  ['a week in the stage', { stageDays: 7, leastFen: 50_000_000 }],
];

const idOf = (where: 'few' | 'many'): string => (where === 'few' ? few.id : many.id);

async function compare(name: string, ask: (where: 'few' | 'many') => Promise<unknown>): Promise<BenchLine> {
  for (let round = 0; round < WARM_UP; round += 1) await Promise.all([ask('few'), ask('many')]);
  const [ratios, times]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const little = await timed(() => ask('few'));
    const much = await timed(() => ask('many'));
    ratios.push(much / little);
    times.push(much);
  }
  const ratio = median(ratios);
  return {
    text: `inbox, ${name}: ${figure(ratio, 2)} × with 100,000 tasks as with 100 (${figure(median(times), 1)} ms), target ≤ ${MOST_RATIO} ×`,
    isReached: ratio <= MOST_RATIO,
  };
}

async function short(name: string, most: number, ask: () => Promise<unknown>): Promise<BenchLine> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(ask));
  const ms = median(times);
  return {
    text: `inbox, ${name} of 100,000 tasks: ${figure(ms, 1)} ms, target ≤ ${most} ms`,
    isReached: ms <= most,
  };
}

/** Open tasks of finance, and three times as many that are over. */
export async function makeTasks(owner: Pool, institutionId: string, open: number): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('ALTER TABLE human_task DISABLE TRIGGER USER');
    await client.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, case_title, workflow_id, role, status,
           reason, due_at, claimed_by, outcome, closed_by, closed_at, amount_fen, grade, product_code, stage, stage_since)
         SELECT gen_random_uuid(), $1, 'COLLECT_MANUALLY', 'LOAN', c.id, 'Case ' || n, 'loan/' || c.id, 'finance',
                CASE WHEN n > $2 THEN 'DONE' WHEN n % 3 = 0 THEN 'CLAIMED' ELSE 'OPEN' END,
                '{"code": "DEBITS_DECLINED"}', now() + make_interval(mins => n % 9999 - 5000),
                CASE WHEN n <= $2 AND n % 3 = 0 THEN 'somebody' END, CASE WHEN n > $2 THEN 'TRY_AGAIN' END,
                CASE WHEN n > $2 THEN 'somebody' END, CASE WHEN n > $2 THEN now() END,
                hashint4(n)::bigint % 50000000 + 50000000, ('{AAA,AA,A,BBB,BB,B,CCC,D}'::text[])[n % 8 + 1],
                'P' || n % 10, 'OVERDUE', now() - make_interval(mins => n % 30000)
           FROM generate_series(1, $2 * (1 + ${OVER})) n, LATERAL (SELECT gen_random_uuid() AS id WHERE n > 0) c`,
      [institutionId, open],
    );
    await client.query(
      `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
         SELECT 0, 0, 1, 0 WHERE NOT EXISTS (SELECT FROM clock_segment)`,
    );
    await client.query('ALTER TABLE human_task ENABLE TRIGGER USER');
    await client.query('ANALYZE human_task');
  } finally {
    client.release();
  }
}
