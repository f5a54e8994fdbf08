import { actorTypes } from '../../../../models/Organisation.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import { Invalid, NotFound } from '../../../core/errors.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { tablesOfOrganisation } from '../../network/bodies/shown.ts';
import { accountStyles } from '../linkPages.ts';
import { administers, coordinates, mayAdmitTo } from '../policy.ts';
import { addOrganisation, admitOrganisation, namePlatform } from './actions.ts';
import type { AdmitForm, NamesForm } from './forms.ts';
import {
  organisationsAdmittedTo,
  organisationsSeenBy,
  organisationsToAdmit,
  platformRecord,
  platformsSeenBy,
} from './lists.ts';
import { careOf } from './people.ts';
import { requireBody, requireOwnPlatform, theSystem } from './queries.ts';

/** What every page of a body needs: who belongs to it, what was sent, what this person may do. */
export async function bodyPage(visit: SignedInVisit, kind: 'platform' | 'organisation' | 'authority') {
  const body = await requireBody(visit, kind, visit.params.id);
  const care = await careOf(body, visit.person, visit.now);
  return { title: body.name, body, ...care, refused: visit.refused, styles: accountStyles };
}

export async function showPlatforms(visit: SignedInVisit): Promise<Answer> {
  const platforms = await platformsSeenBy(visit.person, visit.language);
  return page('accounts/platforms', {
    title: visit.t('accounts.platforms.title'),
    space: 'platform',
    platforms,
  });
}

export async function showPlatform(visit: SignedInVisit): Promise<Answer> {
  const { person, now } = visit;
  const made = await bodyPage(visit, 'platform');
  const { id } = made.body;
  const admits = mayAdmitTo(person, id);
  const [record, organisations, choices] = await Promise.all([
    platformRecord(id),
    organisationsAdmittedTo(id, now),
    admits ? organisationsToAdmit(id, now) : [],
  ]);
  const may = { name: administers(person), admit: admits, openOrganisations: coordinates(person, id) };
  const inviteAction = paths.platformCoordinators({ id });
  return page('accounts/platform', {
    ...made,
    space: 'platform',
    names: record?.names ?? {},
    organisations,
    choices,
    actorTypes,
    may,
    inviteAction,
  });
}

export const namesFrom = (form: NamesForm): LocalisedText =>
  Object.fromEntries(
    Object.entries({ nl: form.nameNl, fr: form.nameFr, de: form.nameDe, en: form.nameEn }).filter(
      ([, text]) => text,
    ),
  );

export async function renamePlatform(visit: SignedInVisit<NamesForm>): Promise<Answer> {
  const id = visit.params.id ?? '';
  await visit.act({ record: { type: 'platform', id } }, (unit) =>
    namePlatform(unit, id, namesFrom(visit.input)),
  );
  leaveNotice(visit, 'accounts.bodies.named');
  return redirect(paths.platform({ id }));
}

export async function admit(visit: SignedInVisit<AdmitForm>): Promise<Answer> {
  const platform = requireOwnPlatform(visit.person, visit.params.id);
  const { organisation, organisationName: name, actorType } = visit.input;
  if (!organisation && !actorType) throw new Invalid({ actorType: 'accounts.admit.actorTypeMissing' });
  const about = { record: { type: 'platform', id: platform }, bodyId: platform };
  const { id } = await visit.act(about, (unit) =>
    organisation || !actorType
      ? admitOrganisation(unit, platform, organisation)
      : addOrganisation(unit, platform, { name, actorType }),
  );
  leaveNotice(visit, 'accounts.admit.done');
  return redirect(paths.organisation({ id }));
}

export async function showOrganisations(visit: SignedInVisit): Promise<Answer> {
  const organisations = await organisationsSeenBy(visit.person, visit.now);
  return page('accounts/organisations', {
    title: visit.t('accounts.organisations.title'),
    space: 'network',
    organisations,
  });
}

export async function showOrganisation(visit: SignedInVisit): Promise<Answer> {
  const made = await bodyPage(visit, 'organisation');
  const { id, admittedBy } = made.body;
  const { tables, registers } = await tablesOfOrganisation(visit, id);
  const networks = registers
    .filter((one) => admittedBy.includes(one.id))
    .map(({ id: platform, name }) => ({
      href: `${paths.platformNetwork({ platform }, { focus: id })}#focus`,
      name,
    }));
  const inviteAction = paths.organisationPeople({ id });
  return page('accounts/organisation', { ...made, space: 'network', inviteAction, tables, networks });
}

export async function showAdministrators(visit: SignedInVisit): Promise<Answer> {
  const { t, person, now, refused } = visit;
  if (!administers(person)) throw new NotFound();
  const care = await careOf(theSystem, person, now);
  const title = t('accounts.administrators.title');
  const inviteAction = paths.administrators();
  return page('accounts/administrators', {
    title,
    space: 'platform',
    ...care,
    refused,
    styles: accountStyles,
    inviteAction,
  });
}
