import { Link } from '@tanstack/react-router';
import { Instant, instantText, Money } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES, TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { Mark } from '../../parts/Mark';
import { AFTER_ANSWER, NEXT, nextOf, type Story, type StoryOrder } from './story';
import { PAYMENT_TONES } from './words';
import './finance.css';

const WORDS = words({
  title: ['经过', 'The story'],
  order: ['第 {number} 笔指令', 'Order {number}'],
  sent: ['提交银行', 'Sent to the bank'],
  filed: ['登记', 'On file since'],
  answer: ['银行答复：{text}（{code}）', 'The bank: {text} ({code})'],
  noAnswer: ['银行尚未答复', 'The bank has not answered yet'],
  paid: ['银行答复：成功（{reference}）', 'The bank: paid ({reference})'],
  next: ['下一步', 'What comes next'],
  openTask: ['打开待办', 'Open the task'],
});

/** Order after order, what the bank said of each, and what comes next. */
export function PaymentStory({ story, paymentId }: { story: Story; paymentId: string }) {
  const say = useWords(WORDS);
  return (
    <section className="card stack" aria-labelledby="payment-story">
      <h2 id="payment-story">{say('title')}</h2>
      <ol className="story">
        {story.orders.map((order, index) => (
          <li key={order.id} aria-current={order.id === paymentId ? 'true' : undefined}>
            <OrderTold order={order} number={index + 1} isThis={order.id === paymentId} />
          </li>
        ))}
        <li className="story-next">
          <NextTold story={story} />
        </li>
      </ol>
    </section>
  );
}

function OrderTold({ order, number, isThis }: { order: StoryOrder; number: number; isThis: boolean }) {
  const [say, sayStatus, sayAfter] = [
    useWords(WORDS),
    useWords(PAYMENT_STATUS_NAMES),
    useWords(AFTER_ANSWER),
  ];
  const { answer, code, bankReference, submittedAt } = order;
  const title = say('order', { number });
  return (
    <div className="stack story-order">
      <div className="row">
        <h3>
          {isThis ? (
            title
          ) : (
            <Link to="/finance/payments/$paymentId" params={{ paymentId: order.id }}>
              {title}
            </Link>
          )}
        </h3>
        <Money fen={order.amountFen} />
        <Mark tone={PAYMENT_TONES[order.status]}>{sayStatus(order.status)}</Mark>
      </div>
      <p className="quiet">
        {say(submittedAt === null ? 'filed' : 'sent')} <Instant at={submittedAt ?? order.createdAt} />
      </p>
      {answer !== null && code !== null && (
        <p>
          {say('answer', { text: answer.text, code })} → {sayAfter(answer.class)}
        </p>
      )}
      {order.status === 'SUCCEEDED' && <p>{say('paid', { reference: bankReference ?? '—' })}</p>}
      {order.status === 'SUBMITTED' && answer === null && <p>{say('noAnswer')}</p>}
    </div>
  );
}

function NextTold({ story }: { story: Story }) {
  const [say, sayNext, sayTask] = [useWords(WORDS), useWords(NEXT), useWords(TASK_NAMES)];
  const { language } = useLanguage();
  const { key, at, task } = nextOf(story);
  const values = {
    at: at === null ? '' : instantText(at, language),
    task: task === null ? '' : sayTask(task.kind),
  };
  return (
    <div className="stack story-order" aria-live="polite">
      <h3>{say('next')}</h3>
      <p>{sayNext(key, values)}</p>
      {task !== null && (
        <CaseLink type="TASK" id={task.id}>
          {say('openTask')}
        </CaseLink>
      )}
    </div>
  );
}
