import { PRESET_GATES } from '#server/presets/gates.ts';
import type { GateKind } from '#server/scheduling/gates/gates.ts';
import type { GateCode } from '#server/scheduling/vocabulary.ts';

/** A kind of gate as a clinic begins with it, but for what the test changes. */
export function gateKind(code: GateCode, change: Partial<GateKind> = {}): GateKind {
  const kind = PRESET_GATES.find((one) => one.code === code);
  if (!kind) throw new Error(`No clinic begins with ${code}.`);
  return { ...kind, ...change };
}
