import type { ChangeTopic } from '../../../contracts/events';

/** What has changed, and no word of what it is now (`GET /events`). */
export interface Change {
  readonly topic: ChangeTopic;
  readonly id: string;
  readonly version: number | null;
}
type Listener = (change: Change | 'RESET') => void;

const listeners = new Set<Listener>();
const CHANNEL = 'changes';
const AGAIN_AFTER_MS = 2_000;

/**
 * Changes as they come, by one stream for all tabs of a browser: whoever holds the lock reads it and passes it on to
 * the others, and when its tab closes the next one takes over (six connections are all that a browser has).
 * @returns lets go
 */
export function listenToChanges(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) start();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

let stop: () => void = () => undefined;

function start(): void {
  const ending = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<Change | 'RESET'>) => tell(data);
  navigator.locks
    .request(CHANNEL, { signal: ending.signal }, () => lead(channel, ending.signal))
    .catch(() => undefined);
  stop = () => {
    ending.abort();
    channel.close();
  };
}

/** Reads the stream until this tab goes. */
function lead(channel: BroadcastChannel, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let stream = open();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    function open(): EventSource {
      const source = new EventSource('/api/events');
      source.onmessage = ({ data }: MessageEvent<string>) => pass(JSON.parse(data) as Change);
      source.addEventListener('reset', () => pass('RESET'));
      source.onerror = () => {
        // A stream that the server ended for good (a session that is over) is not opened again by the browser.
        if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
        waiting = setTimeout(() => {
          stream = open();
          pass('RESET');
        }, AGAIN_AFTER_MS);
      };
      return source;
    }
    function pass(change: Change | 'RESET'): void {
      tell(change);
      channel.postMessage(change);
    }
    signal.addEventListener('abort', () => {
      clearTimeout(waiting);
      stream.close();
      resolve();
    });
  });
}

function tell(change: Change | 'RESET'): void {
  for (const listener of listeners) listener(change);
}
