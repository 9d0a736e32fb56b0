import { useState } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { Timeline } from '../../../../kit/timeline/Timeline';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { StatementsTable } from '../facts/RiskParts';
import { Attachments } from './Attachments';
import { Comments } from './Comments';

const WORDS = words({
  papers: ['资料', 'Papers'],
  STATEMENTS: ['财务报表', 'Statements'],
  ATTACHMENTS: ['附件', 'Attachments'],
  COMMENTS: ['内部讨论', 'Discussion'],
  STORY: ['经过', 'Story'],
});
type Tab = 'STATEMENTS' | 'ATTACHMENTS' | 'COMMENTS' | 'STORY';

/** What a case has in papers and words: statements, attachments, what colleagues said, and what happened. */
export function PapersPane({ file }: { file: Answers['TaskFile'] }) {
  const say = useWords(WORDS);
  const { application } = file.case;
  const tabs: readonly Tab[] = [
    ...(application === null ? [] : (['STATEMENTS'] as const)),
    'STORY',
    'COMMENTS',
    'ATTACHMENTS',
  ];
  const [chosen, choose] = useState<Tab | null>(null);
  const tab = chosen ?? tabs[0] ?? 'STORY';
  const counts: Partial<Record<Tab, number>> = {
    COMMENTS: file.comments.length,
    ATTACHMENTS: file.attachments.length,
  };
  return (
    <div className="papers">
      <h2 className="unseen">{say('papers')}</h2>
      <nav className="paper-tabs" aria-label={say('papers')}>
        {tabs.map((name) => (
          <button key={name} type="button" aria-pressed={name === tab} onClick={() => choose(name)}>
            {say(name)} {(counts[name] ?? 0) > 0 && <span className="figure">{counts[name]}</span>}
          </button>
        ))}
      </nav>
      {tab === 'STATEMENTS' && application !== null && (
        <StatementsTable statements={application.statements} />
      )}
      {tab === 'STORY' && <Timeline entries={file.timeline} caseType={file.task.caseType} latestFirst />}
      {tab === 'COMMENTS' && <Comments file={file} />}
      {tab === 'ATTACHMENTS' && <Attachments file={file} />}
    </div>
  );
}
