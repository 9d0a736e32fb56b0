/**
 * A tab of the release before asks for a part that is no longer there: the router loads the page anew when that part
 * is to be shown, once for each (`lazyRouteComponent`); what was typed is in the drafts. Offline the part may well be
 * there: the page stays, and the screen of faults lets it be tried again.
 */
export function stayWhileOffline(): void {
  addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine) event.preventDefault();
  });
}
