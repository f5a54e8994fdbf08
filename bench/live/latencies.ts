const perOctave = 100;
const buckets = 2200;

/** Milliseconds in logarithmic buckets of about one percent, from a microsecond to a thousand seconds. */
export class Latencies {
  readonly counts: number[];
  count = 0;

  constructor(counts = new Array<number>(buckets).fill(0)) {
    this.counts = counts;
    this.count = counts.reduce((sum, one) => sum + one, 0);
  }

  add(milliseconds: number): void {
    const bucket = Math.floor(Math.log(milliseconds * 1000) * perOctave);
    this.counts[Math.min(buckets - 1, Math.max(0, bucket))]! += 1;
    this.count += 1;
  }

  /** NaN when nothing was added. */
  quantile(share: number): number {
    let left = this.count * share;
    for (let bucket = 0; bucket < buckets; bucket++) {
      left -= this.counts[bucket]!;
      if (left <= 0 && this.count > 0) return Math.exp((bucket + 0.5) / perOctave) / 1000;
    }
    return Number.NaN;
  }
}
