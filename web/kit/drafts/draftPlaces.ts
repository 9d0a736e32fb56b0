import { del, get, set } from 'idb-keyval';
import { client, isProblem } from '../api/api';
import type { DraftPlace, DraftQueue, UnsentDraft } from './draftKeeper';

/** A form by its screen, and what it is about: an id, or a word for what has none yet. */
export interface DraftName {
  readonly form: string;
  readonly subject: string;
}

const TOO_MANY = 429;
const SERVER_FAILED = 500;

/** The drafts of whoever is signed in, on the server. */
export function serverDraft(path: DraftName): DraftPlace {
  const params = { path: { ...path } };
  return {
    read: async () => {
      const { data, error } = await client.GET('/drafts/{form}/{subject}', { params });
      if (error !== undefined) throw error;
      return data;
    },
    save: async (version, content) => {
      const body = { version, content };
      // Alive: a page that is closed sends it nevertheless.
      const { data, error, response } = await client.PUT('/drafts/{form}/{subject}', {
        ...{ params, body, keepalive: true },
      });
      if (error === undefined) return data;
      // What can't be answered now is sent again by itself.
      if (!isProblem(error) || response.status >= SERVER_FAILED || response.status === TOO_MANY) throw error;
      return error.code === 'DRAFT_NEWER' ? 'NEWER' : 'REFUSED';
    },
    remove: async () => {
      await client.POST('/drafts/{form}/{subject}/removal', { params });
    },
  };
}

/**
 * What one person still has to send, in this browser: another person who signs in here, or the same one for another
 * enterprise, comes to none of it.
 * @param whose the person, and the enterprise that the person acts for
 */
export function browserQueue(whose: string, { form, subject }: DraftName): DraftQueue {
  const key = `draft/${whose}/${form}/${subject}`;
  return {
    // A browser that keeps nothing (a private window of some) has nothing to send.
    read: () => get<UnsentDraft>(key).catch(() => undefined),
    write: (unsent) => set(key, unsent),
    clear: () => del(key).catch(() => undefined),
  };
}
