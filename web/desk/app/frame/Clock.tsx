import { useBusinessNow, usePlatformClock } from '../../../kit/live/clock';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { clockText } from './clockText';

const WORDS = words({ business: ['业务时间', 'Business time'] });

/** The platform's time. That it is not the computer's is said where it is so. */
export function Clock() {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const clock = usePlatformClock();
  const nowMs = useBusinessNow();
  if (clock === null || nowMs === null) return <span className="desk-clock" />;
  const { text, isOther } = clockText(nowMs, Date.now(), clock.speed, language);
  return (
    <span className="desk-clock figure" title={say('business')}>
      {isOther && <small>{say('business')} </small>}
      {text}
    </span>
  );
}
