import type { Express, Response } from 'express';
import { z } from 'zod';
import { answerPage, answerProblem, escapeHtml, htmlTable, rawHtml } from '../kit/http';
import type { Mailbox, MailContent, MailSummary } from './mailbox';

/** A message's own markup may style itself and show what it carries; it may run nothing and load nothing. */
const MESSAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const LISTED = 500;

const filterSchema = z.object({
  to: z.string().optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});

/** The inbox for people at `/`, and for programs under `/api`. */
export function mailRoutes(app: Express, mailbox: Mailbox): void {
  apiRoutes(app, mailbox);
  app.get('/', (request, response) => {
    const mails = mailbox.list(filterSchema.parse(request.query));
    answerPage(response, '收件箱 Inbox', listHtml(mails));
  });
  app.get('/messages/:id', async (request, response) => {
    const content = await mailbox.content(request.params.id);
    if (content === undefined) return answerNotFound(response);
    answerPage(response, content.subject, messageHtml(content));
  });
  app.get('/messages/:id/html', async (request, response) => {
    const content = await mailbox.content(request.params.id);
    if (content === undefined) return answerNotFound(response);
    response
      .set('content-security-policy', MESSAGE_POLICY)
      .set('x-content-type-options', 'nosniff')
      .set('referrer-policy', 'no-referrer')
      .type('html')
      .send(content.html);
  });
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok', messages: mailbox.list({}).length });
  });
}

function apiRoutes(app: Express, mailbox: Mailbox): void {
  app.get('/api/messages', (request, response) => {
    const filter = filterSchema.parse(request.query);
    const since = filter.since === undefined ? undefined : new Date(filter.since).toISOString();
    response.json({ messages: mailbox.list({ to: filter.to, since }) });
  });
  app.get('/api/messages/:id', async (request, response) => {
    const content = await mailbox.content(request.params.id);
    if (content === undefined) return answerNotFound(response);
    response.json(content);
  });
  app.delete('/api/messages/:id', async (request, response) => {
    await mailbox.remove([request.params.id].filter((id) => mailbox.list({}).some((mail) => mail.id === id)));
    response.status(204).end();
  });
  app.delete('/api/messages', async (_request, response) => {
    await mailbox.removeAll();
    response.status(204).end();
  });
}

function answerNotFound(response: Response): void {
  answerProblem(response, 404, 'NO_SUCH_MESSAGE');
}

function listHtml(mails: readonly MailSummary[]): string {
  const rows = mails
    .slice(0, LISTED)
    .map(({ id, receivedAt, subject, to }) => [
      receivedAt,
      to.join(', '),
      rawHtml(`<a href="/messages/${escapeHtml(id)}">${escapeHtml(subject || '(no subject)')}</a>`),
    ]);
  return `<h1>收件箱 / Inbox (${mails.length})</h1>
<p>平台发出的邮件都到这里，不会离开本机。 / Mail of the platform ends here and never leaves this machine.</p>
${htmlTable(['时间 Time', '收件人 To', '主题 Subject'], rows)}`;
}

function messageHtml(content: MailContent): string {
  const { attachments, from, html, id, links, receivedAt, subject, text, to } = content;
  const linkItems = links.map(
    (link) =>
      `<li><a href="${escapeHtml(link)}" target="_blank" rel="noopener noreferrer">${escapeHtml(link)}</a></li>`,
  );
  const frame = `<iframe sandbox="" title="HTML" src="/messages/${escapeHtml(id)}/html"></iframe>`;
  return `<p><a href="/">← 收件箱 Inbox</a></p><h1>${escapeHtml(subject)}</h1>
<p>${escapeHtml(from)} → ${escapeHtml(to.join(', '))} · ${escapeHtml(receivedAt)}</p>
<h2>链接 / Links</h2><ul>${linkItems.join('') || '<li class="none">无 / none</li>'}</ul>
${html === '' ? '' : `<h2>HTML</h2>${frame}`}
<h2>文本 / Text</h2><pre>${escapeHtml(text)}</pre>
${
  attachments.length === 0
    ? ''
    : `<h2>附件 / Attachments</h2>${htmlTable(
        ['文件 File', '类型 Type', 'Bytes'],
        attachments.map((file) => [file.filename, file.contentType, file.bytes]),
      )}`
}`;
}
