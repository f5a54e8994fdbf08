import type { Kept, Shelf } from '../live/keep.ts';
import type { Passage } from '../live/meanwhile.ts';
import { Copies } from './copies.ts';
import { giveUpText } from './givingUp.ts';
import { holdFor, isLeft } from './livePages.ts';

/** The copy of one shared text, as one page works with it. */
export interface PlanCopy {
  shelf: Shelf;
  /** Null when there is nothing of this text yet. */
  kept: Kept | null;
  title: string;
  /** When the text was like this; null when there is none. */
  at: number | null;
  until: number;
  passages: Passage[];
  keepReview(passages: readonly Passage[]): Promise<void>;
  /** Takes the text off this device; the words stay for their writer. */
  giveUp(words: string): Promise<void>;
  /** Whether the lease still holds; ends the copy when it does not. */
  stillHolds(): Promise<boolean>;
}

/**
 * Opens the copy of a document for this page. Null when this browser keeps none, or keeps it for another person.
 * `about` says who is signed in, what it is called and where it is to be read; null for pages without a network.
 */
export async function openPlanCopy(
  document: string,
  about: { person: string; title: string; address: string } | null,
): Promise<PlanCopy | null> {
  const copies = await Copies.open().catch(() => null);
  if (!copies?.isOpen || (about && copies.lease?.person !== about.person)) {
    copies?.close();
    return null;
  }
  const page = crypto.randomUUID();
  await holdFor(page);
  const rows = await copies.unsent(document);
  const left = await Promise.all(rows.map((row) => isLeft(row.page)));
  const unsent = rows.filter((_, index) => left[index]);
  const taken = unsent.map((row) => row.page);
  let from = taken;
  const text = await copies.text(document);
  const title = about?.title ?? text?.title ?? '';
  const address = about?.address ?? text?.address ?? '';
  const empty = new Uint8Array([0, 0]);
  const nothing = { isText: false, sequence: 0, restoration: '', mayWrite: true, base: empty, state: empty };
  return {
    shelf: {
      keepUnsent: async (now) => {
        await copies.keepUnsent({ page, document, ...now }, from);
        from = [];
      },
      keepText: (now) => copies.keepText(document, { ...now, title, address, at: Date.now() }),
    },
    kept: text || unsent.length > 0 ? { ...(text ? { isText: true, ...text } : nothing), unsent } : null,
    title,
    at: text?.at ?? null,
    until: copies.lease?.until ?? 0,
    passages: await copies.review<Passage>(document),
    keepReview: (passages) => copies.keepReview(document, passages),
    giveUp: (words) => giveUpText(copies, document, { words, own: [page, ...taken] }),
    stillHolds: () => copies.tidy(),
  };
}
