/** Texts in two languages: elements with data-zh and data-en show the chosen one. */
const stored = localStorage.getItem('language');
export let language = stored ?? (navigator.language.startsWith('en') ? 'en' : 'zh');

/** The text of the chosen language. */
export const say = (zh, en) => (language === 'en' ? en : zh);

/** Shows every element in the chosen language. */
export function speak() {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  for (const element of document.querySelectorAll('[data-zh]')) {
    element.textContent = say(element.dataset.zh, element.dataset.en);
  }
}

/** Wires the switch; `changed` draws what the page made itself. */
export function languageSwitch(button, changed) {
  button.addEventListener('click', () => {
    language = language === 'en' ? 'zh' : 'en';
    localStorage.setItem('language', language);
    speak();
    changed();
  });
  speak();
}

/** Asks the API; a refusal is thrown as its problem document. */
export async function ask(path, body) {
  let response = await send(path, body);
  const challenge = response.headers.get('proof-of-work-challenge');
  if (challenge !== null) {
    const { solve } = await import('/assets/work.js');
    response = await send(path, body, { 'proof-of-work': await solve(challenge) });
  }
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok && answer?.code !== undefined) throw answer;
  return answer;
}

const send = (path, body, headers = {}) =>
  fetch(`/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'accept-language': language === 'en' ? 'en' : 'zh-CN',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
