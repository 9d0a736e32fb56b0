/**
 * The address in an invitation: the token is in the fragment, which reaches no server log and no referrer.
 * @param publicUrl the setting PUBLIC_URL
 */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/join#${new URLSearchParams({ token }).toString()}`;
}

/** The address in an invitation of an enterprise, likewise. */
export function joinLink(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#${new URLSearchParams({ token }).toString()}`;
}
