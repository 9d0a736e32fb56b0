import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { ProblemNotice } from '../api/ProblemNotice';
import { putFile } from '../api/putFile';
import { useWords } from '../words/language';
import { words } from '../words/words';
import type { PutUp } from './putUp';

const WORDS = words({
  label: ['证明材料（PDF、图片，至多 5 MB）', 'Papers (PDF or picture, 5 MB at most)'],
  adding: ['正在上传…', 'Uploading…'],
  remove: ['移除', 'Remove'],
  removeThis: ['移除 {name}', 'Remove {name}'],
});

/** Papers that are put up one by one, and go with the form when it is sent. */
export function Papers({
  papers,
  put,
  wrong,
}: {
  papers: readonly PutUp[];
  put: (papers: readonly PutUp[]) => void;
  wrong: string | undefined;
}) {
  const say = useWords(WORDS);
  const id = useId();
  const adding = useMutation({
    mutationFn: (paper: File) => putFile<PutUp>('/api/file-change-papers', paper),
    onSuccess: (added) => put([...papers, added]),
  });
  return (
    <div className="field">
      <label htmlFor={id}>{say('label')}</label>
      <input
        id={id}
        type="file"
        accept=".pdf,.jpg,.jpeg,.png,.webp,.xlsx,.docx"
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-wrong`}
        onChange={({ target }) => {
          const [paper] = target.files ?? [];
          if (paper !== undefined) adding.mutate(paper);
          target.value = '';
        }}
      />
      <span id={`${id}-wrong`} className="wrong" role="alert">
        {wrong}
      </span>
      <p role="status">{adding.isPending && say('adding')}</p>
      <ProblemNotice error={adding.error} />
      <ul className="plain">
        {papers.map((paper) => (
          <li key={paper.id}>
            {paper.name}{' '}
            <button
              type="button"
              className="button plain"
              aria-label={say('removeThis', { name: paper.name })}
              onClick={() => put(papers.filter((each) => each.id !== paper.id))}
            >
              {say('remove')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
