import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures about the process and its requests. */
export interface Metrics {
  readonly observe: RequestHandler;
  readonly contentType: Registry['contentType'];
  /** Counts attempts to sign in. @param ended `ATTACK` once a day for an account at which too many failed */
  signIn(ended: 'DONE' | 'FAILED' | 'REFUSED' | 'ATTACK'): void;
  /** Counts requests that a limit refused. */
  refusedByLimit(limit: string): void;
  /** Counts what strangers tried in vain and the audit trail does not hold one by one. */
  leftOutOfAudit(action: string): void;
  /** Everything in Prometheus' format. @param missingCalendarYears years that the calendar lacks */
  text(missingCalendarYears: readonly number[]): Promise<string>;
}

/** Labels are operations and statuses only: no ids, no people. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by operation and status',
    labelNames: ['operation', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const calendarYearsMissing = new Gauge({
    name: 'calendar_years_missing',
    help: 'Years that the coming days need and whose holidays are not loaded; alarm above 0',
    registers: [registry],
  });
  const signIns = new Counter({
    name: 'sign_ins_total',
    help: 'Attempts to sign in by how they ended; ATTACK: too many failed at one account, alarm above 0',
    labelNames: ['ended'] as const,
    registers: [registry],
  });
  const refusedByLimit = new Counter({
    name: 'requests_refused_by_limit_total',
    help: 'Requests of people or addresses that asked too often',
    labelNames: ['limit'] as const,
    registers: [registry],
  });
  const leftOut = new Counter({
    name: 'audit_records_left_out_total',
    help: 'What strangers tried in vain, beyond what the audit trail records one by one',
    labelNames: ['action'] as const,
    registers: [registry],
  });
  return {
    signIn: (ended) => signIns.inc({ ended }),
    refusedByLimit: (limit) => refusedByLimit.inc({ limit }),
    leftOutOfAudit: (action) => leftOut.inc({ action }),
    contentType: registry.contentType,
    observe: (_request, response, next) => {
      const end = duration.startTimer();
      response.once('finish', () => {
        const operation = (response.locals.operation as string | undefined) ?? 'none';
        end({ operation, status: String(response.statusCode) });
      });
      next();
    },
    text: async (missingCalendarYears) => {
      calendarYearsMissing.set(missingCalendarYears.length);
      return await registry.metrics();
    },
  };
}
