/** What a person is told: a translation key with its values. Never a sentence, never personal data. */
export interface Message {
  key: string;
  values?: Record<string, string | number>;
}

/** The record does not exist, or not for this person: one answer for both, so that nobody can probe. 404. */
export class NotFound extends Error {
  override name = 'NotFound';
}

/** The person is known and may not do this. 403. Never used for case records: those are not found. */
export class Forbidden extends Error {
  override name = 'Forbidden';
  readonly told: Message;
  constructor(key = 'errors.forbidden') {
    super(key);
    this.told = { key };
  }
}

/** The input is not usable. 422. `fields` maps a field's name to what is wrong with it. */
export class Invalid extends Error {
  override name = 'Invalid';
  readonly fields: Record<string, Message>;
  constructor(fields: Record<string, Message | string>) {
    super('invalid input');
    this.fields = Object.fromEntries(
      Object.entries(fields).map(([name, told]) => [name, typeof told === 'string' ? { key: told } : told]),
    );
  }
}

/** The record is in a state that does not allow this, or changed meanwhile. 409. `details` go to the caller as JSON. */
export class Conflict extends Error {
  override name = 'Conflict';
  readonly told: Message;
  readonly details: Record<string, unknown>;
  constructor(key: string, details: Record<string, unknown> = {}) {
    super(key);
    this.told = { key };
    this.details = details;
  }
}

/** Asked too often from one address. 429; what was typed is given back. */
export class TooMany extends Error {
  override name = 'TooMany';
  readonly told: Message;
  constructor(key: string) {
    super(key);
    this.told = { key };
  }
}

/** Something this needs is missing now (a key, the store). 503 with a clear state; nothing was changed. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly told: Message;
  constructor(key: string) {
    super(key);
    this.told = { key };
  }
}
