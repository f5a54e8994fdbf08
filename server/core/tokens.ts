import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link, in base64url. Kept by nobody but who holds the link. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token. No salt: 256 random bits cannot be tried out. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
