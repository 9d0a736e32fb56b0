import type { Logger } from 'pino';
import { businessDate } from '../domain/calendar/clock';
import { parametersAt } from '../domain/parameters/parametersAt';
import { conductWarnings } from '../domain/staff/conduct';
import { openBreaks } from '../gateways/database/breaks';
import type { Database } from '../gateways/database/client';
import { readConduct } from '../gateways/database/conduct';
import { listInstitutionsWithBooks } from '../gateways/database/endOfDay';

interface Parts {
  readonly sql: Database['sql'];
  readonly log: Logger;
}

/** Real time between two looks. */
const EVERY_MS = 5 * 60_000;

/**
 * Looks what people did today that is more than their work, and has somebody of risk look at it: one question for each
 * person, kind and day. All of it in real time, whatever the business clock says.
 */
export function conductWatch({ sql, log }: Parts): () => Promise<void> {
  let nextMs = 0;
  return async () => {
    if (Date.now() < nextMs) return;
    nextMs = Date.now() + EVERY_MS;
    const day = businessDate(Date.now());
    const { conduct: rules } = parametersAt(day).security;
    for (const institutionId of await listInstitutionsWithBooks(sql)) {
      const days = await readConduct(sql, institutionId, { day, usualDays: rules.usualDays });
      const found = conductWarnings(days, rules).map(({ conduct, count, limit, who: person }) => ({
        institutionId,
        kind: 'CONDUCT' as const,
        reference: `${conduct}/${person}/${day}`,
        amountFen: null,
        detail: { conduct, person, count, limit, date: day },
      }));
      if (found.length === 0) continue;
      await openBreaks(sql, found);
      log.warn(
        { institutionId, warnings: found.length },
        'people did more than is usual: risk is asked to look',
      );
    }
  };
}
