import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { sandboxApp } from '../kit/http';
import { closeServer, endAfterFault, endInOrder, listen, logLine, makeGate } from '../kit/lifecycle';
import { portSetting, readSettings } from '../kit/settings';
import { Mailbox } from './mailbox';
import { mailRoutes } from './routes';
import { createSmtpServer, listenSmtp } from './smtp';

const PART = 'mail';

const settings = readSettings(
  z.object({
    SMTP_PORT: portSetting(1025),
    MAIL_PAGE_PORT: portSetting(1080),
    /** Mail holds personal data and links that let people in: only this machine may read it. */
    MAIL_HOST: z.string().default('127.0.0.1'),
    MAIL_MAX_MESSAGES: z.coerce.number().int().min(1).max(100_000).default(2_000),
    DATA_DIR: z.string().default('.data'),
    MAIL_DATA_DIR: z.string().optional(),
  }),
);

async function main(): Promise<void> {
  const directory = settings.MAIL_DATA_DIR ?? join(settings.DATA_DIR, 'mail');
  const mailbox = new Mailbox(directory, settings.MAIL_MAX_MESSAGES, (fault) => endAfterFault(PART, fault));
  const box = makeGate();
  const server = createServer(sandboxApp(PART, box.opened, (app) => mailRoutes(app, mailbox)));
  const smtp = createSmtpServer(mailbox);
  endInOrder(PART, async () => {
    await Promise.all([closeServer(server), new Promise<void>((closed) => smtp.close(closed))]);
    await mailbox.close();
  });
  const port = await listen(server, settings.MAIL_PAGE_PORT, settings.MAIL_HOST);
  await mailbox.open();
  box.open();
  const smtpPort = await listenSmtp(smtp, settings.SMTP_PORT, settings.MAIL_HOST);
  logLine(PART, 'ready', { port, smtpPort });
}

main().catch((fault: unknown) => endAfterFault(PART, fault));
