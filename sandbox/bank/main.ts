import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { sandboxApp } from '../kit/http';
import { closeServer, endAfterFault, endInOrder, listen, logLine, makeGate } from '../kit/lifecycle';
import { portSetting, readSettings } from '../kit/settings';
import { Bank } from './bank';
import { bankRoutes } from './routes';

const PART = 'bank';

const settings = readSettings(
  z.object({
    BANK_PORT: portSetting(4010),
    BANK_HOST: z.string().default('127.0.0.1'),
    BANK_API_KEY: z.string().min(16),
    BANK_NOTICE_SECRET: z.string().min(16),
    BANK_NOTICE_URL: z.url().optional(),
    DATA_DIR: z.string().default('.data'),
    BANK_DATA_DIR: z.string().optional(),
  }),
);

async function main(): Promise<void> {
  const bank = new Bank({
    directory: settings.BANK_DATA_DIR ?? join(settings.DATA_DIR, 'bank'),
    noticeUrl: settings.BANK_NOTICE_URL,
    // Of two, while it changes, the old one: the platform takes both.
    noticeSecret: settings.BANK_NOTICE_SECRET.split(',')[0] ?? '',
    onFault: (fault) => endAfterFault(PART, fault),
  });
  const book = makeGate();
  const server = createServer(
    sandboxApp(PART, book.opened, (app) => bankRoutes(app, bank, settings.BANK_API_KEY)),
  );
  endInOrder(PART, async () => {
    await closeServer(server);
    await bank.close();
  });
  // The port is the lock on the book: a second process ends here, before it touches the files.
  const port = await listen(server, settings.BANK_PORT, settings.BANK_HOST);
  await bank.open();
  book.open();
  logLine(PART, 'ready', { port, entries: bank.book.entries().length, noticesOwed: bank.notices().length });
}

main().catch((fault: unknown) => endAfterFault(PART, fault));
