import type { Answers } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';

const WORDS = words({
  once: [
    '“{name}”的密钥如下，关闭后不再显示。请立即保存；若遗失，请更换密钥。',
    'The secret of “{name}” is shown this once. Keep it now; if it gets lost, give the machine another one.',
  ],
  id: ['client_id', 'client_id'],
  secret: ['client_secret', 'client_secret'],
  copy: ['复制密钥', 'Copy the secret'],
  close: ['已保存，关闭', 'It is kept: close'],
});

interface SecretShownProps {
  readonly opened: Answers['MachineOpened'];
  readonly close: () => void;
}

/** The secret of a machine, for the one time that it is seen. */
export function SecretShown({ opened: { machine, secret }, close }: SecretShownProps) {
  const say = useWords(WORDS);
  return (
    <section className="notice notice-warn secret" aria-live="polite">
      <p>{say('once', { name: machine.name })}</p>
      <Facts
        facts={[
          [say('id'), <code key="id">{machine.id}</code>],
          [say('secret'), <code key="secret">{secret}</code>],
        ]}
      />
      <div className="row">
        <button
          type="button"
          className="button small"
          onClick={() => void navigator.clipboard.writeText(secret)}
        >
          {say('copy')}
        </button>
        <button type="button" className="button small" onClick={close}>
          {say('close')}
        </button>
      </div>
    </section>
  );
}
