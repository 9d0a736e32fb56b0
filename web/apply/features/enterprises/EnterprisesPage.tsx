import { Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import type { Session } from '../../../kit/session/session';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { useActFor } from '../../app/ActingFor';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { People } from './People';
import { TakeFile } from './TakeFile';

const WORDS = words({
  title: ['企业与人员', 'Enterprises and people'],
  own: ['您代表的企业', 'Enterprises that you act for'],
  current: ['当前', 'Now'],
  act: ['切换', 'Act for it'],
  actFor: ['切换到 {name}（{institution}）', 'Act for {name} ({institution})'],
  further: ['注册另一家企业', 'Register a further enterprise'],
});

/** The enterprises of a person, and the people of the one that is acted for. */
export function EnterprisesPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <SignedIn>
      {({ enterprise }) =>
        enterprise && (
          <div className="stack">
            <h1>{say('title')}</h1>
            <Own />
            {enterprise.stage === 'ACTIVE' && <Active enterprise={enterprise} />}
          </div>
        )
      }
    </SignedIn>
  );
}

function Active({ enterprise }: { enterprise: NonNullable<Session['enterprise']> }) {
  return (
    <>
      <TakeFile enterpriseName={enterprise.name} />
      <People />
    </>
  );
}

function Own() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language } = useLanguage();
  const { data, error, refetch } = api.useQuery('get', '/me/enterprises');
  const { act, error: actError, isActing } = useActFor();
  if (data === undefined) return <Waiting error={error} again={refetch} />;
  return (
    <section className="card stack">
      <h2>{say('own')}</h2>
      <ProblemNotice error={actError} />
      <ul className="case-list">
        {data.items.map(({ id, name, institution, stage, isCurrent }) => {
          const at = language === 'en' ? institution.nameEn : institution.nameZh;
          return (
            <li key={id} className="row spread">
              <span className="stack-tight">
                <strong>{name}</strong>
                <small>
                  {at} · {sayPair(STAGE_NAMES.ONBOARDING[stage])}
                </small>
              </span>
              {isCurrent ? (
                <span className="state" data-mood="GOOD">
                  {say('current')}
                </span>
              ) : (
                <button
                  type="button"
                  className="button"
                  aria-label={say('actFor', { name, institution: at })}
                  disabled={isActing}
                  onClick={() => act(id)}
                >
                  {say('act')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <Link to="/enterprises/new" className="button">
        {say('further')}
      </Link>
    </section>
  );
}
