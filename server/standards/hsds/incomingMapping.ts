import { inLanguage, type Language, type LocalisedText } from '../../core/i18n.ts';
import type { Changed, Incoming, KnownService } from './incoming.ts';
import { putAttributes } from './incomingAttributes.ts';
import { locationRows } from './incomingLocations.ts';
import { putNumbers } from './incomingNumbers.ts';
import { putOrganisation } from './incomingOrganisation.ts';
import { IncomingRow } from './incomingRow.ts';
import type { IncomingService } from './incomingShapes.ts';
import { saysTheSame } from './known.ts';

const statuses = {
  active: 'active',
  inactive: 'planned',
  defunct: 'stopped',
  'temporarily closed': 'stopped',
} as const;

/** Fields put together from several of ours: what somebody changed in one of them cannot be taken apart again. */
const joinedFields = ['name', 'eligibility_description', 'wait_time'] as const;

/**
 * What one service of a file says, as rows of an import. Of a service we know only that is said in which it differs
 * from what we would give out: a file that comes back untouched changes nothing.
 * @param path the way to the service in the file.
 */
export function incomingRows(
  said: IncomingService,
  path: string,
  known: KnownService | null,
  incoming: Incoming,
): IncomingRow[] {
  const row = new IncomingRow(path);
  const changed = <Name extends keyof IncomingService>(name: Name): IncomingService[Name] | null => {
    const value = said[name] ?? null;
    if (value === null || (known && saysTheSame(value, known.given[name]))) return null;
    return value as IncomingService[Name];
  };
  putPlaceIds(row, said, known, incoming);
  putOrganisation(row, said, known, incoming);
  if (known) refuseJoined(row, changed);
  else putNew(row, said, incoming);
  putTexts(row, changed, known, incoming);
  putNumbers(row, changed, known, incoming);
  putAttributes(row, said.attributes ?? [], known?.public.line.terms ?? null, incoming.terms);
  return [row, ...locationRows(row, said, known, incoming)];
}

function putPlaceIds(
  row: IncomingRow,
  said: IncomingService,
  known: KnownService | null,
  { organisations }: Incoming,
) {
  if (known) {
    const { organisation, unit, module } = known.public;
    if (organisation) row.ids.organisation = organisation.record._id;
    row.ids.unit = unit._id;
    if (module) row.ids.module = module._id;
    return;
  }
  const organisation = said.organization?.id ?? said.organization_id ?? null;
  if (organisation === null) row.refuse('.organization', 'exchange.hsds.organizationMissing');
  else row.ids.organisation = organisations.get(organisation) ?? `new:${organisation}`;
  row.ids.unit = `new:${said.id}`;
  row.ids.module = `new:${said.id}`;
}

/** A service of somebody else becomes a unit with one module. */
function putNew(row: IncomingRow, said: IncomingService, { language }: Incoming): void {
  row.put('unit.name', said.name, '.name');
  row.put('unit.kind', 'other', '');
  row.put('unit.listed', 'yes', '');
  row.put('unit.status', statuses[said.status], '.status');
  if (said.eligibility_description)
    row.put(`module.inclusion.${language}`, said.eligibility_description, '.eligibility_description');
  if (said.wait_time) row.put(`module.waitingList.note.${language}`, said.wait_time, '.wait_time');
}

function refuseJoined(row: IncomingRow, changed: Changed): void {
  for (const name of joinedFields) if (changed(name) !== null) row.refuse(`.${name}`, 'exchange.hsds.joined');
}

/** A text of a module behind which the unit's stands, without that. */
function withoutTail(text: string, tail: LocalisedText | null | undefined, language: Language): string {
  const end = tail ? inLanguage(tail, language).text : '';
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length).trim() : text;
}

function putTexts(
  row: IncomingRow,
  changed: Changed,
  known: KnownService | null,
  { language }: Incoming,
): void {
  const { module = null, unit = null } = known?.public ?? {};
  const kind = known && !module ? 'unit' : 'module';
  const put = (column: string, text: string | null | undefined, path: string): void => {
    if (!text) return;
    if (kind === 'unit' && column.startsWith('module.')) row.refuse(path, 'exchange.hsds.noModule');
    else row.put(column, text, path);
  };
  const description = changed('description');
  if (description)
    put(
      `${kind}.description.${language}`,
      module ? withoutTail(description, unit?.description, language) : description,
      '.description',
    );
  const referral = changed('application_process');
  if (referral)
    put(
      `module.referral.${language}`,
      withoutTail(referral, module?.admission, language),
      '.application_process',
    );
  const cost = changed('fees_description') ?? changed('cost_options')?.[0]?.amount_description;
  put(`module.cost.${language}`, cost, '.fees_description');
  put(`module.hours.${language}`, changed('schedules')?.[0]?.description, '.schedules[0].description');
  put('unit.contact.website', changed('url'), '.url');
  put('unit.contact.email', changed('email'), '.email');
  put('unit.contact.phone', changed('phones')?.[0]?.number, '.phones[0].number');
  const status = changed('status');
  if (status) put(`${kind}.status`, statuses[status], '.status');
}
