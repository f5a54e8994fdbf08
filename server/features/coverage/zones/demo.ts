import { ZoneModel } from '../../../../models/Zone.ts';
import type { House } from '../../../core/house.ts';
import { idOf } from '../../offer/ids.ts';

/**
 * The one zone our sources draw: that of Luxembourg is its province. Those of Namur are named in the same report without
 * their borders, and are not made up here. Safe to repeat.
 */
export async function loadDemoZones(house: House): Promise<void> {
  const _id = idOf('zone', 'luxembourg');
  if (await ZoneModel.exists({ _id })) return;
  const draft = { name: 'zone.added', actor: null, record: { type: 'zone', id: _id } };
  await house.unitOfWork.do(draft, async ({ session, now: madeAt }) => {
    const values = {
      names: {
        nl: 'Zone Luxemburg',
        fr: 'Zone de Luxembourg',
        de: 'Zone Luxemburg',
        en: 'Zone of Luxembourg',
      },
      parts: ['80000'],
      source:
        'CNEH, rapport du 9 septembre 2010, Luxembourg : le décret wallon du 27 novembre 2003 fait de la province une seule zone.',
    };
    const record = { _id, platform: 'BE-WLX', values, language: 'fr' as const, fields: {}, madeAt };
    await ZoneModel.create([{ ...record, madeBy: null, endedAt: null }], { session });
  });
}
