import type { ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures for Prometheus, served beside the health. */
export interface WorkerMetrics {
  readonly registry: Registry;
  /** Counts and times every activity. */
  readonly activityInterceptor: (activityType: string) => ActivityInboundCallsInterceptor;
  /** How many records of the audit trail have their link. */
  readonly auditSealed: Gauge;
  /** What the last look found touched in it; alarm above 0. */
  readonly auditFaults: Gauge;
}

const BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

export function createMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'lending_activity_seconds',
    help: 'Time of one attempt of an activity',
    labelNames: ['activity'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'lending_activity_attempts_total',
    help: 'Attempts of activities by how they ended',
    labelNames: ['activity', 'ended'],
    registers: [registry],
  });
  const activityInterceptor = (activity: string): ActivityInboundCallsInterceptor => ({
    execute: async (input, next: Next<ActivityInboundCallsInterceptor, 'execute'>) => {
      const stop = seconds.startTimer({ activity });
      try {
        const result = await next(input);
        attempts.inc({ activity, ended: 'done' });
        return result;
      } catch (fault) {
        attempts.inc({ activity, ended: 'fault' });
        throw fault;
      } finally {
        stop();
      }
    },
  });
  const auditSealed = new Gauge({
    name: 'lending_audit_sealed_records',
    help: 'Records of the audit trail that are sealed',
    registers: [registry],
  });
  const auditFaults = new Gauge({
    name: 'lending_audit_faults',
    help: 'Kinds of tampering that the last look at the audit trail found; alarm above 0',
    registers: [registry],
  });
  return { registry, activityInterceptor, auditSealed, auditFaults };
}
