import type { Environment } from './schema';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * What is well on a developer's machine and not where real people's money is (NODE_ENV=production).
 * @returns one sentence for each setting that such an installation must not have
 */
export function unfitForProduction(environment: Environment): readonly string[] {
  const { CLOCK_SPEED, DEMO, PUBLIC_URL, TEMPORAL_UI_URL } = environment;
  const refusals = [
    isReachedInClear(PUBLIC_URL) &&
      'PUBLIC_URL begins with http: where people come in over a network, passwords need https; see README, Production.',
    isReachedInClear(TEMPORAL_UI_URL) &&
      'TEMPORAL_UI_URL begins with http: the session of who looks there would be read on the way; write https.',
    CLOCK_SPEED !== 1 &&
      !DEMO &&
      'CLOCK_SPEED must be 1: real borrowers would be debited at that speed; a demo says DEMO=1.',
    isTemporalInClear(environment) &&
      'TEMPORAL_ADDRESS is reached in clear: set TEMPORAL_TLS or TEMPORAL_API_KEY, or TEMPORAL_INNER_ADDRESS where it lies in a network of this platform alone.',
  ];
  return refusals.filter((refusal) => refusal !== false);
}

/** A name without a dot is one of the containers' own network, where nothing is read on the way. */
function isReachedInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !LOOPBACK.includes(hostname) && hostname.includes('.');
}

/** Whoever reaches Temporal can end processes and read who does what. */
function isTemporalInClear(environment: Environment): boolean {
  const { TEMPORAL_ADDRESS, TEMPORAL_INNER_ADDRESS, TEMPORAL_TLS, TEMPORAL_API_KEY } = environment;
  const { TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_CLIENT_CERT_PATH } = environment;
  if (TEMPORAL_TLS || TEMPORAL_API_KEY || TEMPORAL_TLS_SERVER_CA_CERT_PATH || TEMPORAL_TLS_CLIENT_CERT_PATH)
    return false;
  const host = TEMPORAL_ADDRESS.replace(/:\d+$/, '');
  return !LOOPBACK.includes(host) && TEMPORAL_ADDRESS !== TEMPORAL_INNER_ADDRESS;
}
