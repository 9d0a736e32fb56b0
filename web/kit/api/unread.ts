import { useSyncExternalStore } from 'react';
import { isProblem, queries } from './api';

const SERVER_FAULT = 500;
const TOO_MANY = 429;

/** Errors that a notice on the screen tells, by how many notices. */
const told = new Map<unknown, number>();
const listeners = new Set<() => void>();

/** Notes that a notice tells an error, until what it returns is called. */
export function noteTold(error: unknown): () => void {
  count(error, 1);
  return () => count(error, -1);
}

function count(error: unknown, by: 1 | -1): void {
  const notices = (told.get(error) ?? 0) + by;
  if (notices === 0) told.delete(error);
  else told.set(error, notices);
  for (const tell of listeners) tell();
}

/** A network or a server that failed; what was refused is an answer, which its screen knows how to read. */
const hasFailed = (error: unknown): boolean =>
  error !== null && (!isProblem(error) || error.status >= SERVER_FAULT || error.status === TOO_MANY);

/** What the screen asked for and did not get, and no notice on it says so. */
const unread = () =>
  queries.getQueryCache().findAll({
    type: 'active',
    predicate: ({ state }) => hasFailed(state.error) && !told.has(state.error),
  });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const leave = queries.getQueryCache().subscribe(listener);
  return () => {
    listeners.delete(listener);
    leave();
  };
}

/** Whether a part of the screen could not be read and says so nowhere else. */
export const useIsUnread = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => unread().length > 0,
    () => false,
  );

/** Asks once more for what could not be read. */
export async function readAgain(): Promise<void> {
  const failed = new Set(unread());
  await queries.refetchQueries({ predicate: (query) => failed.has(query) });
}
