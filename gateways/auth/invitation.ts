/**
 * The address in an invitation: the token is in the fragment, which reaches no server log and no referrer.
 * @param publicUrl the setting PUBLIC_URL
 */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/join#${new URLSearchParams({ token }).toString()}`;
}
