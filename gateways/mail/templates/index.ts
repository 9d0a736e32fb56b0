import { isMessageKind, type Letterhead, readMessage } from '../../../contracts/messages';
import { accept, type Result, refuse } from '../../../domain/result';
import { accountTemplates } from './account';
import { applicationTemplates } from './application';
import type { MessageText, Templates } from './define';
import { feeTemplates } from './fee';
import { fileChangeTemplates } from './fileChange';
import { loanTemplates } from './loan';
import { noticeTemplates } from './notices';
import { onboardingTemplates } from './onboarding';
import { staffTemplates } from './staff';

const TEMPLATES: Templates = {
  ...accountTemplates,
  ...onboardingTemplates,
  ...staffTemplates,
  ...applicationTemplates,
  ...fileChangeTemplates,
  ...loanTemplates,
  ...feeTemplates,
  ...noticeTemplates,
};

/** What a message of a kind says; kind and values come from its row. */
export function writeMessage(
  kind: string,
  values: unknown,
): Result<MessageText & Letterhead, 'MESSAGE_KIND_UNKNOWN' | 'MESSAGE_VALUES_INVALID'> {
  if (!isMessageKind(kind)) return refuse('MESSAGE_KIND_UNKNOWN', undefined, { kind });
  const read = readMessage(kind, values);
  if (!read.ok) return read;
  // The kind ties template and values; that it is the same kind twice is lost on the compiler.
  const write = TEMPLATES[kind] as (values: unknown) => MessageText;
  const { enterpriseName, institutionName } = read.value;
  return accept({ ...write(read.value), enterpriseName, institutionName });
}
