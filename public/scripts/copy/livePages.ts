const lockOf = (page: string): string => `schakel-page-${page}`;
/** How long a page that is just being left may still hold what it did not send. */
const leaving = 1500;

/** Says for as long as this page lives that what it did not send is its own. */
export function holdFor(page: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks.request(lockOf(page), () => {
      held();
      return new Promise(() => {});
    });
  });
}

/** Whether nobody works with what this page left; waits a moment for one that is going. */
export async function isLeft(page: string): Promise<boolean> {
  try {
    await navigator.locks.request(lockOf(page), { signal: AbortSignal.timeout(leaving) }, () => {});
    return true;
  } catch {
    return false;
  }
}
