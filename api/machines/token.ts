import { grantedScopes } from '../../domain/machines/scopes';
import { machineSecretHash } from '../../gateways/auth/machineSecret';
import { machineBySecret } from '../../gateways/database/machines';
import type { Parts } from '../kernel/parts';
import { ApiProblem, invalid } from '../kernel/problems/apiProblem';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';

/** What a machine proves itself by. */
interface Shown {
  readonly id: string;
  readonly secret: string;
}

const MINUTE_SECONDS = 60;

/** Gives a machine that shows its id and secret a token for some minutes. */
export async function getToken(parts: Parts, call: Call<'getToken'>): Promise<AnswerOf<'getToken'>> {
  const shown = shownBy(call);
  if (shown === null) throw wrong();
  const { id: machineId, secret } = shown;
  const machine = await machineBySecret(parts.sql, { id: machineId, hash: machineSecretHash(secret) });
  if (machine === null) throw wrong();
  call.actsAs(machineId);
  call.concerns(machine.institutionId);
  const scopes = grantedScopes(machine.scopes, call.body.scope ?? null);
  if (scopes === null) throw invalid([{ code: 'SCOPE_NOT_GRANTED', field: 'scope' }]);
  call.note({ scopes: scopes.join(' ') });
  const { keyDays, tokenMinutes: minutes } = securityRules().machines;
  return {
    access_token: await parts.machineTokens.issue({ machineId, scopes }, { minutes, keyDays }),
    token_type: 'Bearer',
    expires_in: minutes * MINUTE_SECONDS,
    scope: scopes.join(' '),
  };
}

/** Which of id and secret it was, nobody learns. */
const wrong = (): ApiProblem =>
  new ApiProblem(401, 'MACHINE_WRONG', { headers: { 'WWW-Authenticate': 'Basic realm="machines"' } });

/** Id and secret by HTTP Basic, or else from the form (RFC 6749, 2.3.1); null where something is missing. */
function shownBy({ body, headers: { authorization } }: Call<'getToken'>): Shown | null {
  const basic =
    typeof authorization === 'string' ? /^basic ([\w+/=-]+)$/i.exec(authorization)?.[1] : undefined;
  if (basic === undefined) {
    const { client_id: id, client_secret: secret } = body;
    return id === undefined || secret === undefined ? null : { id, secret };
  }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(fromForm);
  return UUID.test(id) ? { id, secret } : null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As forms write it; what is none is as it stands. */
function fromForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
