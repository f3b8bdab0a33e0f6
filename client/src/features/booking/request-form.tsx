import { Chip, Group, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { formatDuration } from '#client/lib/clinic-time.ts';
import { isOver } from '#client/lib/opening-hours.ts';
import { weekdayWords } from '#client/lib/weekday-words.ts';
import type { Clinic, Protocol } from '#server/contract/clinic.endpoints.ts';
import styles from './booking.module.css';
import type { BookingRequest, TimeWish } from './booking-request.ts';
import { FromDate } from './from-date.tsx';
import { inWords } from './plan-words.ts';

type RequestFormProps = {
  clinic: Clinic;
  protocols: readonly Protocol[];
  request: BookingRequest & { protocolId: string; from: string };
  onChange: (change: Partial<BookingRequest>) => void;
};

/** What the patient would like. Every change is answered at once with new plans. */
export function RequestForm({ clinic, protocols, request, onChange }: RequestFormProps) {
  const toCome = clinic.openingHours.filter((hours) => !isOver(hours, clinic.today));
  const openDays = [...new Set(toCome.map(({ weekday }) => weekday))].sort();
  return (
    <Stack gap="md">
      <Radio.Group
        label="Protocol"
        value={request.protocolId}
        onChange={(protocolId) => onChange({ protocolId })}
      >
        <Stack gap={6} mt={4}>
          {protocols.map((protocol) => (
            <Radio.Card
              key={protocol.id}
              value={protocol.id}
              className={styles.protocol}
              aria-label={protocol.name}
            >
              <Radio.Indicator aria-hidden />
              <span>
                <b>{protocol.name}</b>
                <Text size="sm" c="dimmed" span display="block">
                  {protocolWords(protocol)}
                </Text>
              </span>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <FromDate value={request.from} today={clinic.today} onChange={(from) => onChange({ from })} />
      <fieldset className={styles.fieldset}>
        <legend>Weekdays the patient would like</legend>
        <Chip.Group
          multiple
          value={request.weekdays.map(String)}
          onChange={(days) => onChange({ weekdays: days.map(Number).sort() })}
        >
          <Group gap={6}>
            {openDays.map((day) => (
              <Chip key={day} value={String(day)} size="sm" radius="sm" vars={compactChip}>
                {weekdayWords(day)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
      <TimeOfDay time={request.time} onChange={(time) => onChange({ time })} />
    </Stack>
  );
}

/** A week of days stands on one line. */
const compactChip = () => ({ root: { '--chip-padding': '12px', '--chip-checked-padding': '5px' } });

const KINDS = [
  { value: 'any', label: 'Any' },
  { value: 'morning', label: 'Morning' },
  { value: 'afternoon', label: 'Afternoon' },
  { value: 'between', label: 'From–to' },
];

function TimeOfDay({ time, onChange }: { time: TimeWish; onChange: (time: TimeWish) => void }) {
  const choose = (kind: string) => {
    if (kind === 'between') onChange({ kind, from: '09:00', to: '11:00' });
    else if (kind === 'morning' || kind === 'afternoon' || kind === 'any') onChange({ kind });
  };
  return (
    <fieldset className={styles.fieldset}>
      <legend>Time of day</legend>
      <SegmentedControl
        fullWidth
        size="sm"
        data={KINDS}
        value={time.kind}
        onChange={choose}
        aria-label="Time of day"
      />
      {time.kind === 'between' && (
        <Group gap="xs" mt={6} grow>
          <TextInput
            type="time"
            label="Starts from"
            value={time.from}
            onChange={(event) => {
              const from = event.currentTarget.value;
              if (from) onChange({ ...time, from, to: from > time.to ? from : time.to });
            }}
          />
          <TextInput
            type="time"
            label="At the latest"
            value={time.to}
            onChange={(event) => {
              const to = event.currentTarget.value;
              if (to) onChange({ ...time, to, from: to < time.from ? to : time.from });
            }}
          />
        </Group>
      )}
    </fieldset>
  );
}

const TIMES_A_WEEK = ['', 'once a week', 'twice a week', 'three times a week'];

/** "6 sessions, 2 h each, twice a week" */
function protocolWords(protocol: Protocol): string {
  const rates = protocol.phases
    .filter(({ phase }) => phase !== 'maintenance')
    .map(({ perWeek }) => TIMES_A_WEEK[perWeek] ?? `${inWords(perWeek)} times a week`);
  return [
    `${protocol.sessionCount} sessions`,
    `${formatDuration(protocol.blockMinutes)} each`,
    [...new Set(rates)].join(', then '),
  ].join(', ');
}
