import { useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { Mark, type Tone } from '../../parts/Mark';
import { Viewer } from '../../parts/viewer/Viewer';
import { type PaperStanding, paperStanding } from './papers';

const WORDS = words({
  'zh-CN': ['中文', '中文'],
  en: ['English', 'English'],
  show: ['查看', 'Show'],
  hide: ['收起', 'Hide'],
  save: ['下载', 'Download'],
  number: ['编号 {number}', 'No. {number}'],
  hash: ['文件 SHA-256', 'SHA-256 of the file'],
});
const STANDINGS: Words<PaperStanding> = words({
  BEING_MADE: ['生成中', 'Being made'],
  GOOD: ['有效', 'Good'],
  WITHDRAWN: ['已撤回', 'Withdrawn'],
});
const TONES: Readonly<Record<PaperStanding, Tone>> = { BEING_MADE: 'plain', GOOD: 'good', WITHDRAWN: 'warn' };

/** One paper: what it is, how it stands, and itself. */
export function PaperCard({ paper }: { paper: Answers['Paper'] }) {
  const [say, sayStanding] = [useWords(WORDS), useWords(STANDINGS)];
  const [isOpen, open] = useState(false);
  const standing = paperStanding(paper);
  const address = `/api/papers/${paper.id}/file`;
  return (
    <>
      <p className="row">
        <strong>{paper.title}</strong>
        <Mark tone={TONES[standing]}>{sayStanding(standing)}</Mark>
        <span className="tag">{say(paper.language)}</span>
        <small>
          {say('number', { number: paper.number })} · <Day day={paper.issuedOn} />
        </small>
      </p>
      {paper.status === 'READY' && (
        <>
          <div className="row">
            <button
              type="button"
              className="button small"
              aria-expanded={isOpen}
              onClick={() => open(!isOpen)}
            >
              {say(isOpen ? 'hide' : 'show')}
            </button>
            <a href={address} download>
              {say('save')}
            </a>
            <details>
              <summary>{say('hash')}</summary>
              <code>{paper.sha256}</code>
            </details>
          </div>
          {isOpen && <Viewer name={paper.title} address={address} as="PDF" />}
        </>
      )}
    </>
  );
}
