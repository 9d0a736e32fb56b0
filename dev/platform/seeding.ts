import { createPool } from '../../gateways/database/pool';
import { seedCapital, seedCases, seedPeople } from '../../prisma/seed';
import { stageAt } from '../demo/stage';
import { type Say, step } from '../progress';
import type { Urls } from './environment';

/** What is seeded: `people` (staff and the lenders' capital) always; `cases` only into an empty database. */
export type Seeding = 'people' | 'cases';

/**
 * Gives a platform that runs its demo people and, when it has no enterprise yet, some cases.
 * @param migrationUrl address of the database under the owner's role
 */
export async function seed(urls: Urls, migrationUrl: string, what: Seeding, say: Say): Promise<void> {
  const stage = stageAt(urls);
  const sql = createPool(migrationUrl, { max: 2 });
  try {
    await seedPeople(sql);
    await seedCapital(stage);
    const { rowCount } = await sql.query('SELECT 1 FROM enterprise LIMIT 1');
    if (what === 'people' || rowCount !== 0) return;
    await step(say, 'Fill the empty database', () => seedCases(stage), 'by running the real processes');
  } finally {
    await sql.end();
  }
}
