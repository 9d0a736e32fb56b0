import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestServer } from '../../../dev/parts/temporaryPostgres';
import { insertBaseData } from '../../../gateways/database/baseData';
import { createDatabase } from '../../../gateways/database/client';
import { applyMigrations, MigrationError } from '../../../gateways/database/migrate';
import { createPool } from '../../../gateways/database/pool';
import { keyOf, readDatamodel } from './support/datamodel';

const rolePasswords = { api: 'test', worker: 'test', auditor: 'test' };
const project = join(__dirname, '../../../prisma/migrations');
let server: TestServer;
let owner: ReturnType<typeof createPool>;
beforeAll(async () => {
  server = await startPostgres();
  owner = createPool(server.url());
});
afterAll(async () => {
  await owner.end();
  await server.stop();
});

const migrate = (directory = project) =>
  applyMigrations({ migrationUrl: server.url(), rolePasswords, directory });

describe('migrations', () => {
  it('are applied once, also when two starts meet', async () => {
    const outcomes = await Promise.all([migrate(), migrate(), migrate()]);
    const applied = outcomes.flatMap((outcome) => outcome.applied);
    expect(applied.length).toBeGreaterThan(3);
    expect(new Set(applied).size).toBe(applied.length);
    expect(await migrate()).toEqual({ applied: [] });
    const { rows } = await owner.query(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
    );
    expect(rows.map(({ name }) => name)).toEqual([...applied].sort());
  });

  it('are refused when one was changed after it had been applied, and leave nothing of one that fails', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'lending-migrations-'));
    try {
      cpSync(project, directory, { recursive: true });
      cpSync(join(directory, '20261123210000_people'), join(directory, '29990101000000_wrong'), {
        recursive: true,
      });
      const wrong = join(directory, '29990101000000_wrong/migration.sql');
      writeFileSync(wrong, 'CREATE TABLE half (id integer); SELECT 1 / 0;');
      await expect(migrate(directory)).rejects.toThrow(MigrationError);
      const { rows } = await owner.query("SELECT to_regclass('half') AS half");
      expect(rows[0]?.half).toBeNull();
      rmSync(join(directory, '29990101000000_wrong'), { recursive: true });
      const first = join(directory, '20261123210000_people/migration.sql');
      writeFileSync(first, `${readFileSync(first, 'utf8')}\n-- changed`);
      await expect(migrate(directory)).rejects.toThrow('made by another version of this program');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('make what the Prisma schema says: tables, columns, types, keys', async () => {
    const { rows: columns } = await owner.query(
      `SELECT table_name AS "table", column_name AS "column", udt_name AS type, is_nullable = 'YES' AS nullable
         FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const { rows: keys } = await owner.query<{ table: string; columns: string[] }>(
      `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attname) AS columns
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
         WHERE i.indisunique AND i.indpred IS NULL AND c.relnamespace = 'public'::regnamespace
         GROUP BY c.relname, i.indexrelid`,
    );
    const models = readDatamodel();
    const described = models.map(({ table, columns: own, uniques }) => ({
      table,
      columns: own
        .map(({ field: _, ...column }) => column)
        .sort((left, right) => left.column.localeCompare(right.column)),
      uniques,
    }));
    const built = models.map(({ table }) => ({
      table,
      columns: columns
        .filter((column) => column.table === table)
        .map(({ column, type, nullable }) => ({ column, type, nullable }))
        .sort((left, right) => left.column.localeCompare(right.column)),
      uniques: keys
        .filter((key) => key.table === table)
        .map((key) => keyOf(key.columns))
        .sort(),
    }));
    expect(built).toEqual(described);
    const tables = [...new Set(columns.map(({ table }) => table))].filter((name) => !name.startsWith('_'));
    expect(tables.sort()).toEqual(models.map(({ table }) => table).sort());
  });

  it('let Prisma and SQL read the same base data, inserted once', async () => {
    await insertBaseData(owner);
    await insertBaseData(owner);
    const { prisma, sql, close } = createDatabase({ url: server.url('lending_api') });
    try {
      const products = await prisma.product.findMany({ orderBy: { code: 'asc' } });
      const { rows } = await sql.query('SELECT code, maximum_fen FROM product ORDER BY code');
      expect(products.map(({ code, maximumFen }) => ({ code, maximum_fen: Number(maximumFen) }))).toEqual(
        rows,
      );
      expect(await prisma.institution.count()).toBe(2);
    } finally {
      await close();
    }
  });
});
