/** A number from 0 to 127 that looks random and is not: the same seed and start always draw the same. */
export function draw(seed: number, epochDay: number, minute: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(epochDay * 1440 + minute, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2d);
  return (mixed ^ (mixed >>> 13)) & 127;
}
