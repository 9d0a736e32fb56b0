import { useEffect } from 'react';
import { queries } from '../api/api';
import { isStaff, lookAtSession, sessionQuery } from '../session/session';
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

/**
 * Keeps what is on the screen true: what a change touches is asked for anew at once, and what changes while that is
 * answered, together after it, so that no answer is given up for the next one. A tab that nobody sees waits until
 * somebody does.
 */
export function useLive(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return;
    const touched = new Set<string>();
    let isRefreshing = false;
    const refresh = async (): Promise<void> => {
      if (isRefreshing || document.hidden) return;
      isRefreshing = true;
      while (touched.size > 0 && !document.hidden) {
        const prefixes = [...touched];
        touched.clear();
        await queries.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey[1], prefixes) });
        await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
      }
      isRefreshing = false;
    };
    const end = listenToChanges((change) => {
      for (const path of change === 'RESET' ? ['/'] : READ_BY[change.topic]) touched.add(path);
      if (change === 'RESET' || (change.topic === 'ENTERPRISE' && isOfAnEnterprise())) void lookAtSession();
      void refresh();
    });
    const onSeen = (): void => void refresh();
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      touched.clear();
      end();
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [isSignedIn]);
}

/** Whether an enterprise is admitted is part of who is signed in for it. */
function isOfAnEnterprise(): boolean {
  const session = queries.getQueryData(sessionQuery.queryKey);
  return session !== undefined && session !== null && !isStaff(session);
}

const isTouched = (path: unknown, prefixes: readonly string[]): boolean =>
  typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix));
