import type { Changed, Incoming, KnownService } from './incoming.ts';
import type { IncomingRow } from './incomingRow.ts';

const nis = /^NIS (\d{5})$/;

/** Languages, the area served, and free places. */
export function putNumbers(
  row: IncomingRow,
  changed: Changed,
  known: KnownService | null,
  { language }: Incoming,
): void {
  const hasModule = !known || known.public.module !== null;
  const parts = ['languages', 'service_areas', 'capacities'] as const;
  if (!hasModule) {
    for (const name of parts) if (changed(name)) row.refuse(`.${name}`, 'exchange.hsds.noModule');
    return;
  }
  const spoken = changed('languages');
  if (spoken) row.put('module.languages', spoken.map((one) => one.code).join('|'), '.languages');
  const areas = changed('service_areas');
  const codes = areas?.map((one) => nis.exec(one.extent ?? '')?.[1]);
  if (codes?.every((code) => code !== undefined))
    row.put('module.catchment.areas', codes.join('|'), '.service_areas');
  else if (areas)
    row.put(
      `module.catchment.note.${language}`,
      areas.map((one) => one.name ?? one.extent ?? '').join(', '),
      '.service_areas',
    );
  const [counted] = changed('capacities') ?? [];
  if (!counted) return;
  const at = '.capacities[0]';
  row.put('module.capacity.available', String(counted.available), `${at}.available`);
  if (typeof counted.maximum === 'number')
    row.put('module.capacity.maximum', String(counted.maximum), `${at}.maximum`);
  row.put('module.capacity.unit', counted.unit?.identifier ?? 'places', `${at}.unit.identifier`);
  row.put('module.capacity.updated', counted.updated.slice(0, 10), `${at}.updated`);
}
