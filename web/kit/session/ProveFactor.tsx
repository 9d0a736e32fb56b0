import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { type Session, setSession } from './session';

const WORDS = words({
  code: ['验证码或恢复码', 'Code or recovery code'],
  prove: ['验证', 'Prove'],
  passkey: ['使用通行密钥', 'Use a passkey'],
});

type Proof = { readonly code: string } | 'PASSKEY';

/** A second factor: a code of a device, a recovery code or a passkey. @param done gets the session with its proof */
export function ProveFactor({ done }: { done?: (session: Session) => void }) {
  const say = useWords(WORDS);
  const [code, setCode] = useState('');
  const proving = useMutation({
    mutationFn: prove,
    onSuccess: (session) => {
      setCode('');
      setSession(session);
      done?.(session);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    proving.mutate({ code: code.trim() });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="field">
        <label htmlFor="factor-code">{say('code')}</label>
        <input
          id="factor-code"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </div>
      <ProblemNotice error={proving.error} />
      <div className="row">
        <button type="submit" className="button primary" disabled={proving.isPending}>
          {say('prove')}
        </button>
        {browserSupportsWebAuthn() && (
          <button type="button" className="button" onClick={() => proving.mutate('PASSKEY')}>
            {say('passkey')}
          </button>
        )}
      </div>
    </form>
  );
}

const SIX_DIGITS = /^\d{6}$/;

async function prove(proof: Proof): Promise<Session> {
  const body = proof === 'PASSKEY' ? await byPasskey() : byCode(proof.code);
  const { data, error } = await client.POST('/auth/factor', { body });
  if (error !== undefined) throw error;
  return data;
}

const byCode = (code: string) => ({
  kind: SIX_DIGITS.test(code) ? ('TOTP' as const) : ('RECOVERY_CODE' as const),
  code,
});

async function byPasskey() {
  const { data, error } = await client.GET('/auth/factor/passkey-options');
  if (error !== undefined) throw error;
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON: data.options });
  return { kind: 'PASSKEY' as const, credential: { id, rawId, type, response, clientExtensionResults: {} } };
}
