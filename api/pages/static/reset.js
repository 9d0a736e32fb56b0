import { ask, languageSwitch, say } from '/assets/language.js';

const at = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get('token');

languageSwitch(at('language'), () => undefined);
at('ask').hidden = token !== null;
at('reset').hidden = token === null;

/** Sends a form, and says what came of it. */
function send(form, path, bodyOf, done) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const outcome = at('outcome');
    outcome.textContent = '';
    try {
      await ask(path, bodyOf(form.elements));
      outcome.className = 'good';
      outcome.textContent = done();
      form.hidden = true;
      history.replaceState(null, '', location.pathname);
    } catch (problem) {
      outcome.className = 'bad';
      outcome.textContent =
        problem.errors?.[0]?.message ??
        problem.detail ??
        say('暂时无法完成,请稍后再试。', 'Not possible just now: try again later.');
    }
  });
}

send(
  at('ask'),
  '/auth/password-reset-requests',
  ({ email }) => ({ email: email.value }),
  () =>
    say(
      '如果该邮箱有账户,链接已发送,请查收邮件。',
      'If this address has an account, the link is on its way: look at your mail.',
    ),
);
send(
  at('reset'),
  '/auth/password-resets',
  ({ password }) => ({ token, password: password.value }),
  () => say('密码已更改,请重新登录。', 'The password is changed. Sign in with it.'),
);
