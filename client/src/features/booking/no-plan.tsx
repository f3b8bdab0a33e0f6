import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { shiftDays } from '#client/lib/clinic-time.ts';
import type { Violation } from '#server/contract/violation.ts';
import type { BookingRequest } from './booking-request.ts';

type NoPlanProps = {
  whyNot: readonly Violation[];
  request: BookingRequest & { from: string };
  onChange: (change: Partial<BookingRequest>) => void;
};

/** No whole course fits: why, and what would change that. */
export function NoPlan({ whyNot, request, onChange }: NoPlanProps) {
  const reasons = [...new Set(whyNot.map(({ detail }) => detail))];
  const later = (days: number) => onChange({ from: shiftDays(request.from, days) });
  return (
    <Alert color="gray" variant="light" title="No whole course fits from this day">
      <Stack gap="sm">
        {reasons.length > 0 && (
          <List size="sm">
            {reasons.map((reason) => (
              <List.Item key={reason}>{reason}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm">Try one of these; the plans come at once.</Text>
        <Group gap="xs">
          <Button variant="default" onClick={() => later(7)}>
            Start a week later
          </Button>
          <Button variant="default" onClick={() => later(28)}>
            Start four weeks later
          </Button>
          {request.weekdays.length > 0 && (
            <Button variant="default" onClick={() => onChange({ weekdays: [] })}>
              Allow any weekday
            </Button>
          )}
          {request.time.kind !== 'any' && (
            <Button variant="default" onClick={() => onChange({ time: { kind: 'any' } })}>
              Allow any time of day
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
