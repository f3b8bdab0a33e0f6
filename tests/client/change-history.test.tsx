import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ChangeHistory } from '#client/features/change/change-history.tsx';
import type { CourseChange } from '#server/contract/change.ts';
import { aClinic, aCourse, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

/** A hold that was put on the course and taken off again, so many times; the first is the oldest. */
const change = (nth: number): CourseChange => ({
  id: `01950000-0000-7000-8000-0000000009${String(nth).padStart(2, '0')}`,
  courseId: IDS.course,
  mode: nth % 2 === 0 ? 'hold' : 'resume',
  courseVersion: nth,
  madeAt: at(`2027-02-${String(nth).padStart(2, '0')}`),
  madeBy: { id: IDS.dana, name: 'Dana Whitlock' },
  undoes: null,
  undoneBy: null,
  overrides: [],
  before: { state: 'induction', plannedCount: 6, sessions: [] },
  after: { state: 'induction', plannedCount: 6, sessions: [] },
  canUndo: false,
});

test('earlier changes of a course are shown by a press, below the ones that are there', async () => {
  const { asked, fetch } = fakeServer({
    'GET /courses/*/changes': ({ query }) =>
      query.get('cursor') === 'before-4'
        ? { items: [change(3), change(2)] }
        : { items: [change(5), change(4)], nextCursor: 'before-4' },
  });
  globalThis.fetch = fetch;
  const { container } = renderPage(<ChangeHistory course={aCourse()} clinic={aClinic()} />, '/courses/one');
  const more = await screen.findByRole('button', { name: 'Show earlier changes' });
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(more);
  expect(await screen.findByText(/Tue 2 Feb/)).toBeInTheDocument();
  expect(screen.getAllByRole('listitem')).toHaveLength(4);
  expect(screen.queryByRole('button', { name: 'Show earlier changes' })).not.toBeInTheDocument();
  expect(asked.map(({ query }) => query.get('limit'))).toEqual(['20', '20']);
});
