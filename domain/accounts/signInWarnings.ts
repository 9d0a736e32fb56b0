import { businessDate, instantOf } from '../calendar/clock';
import type { SecurityParameters } from '../parameters/security';

/** What is unusual about a sign-in, so that its person should look at it. */
export const SIGN_IN_WARNINGS = ['NEW_DEVICE', 'NEW_PLACE', 'MANY_FAILURES', 'AT_NIGHT'] as const;
export type SignInWarning = (typeof SIGN_IN_WARNINGS)[number];

/** From what and where somebody signed in. */
export interface SignInFrom {
  /** Kind of program, see `agentFamily`. */
  readonly agent: string;
  /** The network of the address. */
  readonly network: string;
  /** Real time, milliseconds since 1970 UTC. */
  readonly atMs: number;
}

/** What is known of somebody's sign-ins before. */
export interface SignInsBefore {
  /** The last ones that succeeded; a network that was forgotten is null. */
  readonly succeeded: readonly (Omit<SignInFrom, 'network'> & { readonly network: string | null })[];
  /** How often a wrong password was given since the last of them. */
  readonly failures: number;
}

/**
 * What of a sign-in is unlike those before: its device, its network, its hour, or that many failed before it (ASVS 5.0
 * 6.3.5). The first one of all is like nothing and warns of nothing but failures.
 * @param isKnownDevice whether the device showed that somebody signed in on it before
 */
export function signInWarnings(
  now: SignInFrom & { readonly isKnownDevice: boolean },
  { failures, succeeded }: SignInsBefore,
  rules: SecurityParameters['signInWarnings'],
): readonly SignInWarning[] {
  const isFirst = succeeded.length === 0;
  const isNight = ({ atMs }: Pick<SignInFrom, 'atMs'>) =>
    atMs < instantOf(businessDate(atMs), rules.nightUntil);
  const unusual: Readonly<Record<SignInWarning, boolean>> = {
    NEW_DEVICE: !isFirst && !now.isKnownDevice && succeeded.every(({ agent }) => agent !== now.agent),
    NEW_PLACE: !isFirst && succeeded.every(({ network }) => network !== now.network),
    MANY_FAILURES: failures >= rules.failures,
    AT_NIGHT: !isFirst && isNight(now) && !succeeded.some(isNight),
  };
  return SIGN_IN_WARNINGS.filter((warning) => unusual[warning]);
}
