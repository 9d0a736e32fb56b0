import type { Answers } from '../../../kit/api/api';
import { Day, Instant } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AppealForm } from './AppealForm';
import { mayAppeal } from './where';

const WORDS = words({
  why: ['未通过的原因', 'Why'],
  noReason: ['未达到我机构的准入标准', 'It does not meet the criteria of the institution'],
  factors: ['评分中的主要不利因素', 'What weighed most against it'],
  until: ['可在以下日期前申诉', 'You may appeal until'],
  appeal: ['申诉', 'Appeal'],
  appealAbout: [
    '由另一名审查人复核，未参与本次决定。每笔申请可申诉一次。',
    'Another reviewer looks at it, who had no part in the decision. Once for each application.',
  ],
  yours: ['您的申诉', 'Your appeal'],
  answerBy: ['最迟答复', 'Answered by'],
  over: ['申诉期已过。', 'The time to appeal is over.'],
});

const MINUTE_MS = 60_000;

/** Why it was refused, in plain words, and the way back: an appeal. */
export function Refused({ application }: { application: Answers['Application'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const session = useSession();
  const nowMs = useBusinessNow(MINUTE_MS);
  const { refusal, assessment, appeal, appealUntil } = application;
  const today = nowMs === null ? null : shanghaiDay(nowMs);
  const factors = assessment?.reasons ?? [];
  return (
    <>
      <section className="card stack">
        <h2>{say('why')}</h2>
        <p>{refusal?.reason ?? say('noReason')}</p>
        {factors.length > 0 && (
          <>
            <h3>{say('factors')}</h3>
            <ul className="plain">
              {factors.map(({ code, text }) => (
                <li key={code}>{text}</li>
              ))}
            </ul>
          </>
        )}
      </section>
      {appeal !== null && (
        <section className="card stack">
          <h2>{say('yours')}</h2>
          <p>{sayPair(STAGE_NAMES.APPEAL[appeal.stage])}</p>
          <blockquote>{appeal.reason}</blockquote>
          {appeal.stage === 'IN_REVIEW' && (
            <small>
              {say('answerBy')} <Instant at={appeal.answerBy} />
            </small>
          )}
          {appeal.refusal !== null && <p>{appeal.refusal.reason}</p>}
        </section>
      )}
      {appeal === null && appealUntil !== null && (
        <section className="card stack">
          <h2>{say('appeal')}</h2>
          {mayAppeal(application, today) && session != null ? (
            <>
              <p>
                {say('until')} <Day day={appealUntil} />
              </p>
              <p className="quiet">{say('appealAbout')}</p>
              <AppealForm applicationId={application.id} userId={session.user.id} />
            </>
          ) : (
            <p>{say('over')}</p>
          )}
        </section>
      )}
    </>
  );
}

/** A day of the business's zone, `2026-11-27`. */
const shanghaiDay = (ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(ms);
