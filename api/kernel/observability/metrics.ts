import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures about the process and its requests. */
export interface Metrics {
  readonly observe: RequestHandler;
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
  return {
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
