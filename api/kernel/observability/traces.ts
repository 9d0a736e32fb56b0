import { context, SpanKind, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { tracer } from '../../../gateways/telemetry/tracing';

/** Begins a trace with each request, named after its operation. What a caller says of a trace is not believed. */
export const traceRequests: RequestHandler = (request, response, next) => {
  const span = tracer().startSpan('request', {
    kind: SpanKind.SERVER,
    root: true,
    attributes: { 'http.request.method': request.method, 'request.id': String(request.id) },
  });
  response.once('close', () => {
    const { operation } = response.locals;
    span.updateName(typeof operation === 'string' ? operation : 'none');
    span.setAttribute('http.response.status_code', response.statusCode);
    span.end();
  });
  context.with(trace.setSpan(context.active(), span), next);
};
