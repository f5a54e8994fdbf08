import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { paths } from '../../../paths.ts';
import type { NamedFrame } from '../standards/namedFrame.ts';
import { defaultFrameOf, frameNamed, framesFor } from '../standards/queries.ts';
import { saidIn } from '../standards/wording.ts';
import type { Reader } from './reader.ts';

/** A standard as an address names it. */
export interface Standard {
  /** Its id, or its id and one of its versions: `id:3`. */
  code: string;
  named: NamedFrame;
}

/** What one can look by. */
export interface Standards {
  /** In the order they are offered; behind them what an address names and nobody would choose: an older version, one out of use. */
  all: readonly Standard[];
  /** The one nobody has to choose: what the platform looks by. */
  first: Standard;
}

async function standardCoded(code: string): Promise<Standard | null> {
  const [id = '', version] = code.split(':');
  try {
    return { code, named: await frameNamed(id, version === undefined ? undefined : Number(version)) };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/**
 * @param platform code of the platform one looks within; null for the whole country
 * @param codes standards an address names; of what there is not, nothing
 */
export async function standardsKnown(
  person: Person,
  platform: string | null,
  codes: readonly string[],
): Promise<Standards> {
  const [offered, first] = await Promise.all([framesFor(person), defaultFrameOf(platform)]);
  const all = offered.map((named) => ({ code: named.frame.id, named }));
  const unusual = [...new Set(codes)].filter((code) => code !== '' && all.every((one) => one.code !== code));
  const named = await Promise.all(unusual.map(standardCoded));
  return {
    all: [...all, ...named.filter((one) => one !== null)],
    first: all.find(({ named }) => named.frame.id === first.frame.id) ?? {
      code: first.frame.id,
      named: first,
    },
  };
}

/** The standard an address names; the first where it names none, undefined where there is no such. */
export const standardOf = ({ all, first }: Standards, code: string): Standard | undefined =>
  code === '' ? first : all.find((one) => one.code === code);

/** What is shown of a standard: its name with its version, what it rests on, and where all of it can be read. */
export function standardView({ frame, names, source, platform }: NamedFrame, reader: Reader) {
  const { t } = reader;
  return {
    name: t('coverage.standardName', { name: saidIn(names, reader).text, version: frame.version }),
    source: saidIn(source, reader),
    href: paths.standard({ id: frame.id }, platform === null ? {} : { version: frame.version }),
  };
}

/** Its name where it is chosen; one that is not offered any more, or not in this version, says its version too. */
export function choiceName({ code, named }: Standard, reader: Reader): string {
  const name = saidIn(named.names, reader).text;
  const isOffered = code === named.frame.id && !named.isRetired;
  return isOffered ? name : reader.t('coverage.standardVersion', { name, version: named.frame.version });
}
