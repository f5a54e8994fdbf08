import type { PlatformRecord } from '../../../../models/Platform.ts';
import { Invalid } from '../../../core/errors.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areasOfPlatform } from '../../../geography/platformAreas.ts';
import { type Chosen, chosenFrom } from './choice.ts';
import type { PictureInput } from './forms.ts';
import type { Network } from './network.ts';
import { networkOf, requireNetworkOf } from './queries.ts';

export type Visit = SignedInVisit<PictureInput>;

/** What is shown when a choice was refused, or none was made. */
export const everything: PictureInput = {
  on: '',
  kind: '',
  sector: '',
  type: '',
  area: '',
  seats: '',
  focus: '',
};

export interface Shown {
  platform: PlatformRecord;
  name: string;
  /** YYYY-MM-DD. */
  day: string;
  asked: PictureInput;
  network: Network;
  chosen: Chosen;
}

/** @throws Invalid where the area is not of the platform, or what is to stand out is nowhere in its network */
function check({ area, focus }: PictureInput, platform: PlatformRecord, network: Network): void {
  const isThere = [...network.groups, ...network.participants].some((one) => one.id === focus);
  const isWithin = area === '' || areasOfPlatform(platform).includes(area);
  const errors = {
    ...(isWithin ? {} : { area: 'network.errors.area' }),
    ...(focus === '' || isThere ? {} : { focus: 'network.errors.focus' }),
  };
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
}

/**
 * The network of the platform of this address as it was asked for; a refused choice shows all of it.
 * @throws NotFound, Invalid
 */
export async function shownTo(visit: Visit): Promise<Shown> {
  const { person, params, now, language, refused } = visit;
  const platform = await requireNetworkOf(person, params.platform ?? '');
  const asked = refused ? everything : visit.input;
  const day = asked.on === '' ? brusselsDay(now) : asked.on;
  const network = await networkOf(visit, platform._id, day);
  if (!refused) check(asked, platform, network);
  return {
    ...{ platform, day, asked, network },
    name: inLanguage(platform.names, language).text,
    chosen: chosenFrom(network, asked),
  };
}
