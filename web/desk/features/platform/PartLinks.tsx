import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { usePlaces } from '../../parts/places';

const WORDS = words({
  title: ['打开', 'Open'],
  temporal: ['Temporal 页面', 'Temporal UI'],
  mail: ['平台发出的邮件（演示）', 'Mails that went out (demo)'],
  queues: ['消息队列', 'Queues'],
  docs: ['接口说明', 'API reference'],
  openapi: ['OpenAPI 描述', 'OpenAPI description'],
  codec: ['在 Temporal 页面中查看加密内容', 'Reading sealed payloads in the Temporal UI'],
  codecHow: [
    '以管理员登录后，在 Temporal 页面右上角的眼镜图标中填写此地址，并勾选 include credentials：',
    'Signed in as admin, enter this address in the Temporal UI (glasses icon) and tick “include credentials”:',
  ],
});

/** The pages of the parts. */
export function PartLinks() {
  const say = useWords(WORDS);
  const places = usePlaces();
  return (
    <section className="card stack" aria-labelledby="part-links">
      <h2 id="part-links">{say('title')}</h2>
      <Asked of={places}>
        {({ temporalUi, mail, codec }) => (
          <>
            <p className="row">
              <a className="button small" href={temporalUi} target="_blank" rel="noreferrer">
                {say('temporal')}
              </a>
              {mail !== null && (
                <a className="button small" href={mail} target="_blank" rel="noreferrer">
                  {say('mail')}
                </a>
              )}
              <a className="button small" href="/queues">
                {say('queues')}
              </a>
              <a className="button small" href="/docs">
                {say('docs')}
              </a>
              <a className="button small" href="/api/openapi.json">
                {say('openapi')}
              </a>
            </p>
            <details>
              <summary>{say('codec')}</summary>
              <p>{say('codecHow')}</p>
              <code>{codec}</code>
            </details>
          </>
        )}
      </Asked>
    </section>
  );
}
