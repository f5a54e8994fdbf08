import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const tokens = readFileSync(new URL('../public/styles/tokens.css', import.meta.url), 'utf8');

/** Both values of every colour token, light and dark. */
const colours = new Map(
  [...tokens.matchAll(/--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map((found) => [
    found[1]!,
    { light: found[2]!, dark: found[3]! },
  ]),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['paper', 'surface', 'sunken', 'case-paper', 'case-surface'];
const texts = ['ink', 'ink-soft', 'accent', 'accent-strong'];
const onOwnGround = ['platform', 'network', 'case', 'ok', 'wait', 'stop', 'info'];

describe('the colours of the design', () => {
  it('are found: a check of no colours has failed', () => {
    expect(colours.size).to.be.greaterThan(30);
  });

  for (const mode of ['light', 'dark'] as const) {
    it(`give text 7:1 on every ground it may stand on, in ${mode} mode`, () => {
      const pairs = [
        ...grounds.flatMap((ground) => texts.map((text) => [text, ground] as const)),
        ...onOwnGround.map((tone) => [tone, `${tone}-soft`] as const),
      ];
      const weak = pairs.filter(
        ([text, ground]) => contrast(colours.get(text)![mode], colours.get(ground)![mode]) < 7,
      );
      expect(weak).to.deep.equal([]);
    });

    it(`give lines that carry meaning 3:1 on every ground, in ${mode} mode`, () => {
      const weak = grounds.filter(
        (ground) => contrast(colours.get('line-strong')![mode], colours.get(ground)![mode]) < 3,
      );
      expect(weak).to.deep.equal([]);
    });
  }
});
