/**
 * The door to the Temporal UI of the development server. The server has no flag that lets its UI send the
 * admin's session to the codec endpoint (in containers it is TEMPORAL_CODEC_INCLUDE_CREDENTIALS), so this
 * process hands everything through and completes that one setting on its way.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { endWith } from '../gateways/lifecycle';
import { endInOrder } from '../sandbox/kit/lifecycle';

const SETTINGS_PATH = '/api/v1/settings';

const environment = z.object({
  UI_DOOR_PORT: z.coerce.number(),
  UI_BEHIND_PORT: z.coerce.number(),
  PUBLIC_URL: z.url(),
});

const uiSettings = z.looseObject({ Codec: z.looseObject({}) });

function main(): void {
  const { PUBLIC_URL, UI_BEHIND_PORT, UI_DOOR_PORT } = environment.parse(process.env);
  const server = createServer((incoming, outgoing) =>
    handThrough(incoming, outgoing, UI_BEHIND_PORT, PUBLIC_URL),
  );
  server.listen(UI_DOOR_PORT, '127.0.0.1');
  endInOrder('temporal-ui', async () => {
    server.closeAllConnections();
    server.close();
  });
}

function handThrough(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  publicUrl: string,
): void {
  const completes = incoming.url?.startsWith(SETTINGS_PATH) === true;
  const headers = completes ? { ...incoming.headers, 'accept-encoding': 'identity' } : incoming.headers;
  const behind = request({ host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers });
  behind.on('response', (answer) => {
    if (completes) return void completeSettings(answer, outgoing, publicUrl);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  behind.on('error', () => answerUnavailable(outgoing));
  outgoing.on('close', () => behind.destroy());
  incoming.pipe(behind);
}

async function completeSettings(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  publicUrl: string,
): Promise<void> {
  try {
    const text = Buffer.concat(await answer.toArray()).toString('utf8');
    const settings = uiSettings.parse(JSON.parse(text));
    const codec = {
      ...settings.Codec,
      IncludeCredentials: true,
      DefaultErrorMessage: '以管理员登录后可读 · Sign in as admin to read payloads',
      DefaultErrorLink: publicUrl,
    };
    outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    outgoing.end(JSON.stringify({ ...settings, Codec: codec }));
  } catch {
    answerUnavailable(outgoing);
  }
}

function answerUnavailable(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  outgoing.end('Temporal is starting again; reload in some seconds.\n');
}

try {
  main();
} catch (error) {
  endWith(error);
}
