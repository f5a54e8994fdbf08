type ParamNames<Pattern extends string> = Pattern extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParamNames<Tail>
    : Rest
  : never;

type Query = Record<string, string | number | readonly string[] | undefined>;

/** An address of the site: call it to build a URL, use `.pattern` to mount a route. */
export interface Path<Pattern extends string = string> {
  (
    ...args: [ParamNames<Pattern>] extends [never]
      ? [query?: Query]
      : [params: Record<ParamNames<Pattern>, string>, query?: Query]
  ): string;
  readonly pattern: Pattern;
}

function withQuery(address: string, query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value)) for (const one of value) search.append(name, one);
    else if (value !== undefined && value !== '') search.append(name, String(value));
  }
  return search.size > 0 ? `${address}?${search}` : address;
}

/** Makes a typed path: `path('/plans/:id')({ id: 'x' })` is `/plans/x`. Values are percent-encoded. */
export function path<const Pattern extends string>(pattern: Pattern): Path<Pattern> {
  const hasParams = pattern.includes(':');
  const build = (...args: unknown[]): string => {
    const params = (hasParams ? args[0] : {}) as Record<string, string>;
    const query = (hasParams ? args[1] : args[0]) as Query | undefined;
    const address = pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    return withQuery(address, query);
  };
  return Object.assign(build, { pattern }) as unknown as Path<Pattern>;
}
