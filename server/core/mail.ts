import nodemailer from 'nodemailer';
import type { Logger } from './logger.ts';

export interface Mail {
  to: string;
  subject: string;
  /** Plain text; no case content, no names of clients, ever. */
  text: string;
  /** For the calendar of who gets it (RFC 5546). */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string };
  /** The same for each try, so that a mail that came twice is known for one. Without the host. */
  id?: string;
}

export interface Mailer {
  /** False when no SMTP server is set: links are then shown to copy. */
  readonly sends: boolean;
  /** @returns whether the server took the mail. A refusal is logged without the address. */
  send(mail: Mail): Promise<boolean>;
  close(): void;
}

/** Mails through the server of SMTP_URL (`smtp://user:password@host:port`); without it sends nothing. */
export function createMailer(smtpUrl: string | undefined, publicUrl: string, logger: Logger): Mailer {
  if (!smtpUrl) return { sends: false, send: async () => false, close: () => {} };
  const transport = nodemailer.createTransport(smtpUrl);
  const host = new URL(publicUrl).hostname;
  const from = `Schakel <no-reply@${host}>`;
  return {
    sends: true,
    async send({ calendar, id, ...mail }) {
      try {
        await transport.sendMail({
          ...{ from, ...mail },
          ...(id ? { messageId: `<${id}@${host}>` } : {}),
          ...(calendar
            ? { icalEvent: { method: calendar.method, content: calendar.text, filename: 'invite.ics' } }
            : {}),
        });
        return true;
      } catch (err) {
        logger.error({ code: (err as { code?: string }).code }, 'a mail was not taken by the mail server');
        return false;
      }
    },
    close: () => transport.close(),
  };
}
