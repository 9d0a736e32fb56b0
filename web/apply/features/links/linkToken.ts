/**
 * What the link in a mail carries behind `#`, so that no log of a server ever has it. It is taken out of the address
 * at once: a screenshot or a shared tab gives nothing away.
 */
export function takeLink(): URLSearchParams {
  const link = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  return link;
}
