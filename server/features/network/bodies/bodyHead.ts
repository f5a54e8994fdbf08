import type { BodyRecord } from '../../../../models/Body.ts';
import type { Translate } from '../../../core/i18n.ts';
import { paths } from '../../../paths.ts';
import type { SeenBody } from './queries.ts';
import { timesAYear } from './terms.ts';
import type { Wording } from './wording.ts';

/** Icon beside the word of a kind. */
export const iconOf: Readonly<Record<BodyRecord['values']['kind'], string>> = {
  sub_area: 'pin',
  permanent_bureau: 'building',
  steering_group: 'flag',
  working_group: 'people',
  network: 'network',
  external: 'external',
};

/** How often it meets in a year, where it was said in weeks or months. */
function inAYear({ rhythmUnit, rhythmNumber }: BodyRecord['values'], t: Translate): string {
  const count = rhythmUnit === 'times_a_year' ? null : timesAYear(rhythmUnit, rhythmNumber);
  if (count === null) return '';
  const isExact = Number.isInteger(count);
  return isExact
    ? t('bodies.rhythm.times_a_year', { count })
    : t('bodies.inAYear', { count: Math.round(count) });
}

/** What a body says of itself, at the head of its page. */
export function headOf({ body, rights }: SeenBody, wording: Wording, t: Translate) {
  const { values, organisation } = body;
  const words = (field: keyof typeof values): string => wording.value('body', field, values[field]);
  return {
    name: wording.said(values.name),
    kind: { code: values.kind, icon: iconOf[values.kind], text: words('kind') },
    openness: { code: values.openness, text: words('openness') },
    keptBy: organisation ? wording.organisation(organisation) : words('platforms'),
    isInside: organisation !== null,
    theme: wording.said(values.theme),
    forWhom: [words('ages'), words('targetGroups'), words('problems')]
      .filter((one) => one !== '')
      .join(' · '),
    areas: [words('areas'), words('zones')].filter((one) => one !== '').join(', '),
    language: words('language'),
    rhythm: wording.rhythm(values),
    inAYear: inAYear(values, t),
    rhythmWords: values.rhythmUnit === '' ? '' : values.rhythmWords,
    purpose: wording.said(values.purpose),
    participation: wording.said(values.participation),
    basis: wording.said(values.basis),
    source: values.source,
    from: words('from'),
    isFictional: body.fictional === true,
    parent: values.parent
      ? { href: paths.body({ id: values.parent }), name: wording.other(values.parent) }
      : null,
    printed: values.actors === null ? null : { count: values.actors, words: values.actorsWords },
    ended: body.ended
      ? {
          on: body.ended.on ?? '',
          why: body.ended.why,
          who: rights.seesNames ? wording.person(body.ended.by ?? '') : '',
        }
      : null,
    edit: rights.keep ? paths.bodyFields({ id: body._id }) : null,
  };
}
