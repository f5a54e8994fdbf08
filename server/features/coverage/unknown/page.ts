import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { lastStepsOf, moduleTypesInUse } from '../../offer/upkeep/queries.ts';
import { platformAsked } from '../candidates/queries.ts';
import { modulesNamed, type NamedModule } from '../entries/queries.ts';
import { readerOf } from '../pages/reader.ts';
import { standardView } from '../pages/standards.ts';
import { defaultFrameOf } from '../standards/queries.ts';
import { entryView, type Telling } from './entryView.ts';
import { portion, type UnknownInput } from './forms.ts';
import { firstFor } from './queries.ts';

/** Who wrote last, and under which names they are told. */
async function tellingOf(
  { house, language }: Pick<SignedInVisit<unknown>, 'house' | 'language'>,
  named: ReadonlyMap<string, NamedModule | null>,
): Promise<Pick<Telling, 'steps' | 'bodies'>> {
  const all = [...named.values()].filter((one) => one !== null);
  const steps = await lastStepsOf(all.map(({ module }) => module));
  const bodies = [
    ...[...steps.values()].map((one) => one.body),
    ...all.flatMap(({ module, unit }) => module.verified?.body ?? unit.organisationId ?? []),
  ];
  return { steps, bodies: await bodyNames(house, [...new Set(bodies)], language) };
}

/** The entries whose missing data leave most cells of a platform's territory unknown, with the way to ask for them. */
export async function unknownPage(visit: SignedInVisit<UnknownInput>): Promise<Answer> {
  const { input, person, language, t, house } = visit;
  const { platforms, platform } = await platformAsked(person, input.platform);
  const [types, standard] = await Promise.all([moduleTypesInUse(), defaultFrameOf(platform._id)]);
  const reader = readerOf(visit, { types });
  const found = await firstFor(house, platform, {
    ...{ types: types.map((one) => one._id), frame: standard.frame },
    ...{ day: reader.today, most: input.shown },
  });
  const named = await modulesNamed(
    person,
    found.entries.map((one) => one.id),
  );
  const telling: Telling = {
    ...{ reader, platform: platform._id },
    ...(await tellingOf(visit, named)),
    coordinates: person.affiliations.some(
      ({ role, bodyId }) => role === 'coordinator' && bodyId === platform._id,
    ),
  };
  const { number } = reader;
  return page('coverage/unknown', {
    title: t('unknown.title'),
    space: 'platform',
    styles: ['/styles/coverage.css'],
    platform: { code: platform._id, name: inLanguage(platform.names, language).text },
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    standard: standardView(standard, reader),
    standing: t('unknown.standing', {
      ...{ unknown: number(found.unknown), cells: number(found.cells), count: found.unknown },
    }),
    count: found.count,
    rows: found.entries.flatMap((one) => entryView(one, named, telling)),
    more:
      found.count > input.shown
        ? paths.unknown({ platform: platform._id, shown: input.shown + portion })
        : null,
  });
}
