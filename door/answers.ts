import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type DoorText, doorText } from '../contracts/texts/doorTexts';
import type { DoorSettings } from './settings';

/** Status and gRPC code of each refusal, as the UI understands them: what is not for a reader is not there. */
const REFUSALS = {
  NOT_SIGNED_IN: [401, 16],
  NOT_HERE: [404, 5],
  QUERY_UNCLEAR: [400, 3],
  ORIGIN_NOT_ALLOWED: [400, 3],
  UNAVAILABLE: [503, 14],
} as const satisfies Partial<Record<DoorText, readonly [status: number, code: number]>>;

/** Refuses a request of the UI's API in the UI's own terms. */
export function refuse(outgoing: ServerResponse, why: keyof typeof REFUSALS): void {
  const [status, code] = REFUSALS[why];
  sendJson(outgoing, status, { code, message: doorText(why), details: [] });
}

/** A sentence for a person who wanted a page. */
export function sayPlainly(outgoing: ServerResponse, status: number, text: DoorText): void {
  if (!outgoing.headersSent) {
    outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...NOBODY_KEEPS });
  }
  outgoing.end(`${doorText(text)}\n`);
}

export function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...NOBODY_KEEPS });
  outgoing.end(JSON.stringify(body));
}

const NOBODY_KEEPS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Headers of the UI server that are not handed on: it sets no cookies here and lets no other site read. */
const KEPT_BACK = /^(set-cookie|access-control-.*|connection|keep-alive|transfer-encoding)$/;

/** Hands an answer of the UI server on. */
export function handOn(answer: IncomingMessage, outgoing: ServerResponse, isData: boolean): void {
  const passed = Object.entries(answer.headers).filter(([name]) => !KEPT_BACK.test(name));
  outgoing.writeHead(answer.statusCode ?? 502, {
    ...Object.fromEntries(passed),
    ...(isData && NOBODY_KEEPS),
    'x-frame-options': 'SAMEORIGIN',
  });
  answer.pipe(outgoing);
}

const uiSettings = z.looseObject({ Codec: z.looseObject({}) });
const namespaces = z.looseObject({
  namespaces: z.array(z.looseObject({ namespaceInfo: z.looseObject({ name: z.string() }) })).default([]),
});

/** What the UI is told about itself: where payloads are read, and that it only shows. */
export function completeSettings(text: string, settings: DoorSettings): unknown {
  const told = uiSettings.parse(JSON.parse(text));
  const { PUBLIC_URL: home, TEMPORAL_NAMESPACE, TEMPORAL_UI_READ_ONLY } = settings;
  return {
    ...told,
    ...{
      DefaultNamespace: TEMPORAL_NAMESPACE,
      ShowTemporalSystemNamespace: false,
      NotifyOnNewVersion: false,
    },
    DisableWriteActions: TEMPORAL_UI_READ_ONLY,
    // Nothing that is typed into the UI is sealed, so no process would believe it.
    ...{ WorkflowSignalDisabled: true, WorkflowUpdateDisabled: true, StartWorkflowDisabled: true },
    ...{ BatchActionsDisabled: true, ActivityCommandsDisabled: true },
    Codec: {
      ...told.Codec,
      ...{ Endpoint: `${home}/api/codec`, IncludeCredentials: true, PassAccessToken: false },
      ...{ DefaultErrorMessage: doorText('SIGN_IN_TO_READ'), DefaultErrorLink: home },
    },
  };
}

/** Of all namespaces the platform's. */
export function onlyNamespace(text: string, name: string): unknown {
  const listed = namespaces.parse(JSON.parse(text));
  return {
    ...listed,
    namespaces: listed.namespaces.filter(({ namespaceInfo }) => namespaceInfo.name === name),
  };
}
