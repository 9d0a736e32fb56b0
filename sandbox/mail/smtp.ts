import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { explainListenFault, logLine } from '../kit/lifecycle';
import type { Mailbox } from './mailbox';

const MAX_MAIL_BYTES = 10 * 1024 * 1024;

/** Addresses of which the domain does not exist: mail for them is refused for good, as a real server would. */
const REFUSED_RECIPIENT = /@([^@]+\.)?invalid$/i;

/** An SMTP server that takes mail for anybody and answers 250 only when the message is on the disk. */
export function createSmtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    name: 'mail.sandbox.example',
    banner: 'sandbox mail',
    size: MAX_MAIL_BYTES,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      if (!REFUSED_RECIPIENT.test(address)) return callback();
      return callback(smtpError(550, 'No such mailbox'));
    },
    onData: (stream, session, callback) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      receive(mailbox, stream, to).then(
        (id) => callback(null, `kept as ${id}`),
        (fault: unknown) => callback(fault instanceof Error ? fault : new Error(String(fault))),
      );
    },
  });
}

async function receive(
  mailbox: Mailbox,
  stream: SMTPServerDataStream,
  to: readonly string[],
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, 'Message too large');
  const mail = await mailbox.receive(Buffer.concat(chunks), to);
  logLine('mail', 'received', { id: mail.id, bytes: mail.bytes, recipients: to.length });
  return mail.id;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** Opens the SMTP port and gives it back. */
export function listenSmtp(smtp: SMTPServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    smtp.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.syscall === 'listen') reject(explainListenFault(fault, port, host));
      else logLine('mail', 'connection fault', { code: fault.code ?? fault.message });
    });
    const server = smtp.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
