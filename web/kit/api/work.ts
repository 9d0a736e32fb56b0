import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** Solves what the API asks strangers to work out. Takes a moment, and leaves the page alive. */
export async function solve(asked: string): Promise<string> {
  const challenge = JSON.parse(atob(asked));
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
