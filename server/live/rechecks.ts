/** How often somebody's access may have changed, in one document or everywhere: who asked before compares. */
export class Rechecks {
  #everywhere = 0;
  /** One small number for each document that was ever asked about again. */
  readonly #documents = new Map<string, number>();

  note(document: string): void {
    this.#documents.set(document, (this.#documents.get(document) ?? 0) + 1);
  }

  noteEverywhere(): void {
    this.#everywhere += 1;
  }

  of(document: string): number {
    return this.#everywhere + (this.#documents.get(document) ?? 0);
  }
}
