import type { BodyRecord } from '../../../../models/Body.ts';
import type { Translate } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import type { BodyRights } from './policy.ts';
import type { Missing } from './tableSeats.ts';
import type { Wording } from './wording.ts';

/** Who is missing, in a sentence, and the one step there is; no step for who does not keep the body. */
export interface MissingView {
  kind: Missing['kind'];
  icon: string;
  text: string;
  step: { href: string; label: string; about: string } | null;
}

const iconOf: Readonly<Record<Missing['kind'], string>> = {
  to_be_named: 'person',
  actor_type: 'building',
  level: 'people',
  antennas: 'pin',
  voice: 'comment',
  profession: 'person',
  new_partner: 'plus',
  never_there: 'calendar',
  seldom_there: 'calendar',
  not_reached: 'comment',
  without_seat: 'plus',
};

const most = 4;

/** Some names, and how many more there are. */
function several(names: readonly string[], t: Translate): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most
    ? t('bodies.missing.andMore', { names: shown, count: names.length - most })
    : shown;
}

const nameOfSeat = (
  { organisation, organisationWords }: { organisation: string | null; organisationWords: string },
  wording: Wording,
): string => (organisation === null ? organisationWords : wording.organisation(organisation));

function textOf(one: Missing, wording: Wording, t: Translate): string {
  const key = `bodies.missing.${one.kind}`;
  const named = (ids: readonly string[]): string => several(ids.map(wording.organisation), t);
  switch (one.kind) {
    case 'to_be_named':
      return nameOfSeat(one, wording) === ''
        ? t('bodies.missing.to_be_named_elsewhere')
        : t(key, { organisation: nameOfSeat(one, wording) });
    case 'actor_type':
      return t(key, { type: t(`accounts.actorTypes.${one.actorType}`), names: named(one.organisations) });
    case 'level':
      return t(`${key}.${one.level}`, { governance: one.governance, field: one.field });
    case 'antennas':
      return t(key, {
        organisation: wording.organisation(one.organisation),
        sites: several(one.sites.map((id) => wording.site(id)).filter(Boolean), t),
      });
    case 'voice':
      return t(`${key}.${one.voice}`);
    case 'profession':
      return t(`${key}.${one.profession}`);
    case 'new_partner':
      return t(key, { names: named(one.organisations) });
    case 'never_there':
    case 'seldom_there':
      return t(key, {
        organisation: nameOfSeat(one, wording) || t('bodies.seat.elsewhere'),
        count: one.invited,
        attended: one.kind === 'seldom_there' ? one.attended : 0,
      });
    case 'not_reached':
      return t(`${key}.${one.who}`, { count: one.invited });
    case 'without_seat':
      return t(key, { organisation: wording.organisation(one.organisation), count: one.times });
  }
}

/** With what a seat for one of them begins. */
const seldomHeardSeat = {
  client: { voice: 'client' },
  family: { voice: 'family' },
  general_practitioner: { profession: 'general_practitioner' },
  psychiatrist: { profession: 'psychiatrist' },
} as const;

function stepOf(one: Missing, id: string): { href: string; label: string } {
  const seat = (query: Record<string, string>): string => paths.newSeat({ id }, query);
  const add = 'bodies.missing.addSeat';
  switch (one.kind) {
    case 'to_be_named':
    case 'never_there':
    case 'seldom_there':
      return { href: paths.seatDelegate({ id, item: one.seat }), label: `bodies.missing.step.${one.kind}` };
    case 'not_reached':
      return { href: seat(seldomHeardSeat[one.who]), label: add };
    case 'without_seat':
      return { href: seat({ organisation: one.organisation }), label: add };
    case 'actor_type':
      return { href: seat({ type: one.actorType }), label: add };
    case 'level':
      return { href: seat({ level: one.level }), label: add };
    case 'antennas':
      return { href: seat({ organisation: one.organisation, site: one.sites[0] ?? '' }), label: add };
    case 'voice':
      return { href: seat({ voice: one.voice }), label: add };
    case 'profession':
      return { href: seat({ profession: one.profession }), label: add };
    case 'new_partner':
      return { href: seat({}), label: add };
  }
}

export const missingViews = (
  all: readonly Missing[],
  { body, rights, wording, t }: { body: BodyRecord; rights: BodyRights; wording: Wording; t: Translate },
): MissingView[] =>
  all.map((one) => {
    const text = textOf(one, wording, t);
    const step = stepOf(one, body._id);
    return {
      kind: one.kind,
      icon: iconOf[one.kind],
      text,
      step: rights.keep && !body.ended ? { href: step.href, label: t(step.label), about: text } : null,
    };
  });

/** Ids of organisations and sites that are named there. */
export const namedIn = (all: readonly Missing[]): { organisations: string[]; sites: string[] } => ({
  organisations: all.flatMap((one) => [
    ...('organisation' in one && one.organisation ? [one.organisation] : []),
    ...('organisations' in one ? one.organisations : []),
  ]),
  sites: all.flatMap((one) => ('sites' in one ? one.sites : [])),
});
