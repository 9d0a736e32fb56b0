import { context, propagation, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { tracer } from './tracing';

/** What a span carries besides its name: ids of cases, names of operations, statuses; no person, no amount. */
export type SpanFields = Readonly<Record<string, string | number>>;

/**
 * Runs work as one step of the trace that this code is in. What it throws is noted by its kind, for its words may tell
 * of a person.
 */
export async function inSpan<Value>(
  name: string,
  { kind = SpanKind.INTERNAL, ...fields }: { readonly kind?: SpanKind } & SpanFields,
  work: (span: Span) => Promise<Value>,
): Promise<Value> {
  return await tracer().startActiveSpan(name, { kind, attributes: fields as SpanFields }, async (span) => {
    try {
      return await work(span);
    } catch (fault) {
      const message = fault instanceof Error ? fault.name : 'fault';
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      throw fault;
    } finally {
      span.end();
    }
  });
}

/** Headers by which the other side goes on with this trace (W3C traceparent); none without tracing. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
