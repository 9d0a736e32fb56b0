import { ask, say } from '/assets/language.js';

/** The second factor on the start page: proving one, and setting one up. */
const at = (id) => document.getElementById(id);
let session = null;
let changed = () => {};

/** Whether something can be done in the session, or a second factor is asked for first. */
const isProved = ({ factor }) => (factor.isSetUp ? factor.provedAt !== null : !factor.isRequired);

/** Shows what the session needs. */
export function drawFactor(current) {
  session = current;
  const isIn = session !== null;
  at('factor').hidden = !isIn;
  if (!isIn) return;
  const { isSetUp, provedAt } = session.factor;
  at('prove').hidden = !isSetUp || provedAt !== null;
  at('set-up').hidden = isSetUp && provedAt === null;
  at('factor-needed').hidden = isProved(session);
  at('factor-needed').textContent = isSetUp
    ? say('请完成双重验证', 'Prove your second factor')
    : say('请先设置双重验证', 'Set up a second factor first');
}

/** Wires the forms; `proved` gets the session as it is then. */
export function wireFactor(proved) {
  changed = proved;
  at('prove').addEventListener('submit', act(proveCode));
  at('prove-passkey').addEventListener('click', act(provePasskey));
  at('add-passkey').addEventListener('click', act(addPasskey));
  at('begin-totp').addEventListener('click', act(beginTotp));
  at('confirm-totp').addEventListener('submit', act(confirmTotp));
}

const act = (work) => async (event) => {
  event.preventDefault();
  at('factor-problem').textContent = '';
  try {
    await work(event);
  } catch (problem) {
    const [first] = problem.errors ?? [];
    at('factor-problem').textContent =
      first?.message ?? problem.detail ?? say('没有成功,请再试一次', 'That did not work: try again');
  }
};

async function proveCode(event) {
  const { code } = event.target.elements;
  const typed = code.value.trim();
  const kind = /^\d{6}$/.test(typed) ? 'TOTP' : 'RECOVERY_CODE';
  changed(await ask('/auth/factor', { kind, code: typed }));
  code.value = '';
}

async function provePasskey() {
  const { options } = await ask('/auth/factor/passkey-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  changed(await ask('/auth/factor', { kind: 'PASSKEY', credential: credential.toJSON() }));
}

async function addPasskey() {
  const { options } = await ask('/me/factors/passkey-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  const name = say('通行密钥', 'Passkey');
  showCodes(await ask('/me/factors/passkeys', { name, credential: credential.toJSON() }));
}

async function beginTotp() {
  const { secret } = await ask('/me/factors/totp', { name: say('验证器', 'Authenticator app') });
  at('totp-secret').textContent = secret;
  at('confirm-totp').hidden = false;
}

async function confirmTotp(event) {
  const { code } = event.target.elements;
  showCodes(await ask('/me/factors/totp/confirmation', { code: code.value.trim() }));
  at('confirm-totp').hidden = true;
}

/** Recovery codes are shown this once. */
async function showCodes({ recoveryCodes }) {
  at('recovery-codes').textContent = recoveryCodes.join('\n');
  at('recovery').hidden = recoveryCodes.length === 0;
  changed(await ask('/auth/session'));
}
