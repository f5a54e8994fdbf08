/** What an official list may be: bytes as it is sent, lines below the heading, columns, characters of one cell. */
export const listLimits = { bytes: 5 * 1024 * 1024, lines: 10_000, columns: 60, cell: 2000 } as const;
