export { type RenderedMail, renderMail } from './render';
export {
  isMessageKind,
  MESSAGE_KINDS,
  type MessageKind,
  type MessageValues,
  writeMessage,
} from './templates';
export {
  createMailTransport,
  MailFault,
  type MailOutcome,
  type MailSettings,
  type MailTransport,
} from './transport';
