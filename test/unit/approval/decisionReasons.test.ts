import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findText, keysOf } from '../../../contracts/texts/texts';
import {
  DECISION_REASON_CODES,
  type GivenReason,
  isConfidential,
  judgeReason,
  keptReason,
  reasonCodesAbout,
  reasonCodesFor,
} from '../../../domain/approval/decisionReasons';
import { TASK_KINDS, TASK_RULES, type TaskKind, type TaskRule } from '../../../domain/approval/tasks';

const judged = (kind: TaskKind, decision: string, given: Partial<GivenReason>, asked = 'ALL_CLEAR') => {
  const verdict = judgeReason(TASK_RULES[kind], decision, { reason: '', ...given }, asked);
  return verdict.ok ? 'accepted' : verdict.refusal;
};

describe('why somebody says no', () => {
  it.each([
    ['nothing at all', {}, { code: 'REASON_REQUIRED' }],
    ['blanks', { reason: '  ' }, { code: 'REASON_REQUIRED' }],
    ['words alone', { reason: 'no lease' }, 'accepted'],
    ['a number alone', { reasonCode: 'D401' }, 'accepted'],
    ['both', { reasonCode: 'D401', reason: 'the lease' }, 'accepted'],
    ['the number of what has none, without words', { reasonCode: 'D900' }, { code: 'REASON_REQUIRED' }],
    [
      'a number that nobody knows',
      { reasonCode: 'D999' },
      { code: 'REASON_CODE_NOT_OFFERED', field: 'reasonCode' },
    ],
    [
      'a name of every object',
      { reasonCode: 'constructor' },
      { code: 'REASON_CODE_NOT_OFFERED', field: 'reasonCode' },
    ],
    [
      'a number about something else',
      { reasonCode: 'D501' },
      { code: 'REASON_CODE_NOT_OFFERED', field: 'reasonCode' },
    ],
  ] as const)('is given as %s', (_what, given, expected) => {
    expect(judged('REVIEW_APPLICATION', 'REJECT', given)).toEqual(expected);
  });

  it('is not told where it is confidential: words for the applicant are refused, and a note is asked for', () => {
    const blocked = (given: Partial<GivenReason>) =>
      judged('CONFIRM_SCREENING', 'REJECT', { reasonCode: 'D103', ...given });
    expect(blocked({})).toEqual({ code: 'REASON_REQUIRED', field: 'note' });
    expect(blocked({ note: 'U-101', reason: 'you are on a list' })).toEqual({
      code: 'REASON_IS_CONFIDENTIAL',
      field: 'reason',
    });
    expect(blocked({ note: 'U-101' })).toBe('accepted');
  });

  it('is no reason for a yes', () => {
    expect(judged('REVIEW_APPLICATION', 'APPROVE', { reasonCode: 'D201' })).toMatchObject({
      code: 'REASON_CODE_NOT_OFFERED',
    });
    expect(judged('REVIEW_APPLICATION', 'APPROVE', {})).toBe('accepted');
  });

  it('is asked for with a yes too, where the task was asked for what must be explained', () => {
    expect(judged('REVIEW_ENTERPRISE', 'APPROVE', {}, 'SCREENING_BLOCKED')).toEqual({
      code: 'REASON_REQUIRED',
    });
    expect(judged('REVIEW_ENTERPRISE', 'APPROVE', { reason: 'another' }, 'SCREENING_BLOCKED')).toBe(
      'accepted',
    );
    expect(judged('REVIEW_ENTERPRISE', 'APPROVE', {}, 'SCREENING_HIT')).toBe('accepted');
  });

  it('counts under a number wherever the applicant is refused, and under none elsewhere', () => {
    const numberOf = (kind: TaskKind, decision: string, reasonCode?: string) =>
      keptReason(TASK_RULES[kind], { decision, reason: 'so', reasonCode }).reasonCode;
    expect(numberOf('REVIEW_APPLICATION', 'REJECT', 'D201')).toBe('D201');
    expect(numberOf('REVIEW_APPLICATION', 'REJECT')).toBe('D900');
    expect(numberOf('REVIEW_APPLICATION', 'APPROVE')).toBeNull();
    expect(numberOf('CONFIRM_PAYMENT', 'DISAGREE')).toBeNull();
  });
});

describe('numbers of reasons', () => {
  it('have words inside, and words for the applicant but for the one that is in own words', () => {
    expect(keysOf('decisionReasons')).toEqual(DECISION_REASON_CODES);
    expect(keysOf('toldReasons')).toEqual(DECISION_REASON_CODES.filter((code) => code !== 'D900'));
  });

  it('tell the applicant nothing of what is confidential', () => {
    for (const code of DECISION_REASON_CODES.filter(isConfidential)) {
      const told = ['zh-CN', 'en'] as const;
      for (const locale of told) {
        expect(findText(locale, 'toldReasons', code)).not.toMatch(
          /list|名单|fraud|欺诈|launder|洗钱|suspic|嫌疑/i,
        );
      }
    }
  });

  it('are each offered somewhere', () => {
    const offered = TASK_KINDS.flatMap((kind) => {
      const rule: TaskRule = TASK_RULES[kind];
      return rule.decisions.flatMap((decision) => reasonCodesFor(rule, decision));
    });
    const ofParts = reasonCodesAbout('FILE_PART');
    expect(new Set([...offered, ...ofParts])).toEqual(new Set(DECISION_REASON_CODES));
    expect(ofParts.filter(isConfidential)).toEqual([]);
  });

  it('that are confidential are those of which the database lets nothing be told', () => {
    const path = join(__dirname, '../../../prisma/migrations/20261123210100_cases/migration.sql');
    const [, list = ''] =
      /decision_confidential CHECK \(reason_code NOT IN \(([^)]*)\)/.exec(readFileSync(path, 'utf8')) ?? [];
    expect(list.match(/D\d+/g)).toEqual(DECISION_REASON_CODES.filter(isConfidential));
  });
});
