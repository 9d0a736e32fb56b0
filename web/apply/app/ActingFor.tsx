import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api } from '../../kit/api/api';
import { ProblemNotice } from '../../kit/api/ProblemNotice';
import { factorNeed, lookAtSession, type Session, useSession } from '../../kit/session/session';
import { useLanguage, useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  label: ['代表的企业', 'Acting for'],
  at: ['{name} · {institution}', '{name} · {institution}'],
  manage: ['管理', 'Manage'],
});

/** The enterprise that is on the screens, and the way to another one of the person's. */
export function ActingFor({ enterprise }: { enterprise: NonNullable<Session['enterprise']> }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const session = useSession() ?? null;
  const isProved = session !== null && factorNeed(session) === 'NONE';
  const { data } = api.useQuery('get', '/me/enterprises', {}, { enabled: isProved });
  const { error, act, isActing } = useActFor();
  useOneEnterprise(enterprise.id);
  const own = data?.items ?? [];
  return (
    <>
      <div className="acting">
        {own.length > 1 ? (
          <select
            aria-label={say('label')}
            value={enterprise.id}
            disabled={isActing}
            onChange={(event) => act(event.target.value)}
          >
            {own.map(({ id, name, institution }) => (
              <option key={id} value={id}>
                {say('at', {
                  name,
                  institution: language === 'en' ? institution.nameEn : institution.nameZh,
                })}
              </option>
            ))}
          </select>
        ) : (
          <span>{enterprise.name}</span>
        )}
        <Link to="/enterprises">{say('manage')}</Link>
      </div>
      <ProblemNotice error={error} />
    </>
  );
}

/** Tells the other tabs of this browser that one of them has switched. */
const SWITCHES = 'switches';

/** Acts for another enterprise: every screen begins anew, with nothing of the one before. */
export function useActFor() {
  const acting = api.useMutation('post', '/me/enterprise', {
    onSuccess: () => {
      const others = new BroadcastChannel(SWITCHES);
      others.postMessage(null);
      others.close();
      location.assign('/home');
    },
  });
  return {
    error: acting.error,
    isActing: acting.isPending || acting.isSuccess,
    act: (enterpriseId: string) => acting.mutate({ body: { enterpriseId } }),
  };
}

/** Where another tab has switched, or another person has signed in, what stands on this one's screen is not theirs. */
function useOneEnterprise(id: string): void {
  const shown = useRef(id);
  useEffect(() => {
    if (shown.current !== id) location.assign('/home');
  }, [id]);
  useEffect(() => {
    const others = new BroadcastChannel(SWITCHES);
    others.onmessage = () => void lookAtSession();
    return () => others.close();
  }, []);
}
