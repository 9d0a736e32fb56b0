import { useSyncExternalStore } from 'react';

/**
 * What a person has to do before the API goes on: sign in again, or prove a second factor lately. The request that
 * was held back waits meanwhile and is sent again as it was, so nothing that was typed is lost.
 */
export type Need = 'SIGN_IN' | 'FACTOR' | 'FACTOR_SET_UP';

interface Held {
  readonly need: Need;
  /** Resolves whether the need was met; every request that met the same door waits for it. */
  readonly isMet: Promise<boolean>;
  readonly answer: (isMet: boolean) => void;
}

let held: Held | null = null;
const listeners = new Set<() => void>();

/** Sends a request; where the session has ended meanwhile or a factor is asked for, it waits for the person. */
export async function knock(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await answerTo(request);
  const need = await needOf(again, response);
  if (need === null) return response;
  return (await ask(need)) ? await fetch(again) : response;
}

/** Sends a request, and again with the work done where that is asked for. */
async function answerTo(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const challenge = response.headers.get('proof-of-work-challenge');
  if (challenge === null) return response;
  const { solve } = await import('./work');
  again.headers.set('proof-of-work', await solve(challenge));
  return await fetch(again);
}

const NEEDS: Readonly<Record<string, Need>> = {
  NOT_SIGNED_IN: 'SIGN_IN',
  FACTOR_NEEDED: 'FACTOR',
  FACTOR_NOT_SET_UP: 'FACTOR_SET_UP',
};

async function needOf(request: Request, response: Response): Promise<Need | null> {
  if (response.status !== 401 && response.status !== 403) return null;
  // Whether somebody is signed in is a question, not an act.
  if (new URL(request.url).pathname.startsWith('/api/auth/')) return null;
  const problem = (await response.clone().json()) as { readonly code?: string };
  return NEEDS[problem.code ?? ''] ?? null;
}

function ask(need: Need): Promise<boolean> {
  if (held?.need === need) return held.isMet;
  let answer: Held['answer'] = () => undefined;
  const isMet = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  const asked: Held = { need, isMet, answer };
  held?.answer(false);
  held = asked;
  tell();
  return isMet;
}

/** The person has done what was asked for (or has left: false): what waits goes on. */
export function answerNeed(isMet: boolean): void {
  const asked = held;
  held = null;
  tell();
  asked?.answer(isMet);
}

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** What is asked of the person now; null: nothing. */
export function useNeed(): Need | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => held?.need ?? null,
    () => null,
  );
}
