import { deriveKey } from '/assets/altcha/algorithms/web/pbkdf2.js';
import { solveChallenge } from '/assets/altcha/pow.js';

/** Solves what the API asks strangers to work out. Takes a moment, and leaves the page alive. */
export async function solve(asked) {
  const challenge = JSON.parse(atob(asked));
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
