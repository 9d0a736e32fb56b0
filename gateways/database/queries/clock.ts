import type { Pool } from 'pg';
import type { BusinessClock } from '../../../domain/calendar/clock';
import { selectOne } from './select';

/** The business clock as it runs now; null before the platform was prepared for the first time. */
export async function readClock(sql: Pool): Promise<BusinessClock | null> {
  const row = await selectOne<{ realAnchorMs: number; businessAnchorMs: number; speed: string }>(
    sql,
    `SELECT real_anchor_ms AS "realAnchorMs", business_anchor_ms AS "businessAnchorMs", speed
     FROM clock_segment ORDER BY id DESC LIMIT 1`,
    [],
  );
  return row === null ? null : { ...row, speed: Number(row.speed) };
}
