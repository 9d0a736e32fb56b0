import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Pool } from 'pg';
import type { Parts } from '../api/kernel/parts';
import { mountRoutes } from '../api/kernel/routing/mount';
import { operations } from '../api/operations';
import { INSTITUTIONS, PRODUCTS } from '../gateways/database/baseData';
import { databaseOn } from '../gateways/database/client';
import { handwritten } from './handwrittenReads';
import { makePortfolio, portfolioLoanId } from './portfolio';
import { type BenchLine, figure, median, timed } from './rounds';
import { provedSession } from './session';

const MARKER = 7;
const LOANS = 2_000;
const WARM_UP = 30;
const ROUNDS = 41;
const MOST_RATIO = 1.5;

const institution = INSTITUTIONS[0];
const ONE = portfolioLoanId(MARKER, 1);

/** A page of 50 rows of each list that people look at all day, and a detail. Of others Temporal is asked, too. */
const PATHS = ['/loans', '/applications', '/payments', '/breaks', `/payments/${ONE}`] as const;

/**
 * The time of list and detail routes, against the same routes with rows that handwritten SQL reads: a join, and a
 * count for the pages. Each is asked over HTTP, in turns.
 */
export async function benchRoutes(owner: Pool, api: Pool): Promise<readonly BenchLine[]> {
  const product = PRODUCTS.find(({ institutionId }) => institutionId === institution.id);
  if (product === undefined) throw new Error('no product');
  await makePortfolio(owner, {
    institutionId: institution.id,
    productId: product.id,
    marker: MARKER,
    loans: LOANS,
  });
  await makeOrdersAndTasks(owner);
  const { prisma } = databaseOn(api);
  const [ours, byHand] = await Promise.all([
    serve(api, prisma),
    serve(api, handwritten(api, institution.id, ONE)),
  ]);
  try {
    const lines: BenchLine[] = [];
    for (const path of PATHS) lines.push(await compare(path, ours, byHand));
    return lines;
  } finally {
    await prisma.$disconnect();
    ours.server.close();
    byHand.server.close();
  }
}

/** An order, a task and a break for each loan, of which nothing but their rows is of interest here. */
async function makeOrdersAndTasks(owner: Pool): Promise<void> {
  const client = await owner.connect();
  const ofPortfolio = `id BETWEEN '${ONE}' AND '${portfolioLoanId(MARKER, LOANS)}'`;
  try {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
           mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index,
           credit_account_cipher, credit_account_index)
         SELECT id, institution_id, 'LOAN', id, enterprise_id, 'loan/' || id || '/instalment/1/collect/1', 'COLLECTION',
                'CONTRACT', id, 'CREATED', principal_fen, start_date, '', '', '', '' FROM loan WHERE ${ofPortfolio}`,
    );
    await client.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, case_title, workflow_id, role, status,
           reason, due_at)
         SELECT id, institution_id, 'COLLECT_MANUALLY', 'LOAN', id, 'Bench', 'loan/' || id, 'finance', 'OPEN',
                '{"code": "DEBITS_DECLINED"}', now() FROM loan WHERE ${ofPortfolio}`,
    );
    await client.query(
      `INSERT INTO break_case (id, institution_id, kind, reference, amount_fen)
         SELECT id, institution_id, 'TRANSFER', id, principal_fen FROM loan WHERE ${ofPortfolio}`,
    );
    await client.query(
      `INSERT INTO "user" (id, person_cipher, email, factor_since)
         VALUES ('bench', '', repeat('0', 64) || '@index.invalid', now());
       INSERT INTO membership (id, user_id, role, institution_id)
         VALUES ('${ONE}', 'bench', 'finance', '${institution.id}');
       INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
         SELECT 0, 0, 1, 0 WHERE NOT EXISTS (SELECT FROM clock_segment)`,
    );
    await client.query('RESET session_replication_role');
    await client.query('ANALYZE');
  } finally {
    client.release();
  }
}

interface Served {
  readonly server: Server;
  readonly url: string;
}

/** The API's own routes for somebody of finance who is signed in. */
async function serve(sql: Pool, prisma: Parts['prisma']): Promise<Served> {
  const person = { userId: 'bench', name: 'Bench', email: '' };
  const auth = { identityOf: async () => ({ ...person, session: provedSession('bench') }) };
  const parts = { sql, prisma, auth } as unknown as Parts;
  const server = createServer(express().use('/', mountRoutes(operations, parts)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function compare(path: string, ours: Served, byHand: Served): Promise<BenchLine> {
  for (let round = 0; round < WARM_UP; round += 1) await Promise.all([ask(ours, path), ask(byHand, path)]);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const measured = { ours: 0, byHand: 0 };
    const turns = round % 2 === 0 ? (['ours', 'byHand'] as const) : (['byHand', 'ours'] as const);
    for (const turn of turns) {
      measured[turn] = await timed(() => ask(turn === 'ours' ? ours : byHand, path));
    }
    ratios.push(measured.ours / measured.byHand);
    times.push(measured.ours);
  }
  const ratio = median(ratios);
  const name = path.replace(ONE, '{id}');
  return {
    text: `GET ${name}: ${figure(ratio, 2)} × with handwritten SQL (${figure(median(times), 1)} ms), target ≤ ${MOST_RATIO} ×`,
    isReached: ratio <= MOST_RATIO,
  };
}

async function ask({ url }: Served, path: string): Promise<void> {
  const response = await fetch(url + path, { headers: { authorization: 'Bearer bench' } });
  const body = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
}
