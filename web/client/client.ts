import createClient from 'openapi-fetch';
import type { components, paths } from './generated/api';

/** What the API answers with, by the names of its description. */
export type Answers = components['schemas'];

/**
 * A client of the API, typed by its description: an operation is called by method and path, and gives `data` or the
 * problem document as `error`.
 * @param baseUrl of the API, `/api` from a page of ours
 * @param headers such as `Accept-Language`
 */
export function apiClient(baseUrl: string, headers: Readonly<Record<string, string>> = {}) {
  return createClient<paths>({ baseUrl, headers });
}
