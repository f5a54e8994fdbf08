/** How long links work, in milliseconds. */
export const linkLives = {
  firstAdministrator: 24 * 60 * 60_000,
  membership: 7 * 24 * 60 * 60_000,
  passwordReset: 60 * 60_000,
  /** Handed over on paper or by phone, so it may take a day. */
  handedOverReset: 24 * 60 * 60_000,
};
