import { useEffect, useState } from 'react';
import { api } from '../api/api';

/**
 * The platform's clock. Deadlines, due dates and "today" are told by it and never by the computer's own, which may be
 * wrong and which does not know how fast the platform's time runs.
 */
export interface PlatformClock {
  /** Instant of the business, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Business seconds a real second. */
  readonly speed: number;
}

const LOOK_EVERY_MS = 60_000;

/** The clock; null until the platform has told the time. */
export function usePlatformClock(): PlatformClock | null {
  const { data, dataUpdatedAt } = api.useQuery('get', '/health', undefined, {
    refetchInterval: LOOK_EVERY_MS,
  });
  if (data?.businessTime == null) return null;
  const speed = data.clockSpeed ?? 1;
  const toldMs = Date.parse(data.businessTime);
  return { speed, nowMs: () => toldMs + (Date.now() - dataUpdatedAt) * speed };
}

/** The platform's time, looked at again so often; null until it is known. */
export function useBusinessNow(everyMs = 1_000): number | null {
  const clock = usePlatformClock();
  const [, setTick] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(ticking);
  }, [everyMs]);
  return clock?.nowMs() ?? null;
}
