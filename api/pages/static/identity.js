import { ask, languageSwitch, say } from '/assets/language.js';

/** Where a provider sends the browser back to: what it said goes to the API, once, and out of the address. */
const at = (id) => document.getElementById(id);
const provider = location.pathname.split('/').at(-1);
const response = location.search.slice(1);
const way = JSON.parse(sessionStorage.getItem('identity') ?? '{}');

languageSwitch(at('language'), () => undefined);
history.replaceState(null, '', location.pathname);
sessionStorage.removeItem('identity');

/** A page of ours, whatever the tab kept. */
const home = /^\/[a-z]/.test(way.home ?? '') ? way.home : '/';

async function finish() {
  const outcome = at('outcome');
  try {
    await ask(way.isLink ? `/me/identities/${provider}` : `/auth/providers/${provider}/sign-in`, {
      response,
    });
    outcome.className = 'good';
    outcome.textContent = way.isLink
      ? say('已关联。', 'Linked.')
      : say('已登录,正在跳转…', 'Signed in; on to your page…');
    location.replace(home);
  } catch (problem) {
    outcome.className = 'bad';
    outcome.textContent =
      problem.detail ?? say('暂时无法完成,请稍后再试。', 'Not possible just now: try again later.');
  }
}

finish();
