import type { Incoming, KnownService } from './incoming.ts';
import { putAttributes } from './incomingAttributes.ts';
import type { IncomingRow } from './incomingRow.ts';
import type { IncomingService } from './incomingShapes.ts';
import type { Given } from './known.ts';

/** The organization of a service: of one we know its description, of a new one all that is said. */
export function putOrganisation(
  row: IncomingRow,
  { organization: said }: IncomingService,
  known: KnownService | null,
  { language, organisations, terms }: Incoming,
): void {
  if (!said) return;
  const ours = known?.given.organization as Given | undefined;
  const at = '.organization';
  if (known) {
    if (said.id !== ours?.id) {
      row.refuse(`${at}.id`, 'exchange.hsds.moved');
      return;
    }
    if (said.name && said.name !== ours.name) row.refuse(`${at}.name`, 'exchange.hsds.joined');
    if (said.description && said.description !== ours.description)
      row.put(`organisation.description.${language}`, said.description, `${at}.description`);
    return;
  }
  // One we know is only named: what it says is said where its own services are.
  if (organisations.has(said.id)) return;
  if (!said.name) row.refuse(`${at}.name`, 'forms.required');
  const names = [...(said.alternate_name?.split(';') ?? []), said.name ?? ''];
  for (const [index, name] of names
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(-20)
    .entries())
    row.put(`organisation.names.${index + 1}.name`, name, `${at}.name`);
  if (said.description)
    row.put(`organisation.description.${language}`, said.description, `${at}.description`);
  const own = (said.attributes ?? []).filter((one) => one !== null);
  putAttributes(row, own, null, terms, `${at}.attributes`);
}
