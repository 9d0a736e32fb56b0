import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Figures about the process and its requests. */
export interface Metrics {
  readonly observe: RequestHandler;
  text(): Promise<string>;
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
  return {
    observe: (_request, response, next) => {
      const end = duration.startTimer();
      response.once('finish', () => {
        const operation = (response.locals.operation as string | undefined) ?? 'none';
        end({ operation, status: String(response.statusCode) });
      });
      next();
    },
    text: () => registry.metrics(),
  };
}
