/** How often the server is asked how far something is. Milliseconds. */
const every = 1000;

const place = document.querySelector<HTMLElement>('[data-progress]');
const address = place?.dataset.progress;
if (place && address) void follow(place, address);

/** Shows how far it is; when it has come to an end, the page is asked for anew. */
async function follow(shown: HTMLElement, from: string): Promise<void> {
  const state = (): string | undefined => shown.querySelector<HTMLElement>('[data-state]')?.dataset.state;
  const begun = state();
  for (;;) {
    speak(shown);
    await new Promise((resolve) => setTimeout(resolve, every));
    const answer = await fetch(from, { headers: { accept: 'text/html' } }).catch(() => null);
    // Signed out, or no network: the next round asks again, the page stays as it is.
    if (!answer?.ok || answer.redirected) continue;
    shown.innerHTML = await answer.text();
    if (state() !== begun) return location.reload();
  }
}

/** The bar moves every second; what is spoken changes now and then. */
function speak(shown: HTMLElement): void {
  const voice = document.querySelector('[data-progress-said]');
  const said = shown.querySelector<HTMLElement>('[data-said]')?.dataset.said ?? '';
  if (voice && voice.textContent !== said) voice.textContent = said;
}
