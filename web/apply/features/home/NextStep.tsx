import { Link } from '@tanstack/react-router';
import enSteps from '../../../../contracts/texts/en/steps.json';
import zhSteps from '../../../../contracts/texts/zh-CN/steps.json';
import type { Answers } from '../../../kit/api/api';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { bankCodePair } from '../../../kit/words/bankCodes';
import { useSay, useWords } from '../../../kit/words/language';
import { STAGE_NAMES } from '../../../kit/words/names';
import { pairs, words } from '../../../kit/words/words';
import { cardOf, STEP_ABOUT, type StepCard } from './nextStep';

const TITLES = pairs(zhSteps, enSteps);

const WORDS = words({
  by: ['截止', 'By'],
  due: ['到期日', 'Due on'],
  wasDue: ['应于', 'Was due on'],
  since: ['自', 'Since'],
  answerBy: ['最迟答复', 'Answered by'],
  pay: ['去还款', 'Pay'],
  look: ['查看详情', 'Look at it'],
  supply: ['补充资料', 'Supply it'],
  correct: ['更正资料', 'Correct it'],
  offer: ['查看要约', 'See the offer'],
  appeal: ['查看原因与申诉', 'See why, and appeal'],
  apply: ['申请贷款', 'Apply for a loan'],
  file: ['查看企业资料', 'See your file'],
  overdue: ['接下来会怎样', 'What comes next'],
});

type Step = Answers['HomeStep'];

/** One thing to do or to wait for; the first one is what the page is about. */
export function NextStep({ step, isFirst = false }: { step: Step; isFirst?: boolean }) {
  const sayPair = useSay();
  const say = useWords(WORDS);
  const card = cardOf(step);
  const Title = isFirst ? 'h1' : 'h3';
  return (
    <section className="card stack next" data-mood={card.mood}>
      <Title>{sayPair(TITLES[step.kind])}</Title>
      {card.amountFen !== null && (
        <p className={isFirst ? 'offer-amount' : undefined}>
          <Money fen={card.amountFen} />
        </p>
      )}
      <When when={card.when} />
      <About step={step} />
      <Link {...card.goal} className={isFirst && card.mood !== 'PLAIN' ? 'button primary' : 'button'}>
        {say(card.button)}
      </Link>
      {step.kind === 'PAY_NOW' && step.daysPastDue > 0 && (
        <Link to="/loans/$loanId/overdue" params={{ loanId: step.loanId }}>
          {say('overdue')}
        </Link>
      )}
    </section>
  );
}

function When({ when }: { when: StepCard['when'] }) {
  const say = useWords(WORDS);
  if (when === null) return null;
  return (
    <p>
      {say(when.said)} {when.isDay ? <Day day={when.at} /> : <Instant at={when.at} />}
    </p>
  );
}

/** What more there is to say about it. */
function About({ step }: { step: Step }) {
  const sayPair = useSay();
  const said = aboutOf(step, sayPair);
  return said === null ? null : <p className="quiet">{said}</p>;
}

function aboutOf(step: Step, say: ReturnType<typeof useSay>): string | null {
  if (step.kind === 'PAY_INSTALMENT') return say(STEP_ABOUT.auto);
  if (step.kind === 'PAY_FEE') {
    const { name, settlement } = step;
    return say(settlement === 'OFFLINE' ? STEP_ABOUT.feeByTransfer : STEP_ABOUT.feeByDebit, { name });
  }
  if (step.kind === 'PAY_NOW') {
    if (step.daysPastDue > 0) return say(STEP_ABOUT.late, { days: step.daysPastDue });
    const code = step.failedDebit?.code ?? null;
    return code === null ? null : say(STEP_ABOUT.declined, { why: say(bankCodePair(code)) });
  }
  if (step.kind === 'WAIT_FOR_DECISION') return say(STAGE_NAMES.APPLICATION[step.stage]);
  if (step.kind === 'WAIT_FOR_REGISTRATION') return say(STAGE_NAMES.ONBOARDING[step.stage]);
  if ('refusal' in step && step.refusal !== null) return step.refusal.reason;
  return null;
}
