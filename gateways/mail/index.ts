export { type RenderedMail, renderMail } from './render';
export { writeMessage } from './templates';
export {
  createMailTransport,
  MailFault,
  type MailOutcome,
  type MailSettings,
  type MailTransport,
} from './transport';
