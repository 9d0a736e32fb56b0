import { useEffect } from 'react';
import { queries } from '../api/api';
import { lookAtSession } from '../session/session';
import { type Change, listenToChanges } from './changes';

/** Paths of the API whose answers a topic may have changed. */
const READ_BY: Readonly<Record<Change['topic'], readonly string[]>> = {
  TASK: ['/tasks', '/task-counts'],
  APPLICATION: ['/applications', '/tasks', '/home'],
  LOAN: ['/loans', '/loan-changes', '/collections', '/home'],
  PAYMENT: ['/payments', '/loans', '/home'],
  FEE: ['/fees', '/points'],
  ENTERPRISE: ['/enterprises', '/home'],
  NOTICE: ['/notices'],
};
const TOGETHER_MS = 300;

/** Keeps what is on the screen true: what a change touches is asked for anew, changes of a moment together. */
export function useLive(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return;
    const touched = new Set<string>();
    let waiting: ReturnType<typeof setTimeout> | null = null;
    const refresh = (): void => {
      waiting = null;
      const prefixes = [...touched];
      touched.clear();
      void queries.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey[1], prefixes) });
    };
    const end = listenToChanges((change) => {
      for (const path of change === 'RESET' ? ['/'] : READ_BY[change.topic]) touched.add(path);
      // Whether an enterprise is admitted is part of who is signed in.
      if (change === 'RESET' || change.topic === 'ENTERPRISE') void lookAtSession();
      waiting ??= setTimeout(refresh, TOGETHER_MS);
    });
    return () => {
      if (waiting !== null) clearTimeout(waiting);
      end();
    };
  }, [isSignedIn]);
}

const isTouched = (path: unknown, prefixes: readonly string[]): boolean =>
  typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix));
