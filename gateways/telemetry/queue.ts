import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';

/** Takes a trace along through the queue; without tracing its spans go nowhere and cost nothing. */
export const queueTracing = (): { readonly telemetry: Telemetry } => ({
  telemetry: new BullMQOtel({ tracerName: 'lending' }),
});
