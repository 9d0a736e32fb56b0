export { createSmsGateway, type SmsGateway, type SmsOutcome } from './client';
export { renderSms } from './render';
