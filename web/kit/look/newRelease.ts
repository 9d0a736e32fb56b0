const RELOADED = 'reloaded-for-a-release';

/**
 * A tab of the release before asks for a part that is no longer there: it is loaded anew once. What was typed is in
 * the drafts. Offline nothing is done: the part may well be there.
 */
export function reloadForNewRelease(): void {
  addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine || sessionStorage.getItem(RELOADED) !== null) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, 'yes');
    location.reload();
  });
}
