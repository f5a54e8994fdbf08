import { createHash } from 'node:crypto';
import type { Answer } from '../../core/answers.ts';
import { NotFound } from '../../core/errors.ts';
import { inLanguage, translator } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import { feedWithSecret } from '../../features/meetings/calendars/queries.ts';
import { paths } from '../../paths.ts';
import { type CalendarEvent, calendarText } from './mapping.ts';

/**
 * When somebody meets, for their calendar program. Whoever has the address reads it, so it holds no content: the name of
 * the body unless that is inside one organisation, the time, and a link that asks to sign in. No title, place, online
 * room, person or answer. @throws NotFound
 */
export async function feed(visit: Visit<undefined>): Promise<Answer> {
  const { house, params, now } = visit;
  const [, secret] = /^([\w-]{43})\.ics$/.exec(params.file ?? '') ?? [];
  const found = secret ? await feedWithSecret(secret, now) : null;
  if (!found) throw new NotFound();
  const t = translator(found.language);
  const host = new URL(house.publicUrl).hostname;
  const events = found.entries.map(({ meeting, bodyName }): CalendarEvent => {
    const { _id, sequence, changedAt, startsAt, endsAt, state } = meeting;
    const name = bodyName ? inLanguage(bodyName, found.language).text : '';
    return {
      ...{ uid: `${_id}@${host}`, sequence, changedAt, startsAt, endsAt },
      summary: name ? t('meetings.feed.summary', { body: name }) : t('meetings.feed.neutral'),
      url: house.publicUrl + paths.meeting({ id: _id }),
      isCancelled: state === 'cancelled',
    };
  });
  const body = calendarText(events, { method: 'PUBLISH', name: t('meetings.feed.name') });
  const mark = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  return {
    kind: 'data',
    type: 'text/calendar; charset=utf-8',
    chunks: [body],
    headers: { 'Cache-Control': 'private, no-cache', ETag: `"${mark}"` },
  };
}
