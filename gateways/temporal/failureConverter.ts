import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces of failures may quote what they failed on: they are encrypted like payloads. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
