import { type BufferedMetricUpdate, MetricsBuffer } from '@temporalio/worker';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Names that Temporal's core gives to its figures: what is not among them is left out. */
const LABELS = [
  'namespace',
  'task_queue',
  'worker_type',
  'poller_type',
  'workflow_type',
  'activity_type',
  'operation',
  'status_code',
  'failure_reason',
] as const;
/** Core names no buckets to a buffer; from a poll's answer to a slow schedule-to-start, in seconds. */
const BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const TAKE_EVERY_MS = 2_000;
/** In that time; what is beyond it is lost, and core says so in the log. */
const MOST_UPDATES = 100_000;

type CoreMetric = BufferedMetricUpdate['metric'];
type Labels = Partial<Record<(typeof LABELS)[number], string>>;

/**
 * Puts the figures of Temporal's core (latencies of the queues, slots, cache, failing calls) beside the platform's own.
 * @returns where core leaves them, for the SDK's runtime
 */
export function sdkMetricsInto(registry: Registry): MetricsBuffer {
  const buffer = new MetricsBuffer({ maxBufferSize: MOST_UPDATES, useSecondsForDurations: true });
  const take = () => {
    for (const { metric, value, attributes } of buffer.retrieveUpdates()) {
      note(registry, metric, value, labelsOf(attributes));
    }
  };
  setInterval(take, TAKE_EVERY_MS).unref();
  return buffer;
}

function note(registry: Registry, metric: CoreMetric, value: number, labels: Labels): void {
  switch (metric.kind) {
    case 'counter':
      counterOf(registry, metric).inc(labels, value);
      break;
    case 'up-down-counter':
      gaugeOf(registry, metric).inc(labels, value);
      break;
    case 'gauge':
      gaugeOf(registry, metric).set(labels, value);
      break;
    case 'histogram':
      histogramOf(registry, metric).observe(labels, value);
      break;
  }
}

const optionsOf = (registry: Registry, { name, description }: CoreMetric) => ({
  name,
  help: description ?? name,
  labelNames: LABELS,
  registers: [registry],
});

function counterOf(registry: Registry, metric: CoreMetric): Counter {
  return (registry.getSingleMetric(metric.name) as Counter) ?? new Counter(optionsOf(registry, metric));
}

function gaugeOf(registry: Registry, metric: CoreMetric): Gauge {
  return (registry.getSingleMetric(metric.name) as Gauge) ?? new Gauge(optionsOf(registry, metric));
}

function histogramOf(registry: Registry, metric: CoreMetric): Histogram {
  const known = registry.getSingleMetric(metric.name) as Histogram | undefined;
  return known ?? new Histogram({ ...optionsOf(registry, metric), buckets: BUCKETS_SECONDS });
}

function labelsOf(attributes: Readonly<Record<string, unknown>>): Labels {
  return Object.fromEntries(
    LABELS.filter((label) => attributes[label] !== undefined).map((label) => [
      label,
      String(attributes[label]),
    ]),
  );
}
