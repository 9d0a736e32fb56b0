import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** What one subscriber is given at least (RFC 6177): whoever has it has 2^64 addresses. */
const NETWORK_GROUPS = 4;

/**
 * The address of a request as far as it tells one client from another: all of an IPv4 address, the network of an
 * IPv6 one.
 * @param ip as Express gives it, behind trusted proxies the client's
 */
export function clientAddress(ip: string): string {
  const mapped = MAPPED.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const address = ip.split('%')[0] ?? '';
  if (!isIPv6(address)) return ip;
  const [head = '', tail] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const groups =
    tail === undefined ? [...head] : [...head, ...zeros(GROUPS - head.length - tail.length), ...tail];
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/** The network of an address: what is kept of it says where from, and not who. */
export function networkOf(ip: string): string {
  const address = clientAddress(ip);
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) ? address.replace(/\.\d+$/, '.0/24') : address;
}

const zeros = (count: number): readonly string[] => Array.from({ length: count }, () => '0');
