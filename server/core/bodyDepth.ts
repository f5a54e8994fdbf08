import type { RequestHandler } from 'express';

/** Deeper than any form: what is deeper is made to exhaust whoever walks through it. */
const deepest = 20;

function isDeep(body: unknown): boolean {
  let layer: unknown[] = [body];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > deepest) return true;
    layer = layer.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Refuses a body that is nested too deep, as one that could not be read. 400. */
export const refuseDeepBodies: RequestHandler = (request, _response, next) =>
  next(
    isDeep(request.body)
      ? Object.assign(new Error('the body is nested too deep'), { status: 400 })
      : undefined,
  );
