import { freePort, freePorts, isPortBusy } from '../network';
import { type Say, Sentence } from '../progress';

/** Every port of the embedded platform: its usual number and the setting that changes it. */
const known = {
  postgres: { usual: 25_432, setting: 'POSTGRES_PORT', title: 'PostgreSQL' },
  temporal: { usual: 7233, setting: 'TEMPORAL_PORT', title: 'Temporal' },
  temporalUi: { usual: 8233, setting: 'TEMPORAL_UI_PORT', title: 'the Temporal UI' },
  api: { usual: 3000, setting: 'API_PORT', title: 'the API' },
  apiOps: { usual: 3002, setting: 'API_OPS_PORT', title: "the API's health" },
  worker: { usual: 3001, setting: 'WORKER_PORT', title: "the worker's health" },
  bank: { usual: 4010, setting: 'BANK_PORT', title: 'the bank sandbox' },
  services: { usual: 4020, setting: 'SERVICES_PORT', title: 'the services sandbox' },
  smtp: { usual: 1025, setting: 'SMTP_PORT', title: 'the mail catcher' },
  mailPage: { usual: 1080, setting: 'MAIL_PAGE_PORT', title: 'the inbox page' },
} as const;

export type PortName = keyof typeof known;
export type Ports = Readonly<Record<PortName, number>>;

const names = Object.keys(known) as readonly PortName[];

/** Names of the settings that move a port of the embedded platform. */
export const portSettings: readonly string[] = names.map((name) => known[name].setting);

/** Ports that nothing uses, for tests and for a second platform on one machine. */
export async function anyPorts(): Promise<Ports> {
  const free = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, free[index]])) as Ports;
}

/**
 * The usual ports. One that is busy is replaced by a free one, which is said; one that was chosen in the
 * environment is not.
 *
 * @param wanted the ports that this platform will open (a part that runs elsewhere needs none)
 * @throws Sentence when a port chosen in the environment is busy or no port
 */
export async function usualPorts(wanted: readonly PortName[], say: Say): Promise<Ports> {
  const chosen: [PortName, number][] = [];
  for (const name of names) {
    chosen.push([name, wanted.includes(name) ? await usualPort(name, say) : known[name].usual]);
  }
  return Object.fromEntries(chosen) as Ports;
}

async function usualPort(name: PortName, say: Say): Promise<number> {
  const { usual, setting, title } = known[name];
  const asked = process.env[setting];
  const port = asked ? parsePort(setting, asked) : usual;
  if (!(await isPortBusy(port))) return port;
  if (asked)
    throw new Sentence(`Port ${port} (${setting}) is in use; stop what uses it, or set another ${setting}.`);
  const other = await freePort();
  say(`• Port ${port} is in use by another program: ${title} takes ${other} (set ${setting} to choose)`);
  return other;
}

function parsePort(setting: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Sentence(`${setting} is not a port; write a number from 1 to 65535.`);
}
