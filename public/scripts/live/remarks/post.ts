/** What became of something that was sent. */
export type PostResult =
  | { kind: 'done'; outcome: Record<string, unknown> }
  | { kind: 'conflict' | 'refused'; message: string; fields?: Record<string, string> };

/** Sends something to the server and keeps at it until there is an answer; the page has one way of doing so. */
export type Post = (command: {
  /** Commands of one lane are sent one after the other. */
  lane: string;
  url: string;
  body(): Record<string, string>;
  /** What the person would lose: theirs to copy when it cannot be sent any more. */
  words: string;
  settle(result: PostResult): void;
}) => void;
