import { useParams } from '@tanstack/react-router';
import { api } from '../../../../kit/api/api';
import { ScheduleTable } from '../../../../kit/loan/ScheduleTable';
import { Timeline } from '../../../../kit/timeline/Timeline';
import { useSay, useWords } from '../../../../kit/words/language';
import { STAGE_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { STAFF } from '../../../app/places';
import { Asked } from '../../../parts/Asked';
import { CaseLink } from '../../../parts/CaseLink';
import { Page } from '../../../parts/Page';
import { Wide } from '../../../parts/Wide';
import { AppealPart, RoutePart, TermsPart } from '../facts/ApplicationParts';
import { RatiosPart, ScorePart, StatementsTable } from '../facts/RiskParts';
import '../case.css';

const WORDS = words({
  application: ['申请', 'Application'],
  story: ['经过', 'Story'],
  statements: ['财务报表', 'Statements'],
  schedule: ['还款计划', 'Schedule'],
  enterprise: ['打开企业', 'The enterprise'],
  loan: ['打开贷款', 'The loan'],
  task: ['打开待办事项', 'The task that it waits for'],
});

/** An application, to be read: terms, score, approval, papers and story. */
export function ApplicationPage() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { applicationId } = useParams({ from: '/applications/$applicationId' });
  const of = api.useQuery('get', '/applications/{applicationId}', { params: { path: { applicationId } } });
  const { data } = of;
  const lead = data === undefined ? '' : sayPair(STAGE_NAMES.APPLICATION[data.stage]);
  return (
    <Page title={data?.enterpriseName ?? say('application')} lead={lead} roles={STAFF}>
      <Asked of={of}>
        {(application) => (
          <>
            <p className="row">
              <CaseLink type="ENTERPRISE" id={application.enterpriseId}>
                {say('enterprise')}
              </CaseLink>
              {application.loanId !== null && (
                <CaseLink type="LOAN" id={application.loanId}>
                  {say('loan')}
                </CaseLink>
              )}
              {application.openTask !== null && (
                <CaseLink type="TASK" id={application.openTask.id}>
                  {say('task')}
                </CaseLink>
              )}
            </p>
            <div className="record">
              <div className="stack">
                <TermsPart application={application} enterprise={null} />
                <ScorePart application={application} />
                <RatiosPart application={application} />
                <RoutePart application={application} />
                <AppealPart application={application} />
              </div>
              <div className="stack">
                <section className="case-part">
                  <h2>{say('story')}</h2>
                  <Timeline entries={application.timeline} caseType="APPLICATION" latestFirst />
                </section>
                {application.offer !== null && (
                  <section className="case-part">
                    <h2>{say('schedule')}</h2>
                    <Wide label={say('schedule')}>
                      <ScheduleTable rows={application.offer.schedule} />
                    </Wide>
                  </section>
                )}
                <section className="case-part">
                  <h2>{say('statements')}</h2>
                  <Wide label={say('statements')}>
                    <StatementsTable statements={application.statements} />
                  </Wide>
                </section>
              </div>
            </div>
          </>
        )}
      </Asked>
    </Page>
  );
}
