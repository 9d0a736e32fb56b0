import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { sandboxApp } from '../kit/http';
import { closeServer, endAfterFault, endInOrder, listen, logLine, makeGate } from '../kit/lifecycle';
import { portSetting, readSettings } from '../kit/settings';
import { serviceRoutes } from './routes';
import { Services } from './services';

const PART = 'services';

const settings = readSettings(
  z.object({
    SERVICES_PORT: portSetting(4020),
    SERVICES_API_KEY: z.string().min(32),
    SERVICES_HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().default('.data'),
    SERVICES_DATA_DIR: z.string().optional(),
  }),
);

async function main(): Promise<void> {
  const directory = settings.SERVICES_DATA_DIR ?? join(settings.DATA_DIR, 'services');
  const services = new Services(directory, (fault) => endAfterFault(PART, fault));
  const records = makeGate();
  const server = createServer(
    sandboxApp(PART, records.opened, (app) => serviceRoutes(app, services, settings.SERVICES_API_KEY)),
  );
  endInOrder(PART, async () => {
    await closeServer(server);
    await services.close();
  });
  const port = await listen(server, settings.SERVICES_PORT, settings.SERVICES_HOST);
  await services.open();
  records.open();
  logLine(PART, 'ready', { port });
}

main().catch((fault: unknown) => endAfterFault(PART, fault));
