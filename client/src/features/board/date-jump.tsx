import { Button, Popover } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

/** A month's picker is fetched when it is first wanted. */
const MonthPicker = lazy(async () => ({ default: (await import('./month-picker.tsx')).MonthPicker }));

type DateJumpProps = { date: string; today: string; onJump: (date: string) => void };

export function DateJump({ date, today, onJump }: DateJumpProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          h="auto"
          mih={36}
          fw={400}
          fz={13}
          bd="1px solid var(--line)"
          onClick={() => setOpen(!isOpen)}
        >
          Jump to…
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Jump to a day">
        <Suspense fallback={<div style={{ width: 252, height: 280 }} />}>
          <MonthPicker
            date={date}
            today={today}
            onPick={(picked) => {
              setOpen(false);
              onJump(picked);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
