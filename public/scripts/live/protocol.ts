/** What goes over the wire between the editor and server/live; docs/live-protocol.md explains it. */

/** Raised whenever an older page could misread a newer server, or the other way round. */
export const protocolVersion = 4;

export const say = {
  join: 'live:join',
  leave: 'live:leave',
  update: 'live:update',
  cursor: 'live:cursor',
  people: 'live:people',
} as const;

export const hear = {
  committed: 'live:committed',
  refused: 'live:refused',
  presence: 'live:presence',
  access: 'live:access',
  remarks: 'live:remarks',
  removed: 'live:removed',
} as const;

/** Wait and send the same again: nothing is wrong with the message. */
const passing = ['busy', 'too_fast', 'restarting', 'unavailable', 'key_unavailable'] as const;
/** The message will never be accepted. */
const lasting = [
  'malformed',
  'too_large',
  'forged',
  'out_of_order',
  'document_full',
  'not_joined',
  'not_allowed',
  'not_found',
  'unreadable',
  'reload',
  'redacted',
  'signed_out',
] as const;

export type Reason = (typeof passing)[number] | (typeof lasting)[number];
export type RemovalReason = 'no_longer_allowed' | 'redacted' | 'signed_out';

export const isPassing = (reason: Reason): boolean => (passing as readonly string[]).includes(reason);

/** A place in the text that stays put while others type around it; Y.RelativePosition as JSON. */
export interface Place {
  type?: { client: number; clock: number };
  tname?: string;
  item?: { client: number; clock: number };
  assoc?: number;
}

export interface Cursor {
  anchor: Place;
  head: Place;
}

/** One open page of somebody. `seat` is the same for all pages of one person in this document, from 1. */
export interface Presence {
  id: string;
  seat: number;
  name: string;
  organisationName: string;
  cursor: Cursor | null;
}

export interface JoinRequest {
  version: number;
  document: string;
  /** Every Yjs client id this page wrote or may write under. */
  clientIds: number[];
  /** Number of the last commit this page has; 0 for none. */
  since: number;
  /** The lowest last commit that content of its own was written on top of; absent when it has none. */
  upon?: number;
  /** What the last answer said; absent before the first. */
  restoration?: string;
}

export type JoinReply =
  | {
      ok: true;
      /** The restore from a backup that these numbers count from; empty when there was none. */
      restoration: string;
      sequence: number;
      /** true: `state` is the whole document; false: the commits after `since`. */
      whole: boolean;
      /** Framed updates. */
      state: Uint8Array;
      write: boolean;
      comment: boolean;
      suggest: boolean;
      /** This page's own id in the presence list. */
      self: string;
      presence: Presence[];
      limits: { updateBytes: number; documentBytes: number };
    }
  | { ok: false; reason: Reason };

/** Somebody who may read the document now, and whom it can therefore mention. */
export interface Reader {
  id: string;
  name: string;
  organisationName: string;
}

export interface PeopleRequest {
  document: string;
}

export type PeopleReply = { ok: true; people: Reader[] } | { ok: false; reason: Reason };

export interface UpdateMessage {
  document: string;
  /** A UUID made by the page: the same id again is the same update. */
  id: string;
  update: Uint8Array;
}

export interface CursorMessage {
  document: string;
  cursor: Cursor | null;
}

/** Durable, and therefore both the acknowledgement for those who sent it and the news for all others. */
export interface Committed {
  document: string;
  sequence: number;
  ids: string[];
  /**
   * Framed updates, in base64; empty when the ids were already stored and this only says so again. Text, because
   * socket.io sends bytes as a second message: for everyone who has the document open, that costs more than a third
   * more bytes do.
   */
  updates: string;
}

export interface Refused {
  document: string;
  id: string;
  reason: Reason;
}

export interface PresenceNews {
  document: string;
  here: Presence[];
  gone: string[];
}

/** What this person may do beside reading. */
export interface Rights {
  write: boolean;
  comment: boolean;
  suggest: boolean;
}

export interface AccessNews extends Rights {
  document: string;
}

/** Something was said about the document, or settled; what, the page asks by its own address. */
export interface RemarksNews {
  document: string;
}

export interface Removed {
  document: string;
  reason: RemovalReason;
}

/** The one shared type of a document's Yjs document. */
export const rootName = 'prose';
export const lineName = 'line';
/** A table holds rows and a row cells; a cell holds a text as a line does. Each may be empty. */
export const tableName = 'table';
export const rowName = 'row';
export const cellName = 'cell';
/** `task` is something to do and `done` the same thing with a tick: one value, so that no two can contradict. */
export const lineStyles = ['heading', 'subheading', 'bullet', 'number', 'task', 'done'] as const;
export type LineStyle = (typeof lineStyles)[number];
