import { ask, languageSwitch, say } from '/assets/language.js';

const at = (id) => document.getElementById(id);
const link = new URLSearchParams(location.hash.slice(1));

languageSwitch(at('language'), () => undefined);

at('confirm').addEventListener('click', async () => {
  const outcome = at('outcome');
  at('confirm').disabled = true;
  try {
    const { isDone } = await ask('/auth/mail-confirmations', { token: link.get('token') ?? '' });
    outcome.className = 'good';
    outcome.textContent = isDone
      ? say('邮箱已更换,请用新邮箱重新登录。', 'Done. Sign in with the new address.')
      : say('已确认,等待另一个邮箱确认。', 'Confirmed. Now the other address has to confirm as well.');
    history.replaceState(null, '', location.pathname);
  } catch (problem) {
    at('confirm').disabled = false;
    outcome.className = 'bad';
    outcome.textContent =
      problem.detail ?? say('暂时无法完成,请稍后再试。', 'Not possible just now: try again later.');
  }
});
