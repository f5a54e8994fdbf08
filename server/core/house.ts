import type { Connection } from 'mongoose';
import type { Clock } from './clock.ts';
import type { KeyRing } from './keys.ts';
import type { Logger } from './logger.ts';
import type { Mailer } from './mail.ts';
import type { Fence } from './restorations.ts';
import type { UnitOfWork } from './unitOfWork.ts';

/** What the whole house shares: made once in start.ts, handed to handlers as `visit.house`. */
export interface House {
  connection: Connection;
  /** Where the store is, for threads that read it by themselves; holds a password when there is one. */
  storeUri: string;
  clock: Clock;
  logger: Logger;
  keys: KeyRing;
  mailer: Mailer;
  unitOfWork: UnitOfWork;
  fence: Fence;
  /** A keyed hash of a request; the key lies with the keys, not with the data. */
  mark(request: string): string;
  /** Without a trailing slash; for links that leave the application. */
  publicUrl: string;
  /** How many days a copy on somebody's own device lives without contact; 0 when none may be kept. */
  offlineDays: number;
  /** After so many months without a confirmation an entry leaves the default search; 0 for never. */
  directoryMonths: number;
  /** Fictional people and cases; no second factor is asked. */
  demo: boolean;
}
