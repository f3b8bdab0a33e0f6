import { expect, jest, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { PickableStart } from '#client/ui/start-time.ts';
import { nextIndex } from '#client/ui/start-time-grid.tsx';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import { at, someStartTimes, ZONE } from '#tests/support/contract-data.ts';
import { renderPart } from '#tests/support/render-page.tsx';

function showPicker(chosen: string | null = null, { days } = someStartTimes()) {
  const onPick = jest.fn<(start: PickableStart) => void>();
  const view = renderPart(
    <StartTimePicker subject="session 2" days={days} zone={ZONE} chosen={chosen} onPick={onPick} />,
  );
  return { onPick, ...view };
}

test('the focus lands on the first free time, and Enter picks it', async () => {
  const { onPick, container } = showPicker();
  await userEvent.tab();
  await userEvent.tab();
  expect(screen.getByRole('option', { name: '9:30' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(onPick).toHaveBeenCalledWith(expect.objectContaining({ startsAt: at('2027-03-03', '09:30') }));
  expect(await axe(container)).toHaveNoViolations();
});

test('a refused time can be reached, says why, and is not picked', async () => {
  const { onPick } = showPicker();
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{ArrowLeft}');
  const refused = screen.getByRole('option', { name: /^9:15.*Too close to session 1/ });
  expect(refused).toHaveFocus();
  expect(refused).toHaveAttribute('aria-disabled', 'true');
  expect(screen.getByText('9:15', { selector: 'p b' }).parentElement).toHaveTextContent(
    'Too close to session 1: one clear day needed.',
  );
  await userEvent.keyboard('{Enter} ');
  await userEvent.click(refused);
  expect(onPick).not.toHaveBeenCalled();
});

test('a time that is refused by a rule of the reader’s own says so, and is picked all the same', async () => {
  const times = someStartTimes();
  for (const start of times.days[0]?.starts.slice(0, 2) ?? []) start.mayBend = true;
  const { onPick, container } = showPicker(null, times);
  await userEvent.tab();
  await userEvent.tab();
  // What is free comes first all the same.
  expect(screen.getByRole('option', { name: '9:30' })).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  const bendable = screen.getByRole('option', { name: /^9:15.*Too close.*You may choose it with a reason/ });
  expect(bendable).toHaveFocus();
  expect(bendable).not.toHaveAttribute('aria-disabled');
  await userEvent.keyboard('{Enter}');
  expect(onPick).toHaveBeenCalledWith(expect.objectContaining({ startsAt: at('2027-03-03', '09:15') }));
  expect(await axe(container)).toHaveNoViolations();
});

test('the arrow keys go from day to day, and a closed day says why', async () => {
  showPicker();
  await userEvent.tab();
  expect(screen.getByRole('tab', { name: 'Wed 3 Mar, 6 free' })).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByRole('tab', { name: 'Thu 4 Mar, Closed: Staff training' })).toHaveFocus();
  expect(screen.getByText('Closed: Staff training')).toBeInTheDocument();
  await userEvent.keyboard('{End}');
  expect(screen.getAllByRole('option')).toHaveLength(2);
});

test('the chosen time is marked, and its day is the one that is open', () => {
  // The server may write the same moment with another offset.
  showPicker('2027-03-05T14:15:00Z');
  expect(screen.getByRole('tab', { selected: true })).toHaveAccessibleName('Fri 5 Mar, 2 free');
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('9:15');
});

test('up and down keep the minute where the other hour has it, and take the nearest where it has not', () => {
  const times = ['9:00', '9:15', '9:30', '9:45', '10:00', '10:15', '11:45'];
  expect(nextIndex('ArrowDown', 1, times)).toBe(5);
  expect(nextIndex('ArrowDown', 3, times)).toBe(5);
  expect(nextIndex('ArrowDown', 5, times)).toBe(6);
  expect(nextIndex('ArrowDown', 6, times)).toBe(6);
  expect(nextIndex('ArrowUp', 0, times)).toBe(0);
  expect(nextIndex('a', 0, times)).toBeNull();
});
