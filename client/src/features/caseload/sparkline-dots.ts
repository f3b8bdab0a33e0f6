import { daysBetween } from '#client/lib/clinic-time.ts';

type Size = { width: number; height: number; margin: number };

/** Scores as dots: by their days from left to right, 0 points at the bottom. A score alone stands at the right. */
export function sparklineDots(
  scores: readonly { on: string; total: number }[],
  mostPoints: number,
  { width, height, margin }: Size,
): { x: number; y: number }[] {
  const first = scores[0]?.on ?? '';
  const days = scores.length > 1 ? daysBetween(first, scores.at(-1)?.on ?? first) : 0;
  return scores.map(({ on, total }) => ({
    x: round(margin + (days === 0 ? 1 : daysBetween(first, on) / days) * (width - 2 * margin)),
    y: round(margin + (1 - total / mostPoints) * (height - 2 * margin)),
  }));
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
