/**
 * `npm run keys:rotate`: seals everything in the database under the current keys, the first ones of DATA_KEYS and
 * BLIND_INDEX_KEY, and computes the indexes by which it is found anew. Run it after new keys were put in front and
 * every process knows them; when it says that nothing is left, the older ones may go. Works while the platform works,
 * and may be broken off and begun again.
 */
import { createBlindIndex, createColumnCipher } from '../../gateways/crypto';
import { createPool } from '../../gateways/database/pool';
import { type Resealed, reseal } from '../../gateways/database/reseal';
import { endWith } from '../../gateways/lifecycle';
import { loadSettings } from '../../gateways/settings';

/** Rows that somebody changes under its hands are found by the next pass. */
const MOST_PASSES = 5;

async function main(): Promise<void> {
  const { databaseMigrationUrl, dataKeys, blindIndexKey } = loadSettings('keys');
  const keys = { cipher: createColumnCipher(dataKeys), blindIndex: createBlindIndex(blindIndexKey) };
  const pool = createPool(databaseMigrationUrl, { max: 2 });
  try {
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      const done = await reseal(pool, keys, tell);
      const written = sumOf(done, ({ written }) => written);
      const unreadable = done.flatMap(({ table, unreadable }) => unreadable.map((id) => `${table} ${id}`));
      if (unreadable.length > 0) throw new Unreadable(unreadable);
      if (sumOf(done, ({ left }) => left) === 0) {
        console.log(`✓ ${written} rows were sealed anew in pass ${pass}, nothing is left under older keys`);
        return;
      }
    }
    console.log('Some rows were changed in every pass: run it again.');
    process.exitCode = 1;
  } finally {
    await pool.end();
  }
}

const sumOf = (done: readonly Resealed[], of: (so: Resealed) => number): number =>
  done.reduce((sum, so) => sum + of(so), 0);

function tell({ table, rows, written }: Resealed): void {
  console.log(`${table}: ${rows} rows looked at, ${written} sealed anew`);
}

/** Printed as a sentence. */
class Unreadable extends Error {
  override readonly name = 'Sentence';

  constructor(places: readonly string[]) {
    super(
      `No key of DATA_KEYS opens ${places.length} rows: put the one back that sealed them. ${places.slice(0, 20).join(', ')}`,
    );
  }
}

main().catch(endWith);
