import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { knock } from '../../../../kit/api/doorkeeper';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { Instant } from '../../../../kit/figures/figures';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { lookAtTasks } from '../../../app/tasks/acts';
import { Viewer } from '../../../parts/viewer/Viewer';
import { shownAs } from '../../../parts/viewer/viewing';

const WORDS = words({
  none: ['尚无附件。', 'No papers yet.'],
  add: [
    '上传附件（PDF、图片、XLSX、DOCX，至多 5 MB）',
    'Attach a paper (PDF, picture, XLSX, DOCX; 5 MB at most)',
  ],
  adding: ['正在上传', 'Uploading'],
  show: ['查看', 'Show'],
  hide: ['收起', 'Hide'],
  save: ['下载', 'Download'],
  size: ['{size} kB · {author}', '{size} kB · {author}'],
});
const KILOBYTE = 1_024;

/** Papers of the case: to be saved, and to be put there. */
export function Attachments({ file: { task, attachments } }: { file: Answers['TaskFile'] }) {
  const say = useWords(WORDS);
  const id = useId();
  const attach = useMutation({
    mutationFn: (paper: File) => putThere(task.id, paper),
    onSettled: lookAtTasks,
  });
  return (
    <div className="stack">
      {attachments.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="comments">
        {attachments.map((paper) => (
          <li key={paper.id}>
            <Attachment taskId={task.id} paper={paper} />
          </li>
        ))}
      </ul>
      <div className="field">
        <label htmlFor={id}>{say('add')}</label>
        <input
          id={id}
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp,.xlsx,.docx"
          onChange={({ target }) => {
            const [paper] = target.files ?? [];
            if (paper !== undefined) attach.mutate(paper);
            target.value = '';
          }}
        />
      </div>
      <p role="status">{attach.isPending && say('adding')}</p>
      <ProblemNotice error={attach.error} />
    </div>
  );
}

interface AttachmentProps {
  readonly taskId: string;
  readonly paper: Answers['Attachment'];
}

/** A paper: looked at in its place where it can be, and saved. */
function Attachment({ taskId, paper }: AttachmentProps) {
  const say = useWords(WORDS);
  const [isOpen, open] = useState(false);
  const as = shownAs(paper.mediaType);
  const address = `/api/tasks/${taskId}/attachments/${paper.id}`;
  return (
    <>
      <strong>{paper.name}</strong>
      <br />
      <small>
        {say('size', { size: Math.ceil(paper.bytes / KILOBYTE), author: paper.author.name })} ·{' '}
        <Instant at={paper.createdAt} />
      </small>
      <p className="row">
        {as !== null && (
          <button type="button" className="button small" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
            {say(isOpen ? 'hide' : 'show')}
          </button>
        )}
        <a href={address} download={paper.name}>
          {say('save')}
        </a>
      </p>
      {isOpen && as !== null && <Viewer name={paper.name} address={address} as={as} />}
    </>
  );
}

/** Sends the file itself, as the API asks for. @throws the problem of the API */
async function putThere(taskId: string, paper: File): Promise<void> {
  const url = new URL(`/api/tasks/${taskId}/attachments`, location.href);
  url.searchParams.set('name', paper.name);
  const headers = { 'content-type': 'application/octet-stream' };
  // Read whole: what was asked to wait (a session that has ended) is sent again as it was.
  const response = await knock(
    new Request(url, { method: 'POST', headers, body: await paper.arrayBuffer() }),
  );
  if (!response.ok) throw await response.json();
}
