import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import { searchAttributes } from '../contracts/searchAttributes';
import { completeSettings, handOn, onlyNamespace, refuse, sayPlainly, sendJson } from './answers';
import { Pages, type Place } from './pages';
import { type Reader, readerOf } from './reader';
import { type Asked, askedOf, passedParameters } from './rules';
import type { DoorSettings } from './settings';
import { askUiServer, type UiRequest } from './uiServer';
import { withinScope } from './visibilityQuery';

const API = '/api/v1/';
const MOST_BODY_BYTES = 65_536;

/** Files of the UI. Any other path is a page, for which the UI server has one document. */
const ASSETS =
  /^\/(_app|css|codemirror|i18n)(\/[\w-][\w.-]*)+$|^\/(android|apple|banner|favicon|logo|site)[\w.-]*$/;

/**
 * The door to the Temporal UI: who is signed in at the platform and looks at processes comes in, sees those that are
 * his to see, and changes nothing. Another site's page can't use it: by its name (Host, against rebinding) and by
 * Origin.
 */
export function createDoor(settings: DoorSettings, log: Logger): RequestListener {
  const door = { settings, log, names: namesOf(settings.TEMPORAL_UI_URL), pages: new Pages() };
  return (incoming, outgoing) => {
    const answered = answer(door, incoming, outgoing);
    answered.catch((fault: unknown) => {
      log.warn({ reason: fault instanceof Error ? fault.name : 'FAULT' }, 'not answered');
      sayPlainly(outgoing, 502, 'UNAVAILABLE');
    });
  };
}

interface Door {
  readonly settings: DoorSettings;
  readonly log: Logger;
  readonly names: readonly string[];
  readonly pages: Pages;
}

/** Under which names people reach it: an address on this machine has two. */
function namesOf(url: string): readonly string[] {
  const { host } = new URL(url);
  return [host, host.replace(/^localhost\b/, '127.0.0.1'), host.replace(/^127\.0\.0\.1\b/, 'localhost')];
}

async function answer(door: Door, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const [path = '', search = ''] = split(incoming.url ?? '');
  if (path === '/health') return await tellHealth(door, outgoing);
  if (!door.names.includes(incoming.headers.host ?? '')) return sayPlainly(outgoing, 421, 'ANOTHER_NAME');
  if (isForeign(door, incoming)) return refuse(outgoing, 'ORIGIN_NOT_ALLOWED');
  if (path.startsWith(API))
    return await answerData(door, incoming, outgoing, [path.slice(API.length), search]);
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') return refuse(outgoing, 'NOT_HERE');
  if (ASSETS.test(path)) return await passOn(door, incoming, outgoing, { target: path });
  await answerPage(door, incoming, outgoing, path === '/render' ? `/render?${search}` : '/');
}

const split = (url: string): readonly string[] => {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
};

function isForeign({ names }: Door, { headers }: IncomingMessage): boolean {
  const { origin } = headers;
  return origin !== undefined && !(URL.canParse(origin) && names.includes(new URL(origin).host));
}

async function tellHealth({ settings }: Door, outgoing: ServerResponse) {
  const asked = { method: 'GET', target: '/healthz', headers: {} };
  const answer = await askUiServer(settings.DOOR_UI_URL, asked, goneWith(outgoing)).catch(() => null);
  answer?.resume();
  sendJson(outgoing, answer?.statusCode === 200 ? 200 : 503, { ready: answer?.statusCode === 200 });
}

/** The UI's one document, for whoever may look at processes; others are led to where one signs in. */
async function answerPage(door: Door, incoming: IncomingMessage, outgoing: ServerResponse, target: string) {
  const reader = await readerOf(door.settings.DOOR_API_URL, incoming, null);
  if (reader === 'STRANGER' || incoming.url?.startsWith('/login')) {
    const { PUBLIC_URL: home } = door.settings;
    outgoing.writeHead(303, { location: `${home}/desk`, 'cache-control': 'no-store' }).end();
    return;
  }
  if (reader === 'NO_READER') return sayPlainly(outgoing, 403, 'NO_READER');
  if (reader === 'NO_ANSWER') return sayPlainly(outgoing, 503, 'UNAVAILABLE');
  await passOn(door, incoming, outgoing, { target });
}

