import { ask, languageSwitch, say } from '/assets/language.js';

const at = (id) => document.getElementById(id);
const link = new URLSearchParams(location.hash.slice(1));

languageSwitch(at('language'), () => undefined);

at('join').addEventListener('submit', async (event) => {
  event.preventDefault();
  const outcome = at('outcome');
  const button = at('join').querySelector('button');
  button.disabled = true;
  try {
    await ask('/invitations/acceptance', { token: link.get('token') ?? '', password: at('password').value });
    outcome.className = 'good';
    outcome.textContent = say('账户已开通,请登录。', 'The account is open: sign in.');
    history.replaceState(null, '', location.pathname);
    at('join').reset();
  } catch (problem) {
    button.disabled = false;
    outcome.className = 'bad';
    outcome.textContent =
      problem.errors?.[0]?.message ??
      problem.detail ??
      say('暂时无法开通,请稍后再试。', 'Not possible just now: try again later.');
  }
});
