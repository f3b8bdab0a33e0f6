/** Every word typed begins a word of the name or of the protocol. */
export function fits(typed: string, ...texts: string[]): boolean {
  const words = texts
    .join(' ')
    .toLowerCase()
    .split(/[\s-]+/);
  const asked = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return asked.every((part) => words.some((word) => word.startsWith(part)));
}
