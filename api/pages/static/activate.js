import { ask, languageSwitch, say } from '/assets/language.js';

const at = (id) => document.getElementById(id);
const link = new URLSearchParams(location.hash.slice(1));

languageSwitch(at('language'), () => undefined);

at('activate').addEventListener('click', async () => {
  const outcome = at('outcome');
  at('activate').disabled = true;
  try {
    const { wasActivatedBefore } = await ask('/activations', {
      enterpriseId: link.get('enterprise') ?? '',
      token: link.get('token') ?? '',
    });
    outcome.className = 'good';
    outcome.textContent = wasActivatedBefore
      ? say(
          '此链接已使用过，账户早已激活：请直接登录。',
          'This link was used before: the account is active, sign in.',
        )
      : say(
          '已激活。核查通过后即可申请,结果会以邮件通知。',
          'Activated. You can apply once the checks are done; a mail will say so.',
        );
    history.replaceState(null, '', location.pathname);
  } catch (problem) {
    at('activate').disabled = false;
    outcome.className = 'bad';
    outcome.textContent =
      problem.detail ?? say('暂时无法激活,请稍后再试。', 'Not possible just now: try again later.');
  }
});
