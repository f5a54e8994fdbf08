import { createHash } from 'node:crypto';
import { Busboy } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';

/** A file somebody sent with a form. */
export interface Upload {
  /** As the browser said: shown, never used as a path. */
  name: string;
  /** Empty when it was larger than allowed; then nothing of it is kept. */
  bytes: Uint8Array;
  isTooLarge: boolean;
  /** SHA-256, in hex, of what arrived. */
  hash: string;
}

const uploads = new WeakMap<Request, Upload>();

/** The file that came with a request, if one did. */
export const uploadOf = (request: Request): Upload | undefined => uploads.get(request);

/**
 * Reads forms with a file (`multipart/form-data`) at one address, from people who may send one; whoever else sends
 * one is answered as for a form without fields. The body then holds the fields, and under `file` the file's hash:
 * the same form with another file asks something else.
 * @param most bytes.
 */
export function takeUploads(options: {
  path: string;
  most: number;
  isAllowed: (request: Request) => boolean;
}): RequestHandler {
  return (request, _response, next) => {
    const isForm = /^multipart\/form-data;/i.test(request.get('content-type') ?? '');
    const isHere = request.method === 'POST' && request.path === options.path;
    if (!isForm || !isHere || !options.isAllowed(request)) return next();
    receive(request, options.most).then(() => next(), next);
  };
}

function receive(request: Request, most: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const body: Record<string, string> = {};
    const parser = parserFor(request, most);
    parser.on('field', (name, value) => {
      body[name] = value;
    });
    parser.on('file', (_field, stream, name) => {
      const parts: Buffer[] = [];
      const hash = createHash('sha256');
      stream.on('data', (part: Buffer) => {
        hash.update(part);
        parts.push(part);
      });
      stream.on('limit', () => parts.splice(0));
      stream.on('end', () => {
        const isTooLarge = stream.truncated;
        const bytes = isTooLarge ? new Uint8Array() : Uint8Array.from(Buffer.concat(parts));
        body.file = hash.digest('hex');
        uploads.set(request, { name: (name ?? '').slice(-200), bytes, isTooLarge, hash: body.file });
      });
    });
    parser.on('finish', () => {
      request.body = body;
      resolve();
    });
    parser.on('error', () => reject(unreadable()));
    request.on('aborted', () => reject(unreadable()));
    request.pipe(parser);
  });
}

function parserFor(request: Request, most: number): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: request.headers as { 'content-type': string },
      limits: { files: 1, fileSize: most, fields: 20, fieldSize: 2000, parts: 25, headerPairs: 50 },
    });
  } catch {
    throw unreadable();
  }
}

/** Answered as other bodies that cannot be read. */
const unreadable = (): Error => Object.assign(new Error('the form cannot be read'), { status: 400 });
