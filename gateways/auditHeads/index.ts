import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditHead } from '../database/auditSeals';

const line = z.object({
  auditHead: z.object({ number: z.int(), recordId: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** Where a worker keeps the heads of the audit trail: one file of JSON lines in its data folder. */
export const auditHeadsFile = (dataDir: string): string => join(dataDir, 'audit-heads.jsonl');

/** Adds a head to the file, outside of the database that it vouches for. */
export async function keepAuditHead(file: string, head: AuditHead): Promise<void> {
  await appendFile(file, `${JSON.stringify({ at: new Date().toISOString(), auditHead: head })}\n`);
}

/**
 * The heads in a file of JSON lines: what workers keep, or their log, which has the same heads in it.
 * @returns none when there is no such file
 */
export async function readAuditHeads(file: string): Promise<readonly AuditHead[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').filter((text) => text.includes('"auditHead"'));
  return lines.flatMap((text) => headsIn(text));
}

/** A line that was cut off by a crash holds none. */
function headsIn(text: string): readonly AuditHead[] {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data.auditHead] : [];
  } catch {
    return [];
  }
}
