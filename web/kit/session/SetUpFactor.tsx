import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { type Session, setSession } from './session';

const WORDS = words({
  passkey: ['添加通行密钥', 'Add a passkey'],
  passkeyName: ['通行密钥', 'Passkey'],
  device: ['使用验证器应用', 'Use an authenticator app'],
  deviceName: ['验证器', 'Authenticator app'],
  secret: [
    '在验证器中输入此密钥，再填写它显示的六位验证码',
    'Type this secret into the app, then the six digits that it shows',
  ],
  code: ['六位验证码', 'Six digits'],
  confirm: ['确认', 'Confirm'],
  recovery: ['恢复码只显示这一次，请抄在纸上保存', 'Recovery codes, shown this once: keep them on paper'],
  kept: ['我已保存', 'I have kept them'],
});

/** Sets up a second factor, and shows the recovery codes of the first one. @param done gets the session after it */
export function SetUpFactor({ done }: { done?: (session: Session) => void }) {
  const say = useWords(WORDS);
  const [secret, setSecret] = useState<string | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const added = useMutation({ mutationFn: addPasskey, onSuccess: shown });
  const begun = useMutation({ mutationFn: beginTotp, onSuccess: setSecret });
  const confirmed = useMutation({ mutationFn: confirmTotp, onSuccess: shown });
  const ended = useMutation({
    mutationFn: sessionNow,
    onSuccess: (session) => {
      setSession(session);
      done?.(session);
    },
  });

  function shown(recoveryCodes: readonly string[]): void {
    setCodes(recoveryCodes);
    if (recoveryCodes.length === 0) ended.mutate();
  }
  const confirm = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    confirmed.mutate(String(new FormData(event.currentTarget).get('code')).trim());
  };

  if (codes !== null && codes.length > 0) {
    return (
      <div className="stack">
        <p>{say('recovery')}</p>
        <pre className="codes">{codes.join('\n')}</pre>
        <button type="button" className="button primary" onClick={() => ended.mutate()}>
          {say('kept')}
        </button>
      </div>
    );
  }
  return (
    <div className="stack">
      {browserSupportsWebAuthn() && (
        <button type="button" className="button" onClick={() => added.mutate(say('passkeyName'))}>
          {say('passkey')}
        </button>
      )}
      {secret === null ? (
        <button type="button" className="button" onClick={() => begun.mutate(say('deviceName'))}>
          {say('device')}
        </button>
      ) : (
        <form className="stack" onSubmit={confirm}>
          <p>{say('secret')}</p>
          <code>{secret}</code>
          <div className="field">
            <label htmlFor="totp-code">{say('code')}</label>
            <input id="totp-code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
          </div>
          <button type="submit" className="button primary">
            {say('confirm')}
          </button>
        </form>
      )}
      <ProblemNotice error={added.error ?? begun.error ?? confirmed.error ?? ended.error} />
    </div>
  );
}

async function addPasskey(name: string): Promise<readonly string[]> {
  const offered = await client.GET('/me/factors/passkey-options');
  if (offered.error !== undefined) throw offered.error;
  const { id, rawId, type, response } = await startRegistration({ optionsJSON: offered.data.options });
  const { clientDataJSON, attestationObject, transports } = response;
  const credential = {
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON,
      attestationObject,
      ...(transports === undefined ? {} : { transports: known(transports) }),
    },
  };
  const { data, error } = await client.POST('/me/factors/passkeys', { body: { name, credential } });
  if (error !== undefined) throw error;
  return data.recoveryCodes;
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const known = (names: readonly string[]) => TRANSPORTS.filter((transport) => names.includes(transport));

async function beginTotp(name: string): Promise<string> {
  const { data, error } = await client.POST('/me/factors/totp', { body: { name } });
  if (error !== undefined) throw error;
  return data.secret;
}

async function confirmTotp(code: string): Promise<readonly string[]> {
  const { data, error } = await client.POST('/me/factors/totp/confirmation', { body: { code } });
  if (error !== undefined) throw error;
  return data.recoveryCodes;
}

async function sessionNow(): Promise<Session> {
  const { data, error } = await client.GET('/auth/session');
  if (error !== undefined) throw error;
  return data;
}
