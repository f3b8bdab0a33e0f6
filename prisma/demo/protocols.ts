import {
  PRESET_PROTOCOLS,
  type PresetKey,
  type PresetProtocol,
  SIX_IN_THREE_WEEKS,
  SIX_INFUSIONS,
} from '#server/presets/protocols.ts';

/** The protocols of the demo: those that every clinic begins with, and one that it does no more. */
export type ProtocolKey = PresetKey | 'iv-four';

type Room = 'Infusion' | 'Quiet room';

type DemoProtocol = PresetProtocol & {
  readonly key: ProtocolKey;
  readonly status: 'active' | 'retired';
  /** By name, the preferred one first. */
  readonly rooms: readonly [Room, ...Room[]];
};

const ROOMS: Readonly<Record<PresetKey, DemoProtocol['rooms']>> = {
  iv: ['Infusion'],
  'iv-three': ['Infusion'],
  im: ['Quiet room', 'Infusion'],
  nasal: ['Quiet room'],
  taper: ['Infusion'],
};

export const DEMO_PROTOCOLS: readonly DemoProtocol[] = [
  ...(Object.keys(ROOMS) as PresetKey[]).map((key) => ({
    key,
    ...PRESET_PROTOCOLS[key],
    status: 'active' as const,
    rooms: ROOMS[key],
  })),
  {
    key: 'iv-four',
    name: 'IV, four in two weeks',
    description: 'Four infusions over two weeks, as it was done until last year',
    status: 'retired',
    definition: {
      ...SIX_INFUSIONS,
      phases: [{ ...SIX_IN_THREE_WEEKS, sessions: 4, targetSpanDays: { min: 9, max: 14 } }],
    },
    rooms: ['Infusion'],
  },
];
