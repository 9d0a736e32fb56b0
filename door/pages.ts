import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Whose page it is and of what: the same question by readers of the same scope. */
export interface Place {
  readonly institutionId: string | null;
  /** As the UI server is asked, with the process. */
  readonly path: string;
}

const MAC_BYTES = 32;

/** As the UI server understands them, both in the address of the next page. */
const NAMES = ['nextPageToken', 'next_page_token'];

const page = z.looseObject({ nextPageToken: z.string().nullish() });

/**
 * Keeps each list at its own pages. To Temporal the token of a next page says what is read, whatever process the
 * question names; so it leaves here under a seal, and is believed only by whom and where it was given. The key lives
 * as long as the door: after that a page is asked for from its beginning.
 */
export class Pages {
  private readonly key = randomBytes(MAC_BYTES);

  /** An answer of the UI server with the token of its next page, if it has one, sealed to the place. */
  sealed(answer: unknown, place: Place): unknown {
    const told = page.parse(answer);
    return told.nextPageToken ? { ...told, nextPageToken: this.seal(told.nextPageToken, place) } : told;
  }

  /**
   * The parameters with the token as the UI server gave it.
   * @returns null when it was not given at this place
   */
  opened(parameters: URLSearchParams, place: Place): URLSearchParams | null {
    const opened = new URLSearchParams(parameters);
    for (const name of NAMES) {
      const sealed = opened.get(name);
      if (!sealed) continue;
      const token = this.open(sealed, place);
      if (token === null) return null;
      opened.set(name, token);
    }
    return opened;
  }

  /** Base64 of bytes, as the token itself. */
  private seal(token: string, place: Place): string {
    const bytes = Buffer.from(token, 'base64');
    return Buffer.concat([this.mac(bytes, place), bytes]).toString('base64');
  }

  private open(sealed: string, place: Place): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    const [mac, token] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
    const expected = this.mac(token, place);
    return mac.length === MAC_BYTES && timingSafeEqual(mac, expected) ? token.toString('base64') : null;
  }

  private mac(token: Buffer, { institutionId, path }: Place): Buffer {
    return createHmac('sha256', this.key)
      .update(`${JSON.stringify([institutionId, path])}\n`)
      .update(token)
      .digest();
  }
}
