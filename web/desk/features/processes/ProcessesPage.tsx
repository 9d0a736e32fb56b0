import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Asked } from '../../parts/Asked';
import { Page } from '../../parts/Page';
import { stageName } from '../../parts/processes';
import { Lights } from './Lights';
import { ProcessList } from './ProcessList';
import { StageAges } from './StageAges';
import { ADMINS } from './words';
import './processes.css';

const WORDS = words({
  title: ['流程健康', 'Process health'],
  lead: ['哪里卡住、为什么、从何时起、接下来做什么。', 'What is stuck, why, since when, and what to do.'],
  stuck: ['卡住的流程，最严重的在前', 'Stuck, the gravest first'],
  inStage: ['处于“{stage}”的流程', 'In “{stage}”'],
  all: ['回到卡住的流程', 'Back to what is stuck'],
});

const route = getRouteApi('/admin/processes');
const LOOK_EVERY_MS = 15_000;

/** The health of the processes of an institution, and what can be done about one. */
export function ProcessesPage() {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const { process, stage } = route.useSearch();
  const go = route.useNavigate();
  const figures = api.useQuery('get', '/admin/workflows/figures', undefined, {
    refetchInterval: LOOK_EVERY_MS,
  });
  const isOfStage = process !== undefined && stage !== undefined;
  return (
    <Page title={say('title')} lead={say('lead')} roles={ADMINS}>
      <AdminTabs />
      <Asked of={figures}>{(found) => <Lights figures={found} />}</Asked>
      <section className="stack" aria-labelledby="process-list">
        <div className="row spread">
          <h2 id="process-list">
            {isOfStage ? say('inStage', { stage: sayPair(stageName(process, stage)) }) : say('stuck')}
          </h2>
          {isOfStage && (
            <button type="button" className="button small" onClick={() => go({ search: {} })}>
              {say('all')}
            </button>
          )}
        </div>
        <ProcessList wish={isOfStage ? { process, stage } : { stuck: 'true' }} />
      </section>
      <Asked of={figures}>{({ stages }) => <StageAges stages={stages} />}</Asked>
    </Page>
  );
}
