import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from './tracing';

/** Takes a trace along through Temporal: from a request to the workflow, its activities and its children. */
export function temporalTracing(tracing: Tracing | null): OpenTelemetryPlugin[] {
  if (tracing === null) return [];
  const { resource, spanProcessor } = tracing;
  return [new OpenTelemetryPlugin({ resource, spanProcessor })];
}
