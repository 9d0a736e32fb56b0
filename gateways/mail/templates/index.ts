import { accept, type Result, refuse } from '../../../domain/result';
import { accountTemplates } from './account';
import { applicationTemplates } from './application';
import type { MessageTemplate, MessageText } from './define';
import { loanTemplates } from './loan';
import { onboardingTemplates } from './onboarding';

const TEMPLATES = {
  ...onboardingTemplates,
  ...applicationTemplates,
  ...loanTemplates,
  ...accountTemplates,
} satisfies Record<string, MessageTemplate>;

/** Kinds of message that there is a template for. */
export type MessageKind = keyof typeof TEMPLATES;

export const MESSAGE_KINDS = Object.keys(TEMPLATES) as readonly MessageKind[];

export type MessageValues = Readonly<Record<string, unknown>>;

export function isMessageKind(kind: string): kind is MessageKind {
  return Object.hasOwn(TEMPLATES, kind);
}

/**
 * What a message of a kind says. Call it before a message is written to its row too, so that values that
 * are missing are found by the process that should give them.
 * @returns refusals MESSAGE_KIND_UNKNOWN, MESSAGE_VALUES_INVALID with the names of the values in `fields`
 */
export function writeMessage(
  kind: string,
  values: MessageValues,
): Result<MessageText, 'MESSAGE_KIND_UNKNOWN' | 'MESSAGE_VALUES_INVALID'> {
  if (!isMessageKind(kind)) return refuse('MESSAGE_KIND_UNKNOWN', undefined, { kind });
  const template: MessageTemplate = TEMPLATES[kind];
  const checked = template.needs.safeParse(values);
  if (checked.success) return accept(template.write(values));
  const fields = checked.error.issues.map((issue) => issue.path.join('.')).join(', ');
  return refuse('MESSAGE_VALUES_INVALID', undefined, { kind, fields });
}
