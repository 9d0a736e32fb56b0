import { randomBytes } from 'node:crypto';

/** What the browser that began keeps until it comes back from the provider: nobody else's answer is taken. */
export interface IdentityFlow {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const random = (): string => randomBytes(32).toString('base64url');

/** What nobody guesses, for one way to a provider and back. */
export function newFlow(provider: string): IdentityFlow {
  return { provider, state: random(), nonce: random(), codeVerifier: random() };
}

/** Where a provider sends the browser back to: a page of ours, another one for each provider. */
export interface Return {
  readonly redirectUri: string;
}

/** Somebody else who knows people, and says who one is. */
export interface IdentityProvider {
  /** The address at which the person says yes. */
  begin(to: Return & { readonly flow: IdentityFlow }): Promise<string>;
  /**
   * How the provider names whoever came back; always the same for the same person.
   * @param response the query with which the browser came back
   * @returns null when it proves nobody
   * @throws ProviderUnavailable when the provider does not answer
   */
  finish(from: Return & { readonly flow: IdentityFlow; readonly response: string }): Promise<string | null>;
}

/** The provider does not answer, or not as it should. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}

/** How long a provider may take to answer us. */
export const PATIENCE_MS = 10_000;

/** The code of a response to this very flow; null for one to another, and for a refusal. */
export function codeOf(response: string, { state }: IdentityFlow, name = 'code'): string | null {
  const answer = new URLSearchParams(response);
  return answer.get('state') === state ? answer.get(name) : null;
}

/** Asks a provider for JSON. @throws ProviderUnavailable */
export async function askProvider(url: URL): Promise<unknown> {
  try {
    // A provider has no reason to send our secret on to somebody else.
    const init = { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) } as const;
    const response = await fetch(url, init);
    if (!response.ok) throw new Error(`${response.status}`);
    return await response.json();
  } catch (error) {
    throw new ProviderUnavailable(url.host, { cause: error });
  }
}
