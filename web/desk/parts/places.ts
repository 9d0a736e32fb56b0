import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Role } from '../../kit/session/session';

/** Where the parts of this installation are (`GET /parts.json`), and who can sign in to a demo. */
export interface Places {
  readonly temporalUi: string;
  readonly mail: string | null;
  readonly codec: string;
  readonly demoAccounts: readonly { readonly email: string; readonly role: Role }[];
}

const placesQuery = queryOptions({
  queryKey: ['places'],
  queryFn: async (): Promise<Places> => {
    const response = await fetch('/parts.json');
    if (!response.ok) throw new Error(`parts.json: ${response.status}`);
    return (await response.json()) as Places;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const usePlaces = () => useQuery(placesQuery);
