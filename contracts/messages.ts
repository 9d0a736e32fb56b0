/** How a message reaches a person. */
export const MESSAGE_CHANNELS = ['EMAIL', 'SMS'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** FAILED: no further attempt will be made without a person. */
export const MESSAGE_STATUSES = ['WAITING', 'SENDING', 'SENT', 'FAILED'] as const;
