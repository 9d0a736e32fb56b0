import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** Traces of this process: OpenTelemetry's context and provider are the process's own, so there is one at most. */
export interface Tracing {
  readonly resource: Resource;
  readonly spanProcessor: SpanProcessor;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Begins to trace: a request, its workflow, its activities, the bank and the queue are one trace. Spans carry ids of
 * cases and names of operations; no person, no amount.
 * @param service the process's name in traces
 * @param endpoint address of an OTLP collector over HTTP, such as http://localhost:4318; without one nothing is traced
 */
export function startTracing(service: 'api' | 'worker', endpoint: string | undefined): Tracing | null {
  if (endpoint === undefined) return null;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const resource = new Resource({ 'service.name': `lending-${service}` });
  const spanProcessor = new BatchSpanProcessor(exporter);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  provider.register();
  return { resource, spanProcessor, stop: () => provider.shutdown() };
}

/** Where spans of the platform's own begin; without tracing they cost nothing. */
export const tracer = () => trace.getTracer('lending');

/** Of the trace that this code runs in, for logs; null outside one. */
export function traceId(): string | null {
  const span = trace.getActiveSpan();
  return span?.isRecording() === true ? span.spanContext().traceId : null;
}
