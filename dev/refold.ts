import pc from 'picocolors';
import { houseCalendar } from '../gateways/database/calendar';
import { createPool } from '../gateways/database/pool';
import { type Difference, refoldAll } from '../gateways/database/refold';
import { endWith } from '../gateways/lifecycle';
import { runningPlatform } from './platform/claim';
import { secretsOf } from './platform/secrets';
import { Sentence } from './progress';
import { resolvePath } from './project';

const SHOWN = 20;
const MS_PER_MINUTE = 60_000;

/**
 * `npm run refold`: whether the program of this checkout makes of the stored events of every loan what is stored of
 * it: its row, its schedule, its part of the ledger. A gate before deploying, like `npm run replay`, against the
 * running platform or `DATABASE_URL` (a copy of production). Changes nothing; fails when a loan differs.
 */
async function main(): Promise<void> {
  const pool = createPool(databaseUrl());
  try {
    const calendar = await houseCalendar(pool);
    const startedAt = performance.now();
    const { loans, differences } = await refoldAll(pool, calendar, (_loans, found) => show(found));
    const minutes = (performance.now() - startedAt) / MS_PER_MINUTE;
    const rate = Math.round(loans / minutes);
    console.log(`${loans} loans, ${rate} a minute, ${differences.length} differences`);
    if (differences.length > 0)
      throw new Sentence(
        `Stored figures would change under this program (${differences.length}): do not deploy it.`,
      );
  } finally {
    await pool.end();
  }
}

function databaseUrl(): string {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const dataFolder = resolvePath(process.env.DATA_DIR || '.data');
  const host = runningPlatform(dataFolder)?.urls?.database;
  if (!host) throw new Sentence('No platform runs here: start it, or set DATABASE_URL.');
  return `postgres://lending_auditor:${secretsOf(dataFolder).database.auditor}@${host}`;
}

let shown = 0;

function show(differences: readonly Difference[]): void {
  for (const { loanId, figure, stored, folded } of differences) {
    shown += 1;
    if (shown <= SHOWN)
      console.log(`${pc.red('DIFFERS')}  ${loanId}  ${figure}: ${stored}, folded ${folded}`);
  }
}

main().catch(endWith);
