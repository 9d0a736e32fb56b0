import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { placeOf } from './about';

const WORDS = words({
  unread: ['未读', 'Not read'],
  EMAIL: ['邮件', 'Mail'],
  SMS: ['短信', 'Short message'],
  failed: ['未能送达', 'Could not be delivered'],
  look: ['查看详情', 'Look at it'],
});

/** A message: what it is about, and its words once it is opened; opening is reading. */
export function Message({ message, read }: { message: Answers['SentMessage']; read: () => void }) {
  const say = useWords(WORDS);
  const { channel, facts, paragraphs, readAt, status, subject, toldAt } = message;
  const place = placeOf(message);
  return (
    <details
      className="card message"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && readAt === null) read();
      }}
    >
      <summary>
        <span className="spread">
          <span className={readAt === null ? 'subject unread' : 'subject'}>{subject}</span>
          {readAt === null && (
            <span className="state" data-mood="DO">
              {say('unread')}
            </span>
          )}
        </span>
        <small>
          <Instant at={toldAt} /> · {say(channel)}
          {status === 'FAILED' && ` · ${say('failed')}`}
        </small>
      </summary>
      <div className="stack">
        {paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {facts.length > 0 && (
          <dl className="figures">
            {facts.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {place !== null && (
          <Link {...place} className="button">
            {say('look')}
          </Link>
        )}
      </div>
    </details>
  );
}
