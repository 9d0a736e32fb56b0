import { createServer } from 'node:http';
import { endWith, whenAskedToEnd } from '../gateways/lifecycle';
import { createLog } from '../gateways/log';
import { createDoor } from './door';
import { doorSettings } from './settings';

const END_WITHIN_MS = 5_000;

/** Opens the door to the Temporal UI. */
function main(): void {
  const settings = doorSettings();
  const log = createLog('door', settings.LOG_LEVEL);
  const server = createServer(createDoor(settings, log));
  server.listen(settings.DOOR_PORT, settings.DOOR_HOST, () =>
    log.info({ port: settings.DOOR_PORT }, 'listening'),
  );
  server.once('error', (fault) => {
    endWith(fault);
    process.exit();
  });
  whenAskedToEnd(log, END_WITHIN_MS, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}

try {
  main();
} catch (error) {
  endWith(error);
}