async function answerData(
  door: Door,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  [path = '', search = '']: readonly string[],
): Promise<void> {
  const { settings, log } = door;
  const asked = askedOf(incoming.method ?? '', path, settings.TEMPORAL_NAMESPACE);
  const reader = await readerOf(settings.DOOR_API_URL, incoming, asked);
  if (reader === 'STRANGER') return refuse(outgoing, 'NOT_SIGNED_IN');
  if (reader === 'NO_ANSWER') return refuse(outgoing, 'UNAVAILABLE');
  if (reader === 'NO_READER' || asked === null || !isFor(asked, reader, settings)) {
    return refuse(outgoing, 'NOT_HERE');
  }
  const place = { institutionId: reader.institutionId, path: asked.path };
  const scoped = parametersOf(asked, reader, new URLSearchParams(search));
  const parameters = scoped && door.pages.opened(scoped, place);
  if (parameters === null) return refuse(outgoing, 'QUERY_UNCLEAR');
  const body = incoming.method === 'POST' ? await bodyOf(asked, incoming) : undefined;
  if (body === null) return refuse(outgoing, 'QUERY_UNCLEAR');
  if (asked.isWrite)
    log.info({ path: asked.path, institutionId: reader.institutionId }, 'a process is changed');
  const target = `${API}${asked.path}?${parameters}`;
  await passOn(door, incoming, outgoing, { target, ...(body !== undefined && { body }) }, { asked, place });
}

function isFor({ isWrite, readers, workflowId }: Asked, reader: Reader, settings: DoorSettings): boolean {
  if (isWrite && (settings.TEMPORAL_UI_READ_ONLY || reader.isOperator)) return false;
  if (readers === 'OPERATOR' && !reader.isOperator) return false;
  return workflowId === null || reader.includes;
}

function parametersOf({ isList }: Asked, reader: Reader, sent: URLSearchParams): URLSearchParams | null {
  const parameters = passedParameters(sent);
  if (!isList) return parameters;
  const query = withinScope(sent.get('query') ?? '', scopeOf(reader));
  if (query === null) return null;
  parameters.set('query', query);
  return parameters;
}

/** The institution's processes, or the platform's own, which carry none. The API gives ids, so there is no quote in one. */
function scopeOf({ institutionId }: Reader): string {
  const { name } = searchAttributes.institution;
  return institutionId === null ? `${name} IS NULL` : `${name} = '${institutionId}'`;
}

const questionBody = z.object({ execution: z.object({ runId: z.string().max(100).optional() }).optional() });

/** A question is written anew, without arguments and about the process of its path; other bodies are the UI server's to read. */
async function bodyOf({ queryType, workflowId }: Asked, incoming: IncomingMessage): Promise<string | null> {
  const text = await textOf(incoming);
  if (text === null || queryType === null) return text;
  const parsed = questionBody.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { runId } = parsed.data.execution ?? {};
  return JSON.stringify({ execution: { workflowId, ...(runId && { runId }) }, query: { queryType } });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function textOf(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What of the UI's API is handed on, and where its next page is. */
interface Data {
  readonly asked: Asked;
  readonly place: Place;
}

async function passOn(
  door: Door,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  what: Pick<UiRequest, 'target' | 'body'>,
  data?: Data,
): Promise<void> {
  const isRead = data !== undefined && data.asked.changes !== null;
  const question = { ...what, method: incoming.method ?? 'GET', headers: incoming.headers, isRead };
  const answer = await askUiServer(door.settings.DOOR_UI_URL, question, goneWith(outgoing));
  if (!isRead || answer.statusCode !== 200) return handOn(answer, outgoing, data !== undefined);
  sendJson(outgoing, 200, changed(door, Buffer.concat(await answer.toArray()).toString('utf8'), data));
}

function changed({ settings, pages }: Door, text: string, { asked: { changes }, place }: Data): unknown {
  if (changes === 'SETTINGS') return completeSettings(text, settings);
  const told = changes === 'NAMESPACES' ? onlyNamespace(text, settings.TEMPORAL_NAMESPACE) : JSON.parse(text);
  return pages.sealed(told, place);
}

/** Ends with whoever asked. */
function goneWith(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  return gone.signal;
}
