import { drawFactor, wireFactor } from '/assets/factor.js';
import { ask, languageSwitch, say } from '/assets/language.js';

const HEALTH_EVERY_MS = 5_000;
const at = (id) => document.getElementById(id);
let health = null;
let session = null;
let accounts = [];

function row(...cells) {
  const line = document.createElement('tr');
  for (const cell of cells) {
    const field = document.createElement('td');
    field.append(cell);
    line.append(field);
  }
  return line;
}

function coloured(text, isGood) {
  const mark = document.createElement('span');
  mark.className = isGood ? 'good' : 'bad';
  mark.textContent = text;
  return mark;
}

function drawHealth() {
  if (health === null) return;
  // Which part is what is told staff alone.
  const parts = health.parts ?? { [say('平台', 'platform')]: { status: health.status } };
  const rows = Object.entries(parts).map(([name, part]) => {
    const isUp = part.status !== 'DOWN';
    return row(
      name,
      coloured(isUp ? say('正常', 'up') : say('异常', 'down'), isUp),
      part.latencyMs === undefined ? '' : `${part.latencyMs} ms`,
      part.detail ?? '',
    );
  });
  at('health').replaceChildren(...rows);
  at('clock').textContent =
    health.businessTime === null
      ? ''
      : `${say('业务时间', 'Business time')} ${new Date(health.businessTime).toLocaleString()} · × ${health.clockSpeed}`;
}

function drawSession() {
  const isIn = session !== null;
  at('sign-in').hidden = isIn;
  at('session').hidden = !isIn;
  at('sign-out').hidden = !isIn;
  drawFactor(session);
  if (!isIn) return;
  const home = session.institution?.code ?? session.enterprise?.name ?? '';
  at('session').textContent = `${session.user.name} · ${session.roles.join(', ')} · ${home}`;
}

function drawAccounts() {
  at('demo').hidden = accounts.length === 0;
  const rows = accounts.map(({ email, name, role, institution }) => {
    const button = document.createElement('button');
    button.textContent = email;
    button.addEventListener('click', () => {
      const form = at('sign-in');
      form.elements.email.value = email;
      form.elements.password.focus();
    });
    return row(institution, role, name, button);
  });
  at('accounts').replaceChildren(...rows);
}

function draw() {
  drawHealth();
  drawSession();
  drawAccounts();
}

async function lookAtHealth() {
  health = await ask('/health').catch(() => health);
  drawHealth();
  setTimeout(lookAtHealth, HEALTH_EVERY_MS);
}

at('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = event.target.elements;
  at('sign-in-problem').textContent = '';
  try {
    session = await ask('/auth/sign-in', { email: email.value, password: password.value });
    password.value = '';
  } catch (problem) {
    at('sign-in-problem').textContent = problem.detail ?? say('无法登录', 'Signing in failed');
  }
  drawSession();
});

at('sign-out').addEventListener('click', async () => {
  await ask('/auth/sign-out', {}).catch(() => null);
  session = null;
  drawSession();
});

wireFactor((proved) => {
  session = proved;
  drawSession();
});

async function start() {
  languageSwitch(at('language'), draw);
  const about = await fetch('/start.json').then((response) => response.json());
  at('temporal').href = about.temporalUi;
  at('mail').hidden = about.mail === null;
  at('mail').href = about.mail ?? '/';
  at('codec').textContent = about.codec;
  accounts = about.demoAccounts;
  session = await ask('/auth/session').catch(() => null);
  draw();
  await lookAtHealth();
}

start();
