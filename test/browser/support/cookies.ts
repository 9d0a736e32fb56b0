import { demoProof } from '../../../demo/factor';
import { DEMO_PASSWORD } from '../../../demo/people';

const JSON_BODY = { 'content-type': 'application/json' };

/** The cookie that a browser gets when somebody of an enterprise signs in. @param address of the platform */
export async function enterpriseCookie(address: string, email: string): Promise<string> {
  return cookieOf(await post(address, '/auth/sign-in', { email, password: DEMO_PASSWORD }));
}

/** The cookie of one of the staff, second factor proved by the passkey of the demo. @param address of the platform */
export async function staffCookie(address: string, email: string): Promise<string> {
  const half = await enterpriseCookie(address, email);
  const asked = await fetch(`${address}/api/auth/factor/passkey-options`, { headers: { cookie: half } });
  const proof = demoProof(email, (await asked.json()) as Parameters<typeof demoProof>[1]);
  return cookieOf(await post(address, '/auth/factor', proof, half));
}

const post = (address: string, path: string, body: unknown, cookie = ''): Promise<Response> =>
  fetch(`${address}/api${path}`, {
    method: 'POST',
    headers: { ...JSON_BODY, cookie },
    body: JSON.stringify(body),
  });

function cookieOf(response: Response): string {
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`no cookie: ${response.status}`);
  return cookie;
}
