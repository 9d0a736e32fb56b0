import { createContext, type ReactNode, useContext } from 'react';
import { useSay } from '../words/language';
import { useBusinessNow, usePlatformClock } from './clock';
import { deadlineTold } from './deadline';
import './deadline.css';

const NowContext = createContext<number | null>(null);

const MINUTE_MS = 60_000;
const LEAST_MS = 1_000;

/** Ticks for all deadlines below it at once, as often as their minutes change. */
export function Ticks({ children }: { children: ReactNode }) {
  const speed = usePlatformClock()?.speed ?? 1;
  const nowMs = useBusinessNow(Math.max(MINUTE_MS / 4 / speed, LEAST_MS));
  return <NowContext value={nowMs}>{children}</NowContext>;
}

/** What is left until an instant, by the platform's clock; needs {@link Ticks} above it. */
export function Deadline({ dueAt }: { dueAt: string }) {
  const say = useSay();
  const nowMs = useContext(NowContext);
  if (nowMs === null) return <span className="deadline" />;
  const { state, text, values } = deadlineTold(dueAt, nowMs);
  return (
    <time className="deadline figure" dateTime={dueAt} data-state={state}>
      {say(text, values)}
    </time>
  );
}
