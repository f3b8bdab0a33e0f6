import { expect, test } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import { aPlan, aSession, at, TODAY, TUE_FRI, ZONE } from '#tests/support/contract-data.ts';

const course = [
  aSession({ sequence: 1, status: 'fulfilled', startsAt: at('2027-02-26') }),
  aSession({ sequence: 2, status: 'noshow', startsAt: at('2027-03-01') }),
  aSession({ sequence: 3, startsAt: at('2027-03-05') }),
  aSession({ sequence: 4, startsAt: at('2027-03-09'), movedFrom: at('2027-03-08') }),
  aSession({ sequence: 5, status: 'cancelled', startsAt: at('2027-03-12') }),
];

test('those who hear the ribbon get the same days as a table', async () => {
  const { container } = render(
    <CourseRibbon
      sessions={ribbonSessions(course)}
      boosterWindow={aPlan().boosterWindow}
      today={TODAY}
      zone={ZONE}
      label="Course of Ana Ruiz"
    />,
  );
  const table = screen.getByRole('table', { name: 'Course of Ana Ruiz' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
  expect(rows).toEqual([
    '1Fri 26 Feb, 9:00done',
    '2Mon 1 Mar, 9:00missed',
    '3Fri 5 Mar, 9:00next',
    '4Tue 9 Mar, 9:00moved',
    '5Fri 12 Mar, 9:00cancelled',
    'BoosterFri 9 Apr to Fri 23 Apr' + 'due Fri 16 Apr',
  ]);
  expect(await axe(container)).toHaveNoViolations();
});

test('the first session still to come is the next, and a missed one does not hold it up', () => {
  expect(ribbonSessions(course).map(({ state }) => state)).toEqual([
    'done',
    'missed',
    'next',
    'moved',
    'cancelled',
  ]);
});

test('a session late in the evening stands on the clinic’s day, wherever the reader is', () => {
  // 23:00 on Tuesday in New York is Wednesday in Europe.
  render(
    <CourseRibbon
      sessions={ribbonSessions([aSession({ sequence: 1, startsAt: '2027-03-03T04:00:00Z' })])}
      today={TODAY}
      zone={ZONE}
    />,
  );
  expect(screen.getByRole('cell', { name: 'Tue 2 Mar, 23:00' })).toBeInTheDocument();
});

test('ticks are buttons only where there is room to press one', async () => {
  const chosen: string[] = [];
  const sessions = ribbonSessions(TUE_FRI.map((day, i) => aSession({ sequence: i + 1, startsAt: at(day) })));
  const ribbon = (to: string) => (
    <CourseRibbon
      sessions={sessions}
      today={TODAY}
      zone={ZONE}
      from="2027-03-01"
      to={to}
      onSelect={(key) => chosen.push(key)}
    />
  );
  const { rerender } = render(ribbon('2027-03-20'));
  await userEvent.click(screen.getByRole('button', { name: 'Session 2, Fri 5 Mar, 9:00, to come' }));
  expect(chosen).toEqual([sessions[1]?.key]);
  rerender(ribbon('2027-12-31'));
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
