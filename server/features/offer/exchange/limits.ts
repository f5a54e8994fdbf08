/** What a file may be: bytes as it is sent, rows below the heading, characters of one cell, bytes unpacked. */
export const limits = {
  bytes: 20 * 1024 * 1024,
  rows: 50_000,
  cell: 32_767,
  unpacked: 400 * 1024 * 1024,
} as const;

export const formats = ['csv', 'xlsx'] as const;
export type Format = (typeof formats)[number];
