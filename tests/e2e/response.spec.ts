import type { Page } from '@playwright/test';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import type { Course, CourseSummary } from '#server/contract/course.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

/** Somebody of the demo, as the clinician finds them. */
async function open(page: Page, name: string): Promise<Course> {
  const find = async (cursor = ''): Promise<CourseSummary> => {
    const answer = await page.request.get(`/api/v1/courses?limit=100${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = (await answer.json()) as { items: CourseSummary[]; nextCursor?: string };
    const found = items.find(({ patientName }) => patientName === name);
    if (found) return found;
    if (!nextCursor) throw new Error(`The demo has no course of ${name}.`);
    return find(nextCursor);
  };
  const { id } = await find();
  await page.goto(`/courses/${id}`);
  return courseOf(page, id);
}

const courseOf = async (page: Page, id: string): Promise<Course> =>
  (await (await page.request.get(`/api/v1/courses/${id}`)).json()) as Course;

const bookedBooster = ({ sessions, bookedBoosterId }: Course) =>
  sessions.find(({ id }) => id === bookedBoosterId);

const response = (page: Page) => page.getByRole('region', { name: 'Response' });
const interval = (page: Page) => page.getByRole('region', { name: 'Booster interval' });

test('a responder is reviewed and stepped forward to six weeks, and the booked booster moves with it', async ({
  page,
  desk,
}) => {
  await desk.actAs('clinician');
  const before = await open(page, 'Freya Winterbourne');
  await expect(response(page).getByText('Response', { exact: true }).last()).toBeVisible();
  await response(page).getByRole('button', { name: 'Mark as reviewed' }).click();
  const review = page.getByRole('dialog', { name: /^Review four weeks after/ });
  await review.getByRole('radio', { name: 'Boosters further apart' }).click();
  await review.getByRole('button', { name: 'Mark as reviewed' }).click();

  // What was decided is chosen, and only looked at.
  await expect(interval(page).getByRole('radio', { name: 'every 6 weeks' })).toBeChecked();
  await expect(interval(page).getByRole('heading', { name: 'Booster interval' })).toBeFocused();
  await expect(interval(page).getByText(/^Next due/)).toBeVisible();
  await expect(
    interval(page).getByRole('list', { name: 'Booked boosters outside the window' }),
  ).toContainText('Booster 1');
  await expectAccessible(page);
  expect((await courseOf(page, before.id)).version).toBe(before.version);

  await interval(page)
    .getByRole('button', { name: /^Add PHQ-9/ })
    .click();
  await interval(page).getByLabel('Why').fill('Holds well, and would like to come less often');
  await interval(page).getByRole('button', { name: 'Set six weeks and move one booster' }).click();
  await expect(page.getByText(/are now every 6 weeks\. One booster has moved with it\.$/)).toBeVisible();
  await expect(interval(page)).toContainText('stepped forward from every 4 weeks to every 6 weeks');
  await expect(interval(page)).toContainText('On the evidence of: PHQ-9');

  const after = await courseOf(page, before.id);
  expect(after.boosterWindow).toMatchObject({ interval: 'P6W', source: 'order' });
  expect(after.boosterOutsideWindow).toBe(false);
  expect(Date.parse(bookedBooster(after)?.startsAt ?? '')).toBeGreaterThan(
    Date.parse(bookedBooster(before)?.startsAt ?? ''),
  );
});

test('a relapser is stepped back at 390 px, and the next booster comes earlier', async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.actAs('clinician');
  const before = await open(page, 'Octavio Salcedo');
  await expect(response(page)).toContainText('symptoms are coming back');
  await expectNoSidewaysScroll(page);
  await response(page).getByRole('button', { name: 'Review the relapse' }).click();
  const review = page.getByRole('dialog', { name: /^Review of the relapse/ });
  await review.getByRole('radio', { name: 'Boosters closer together' }).click();
  await review.getByRole('button', { name: 'Mark as reviewed' }).click();

  await expect(interval(page).getByRole('radio', { name: 'every 2 weeks' })).toBeChecked();
  await expect(interval(page).getByRole('radio', { name: /^Move to/ })).toBeChecked();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await interval(page).getByLabel('Why').fill('Low again within three weeks');
  await interval(page).getByRole('button', { name: 'Set two weeks and move one booster' }).click();
  await expect(interval(page)).toContainText('stepped back from every 4 weeks to every 2 weeks');
  await expect(response(page)).not.toContainText('symptoms are coming back');

  const after = await courseOf(page, before.id);
  expect(after.boosterOutsideWindow).toBe(false);
  expect(Date.parse(bookedBooster(after)?.startsAt ?? '')).toBeLessThan(
    Date.parse(bookedBooster(before)?.startsAt ?? ''),
  );
});

test('a non-responder is stopped after session four: the rest is cancelled, and the chairs are free for others', async ({
  page,
  desk,
}) => {
  await desk.actAs('clinician');
  const before = await open(page, 'Eleanor Prakash');
  const ahead = before.sessions.filter(({ status }) => status === 'booked');
  expect(ahead.length).toBeGreaterThan(0);
  const notes = response(page).getByRole('list', { name: 'To look at' });
  await expect(notes).toContainText('four');
  await expectAccessible(page);
  await notes.getByRole('button', { name: 'Mark as reviewed' }).click();
  const review = page.getByRole('dialog', { name: /^Mid-course review/ });
  await review.getByRole('radio', { name: 'Stop the course' }).click();
  await review.getByRole('button', { name: 'Mark as reviewed' }).click();

  const panel = page.getByRole('dialog', { name: 'Change the course of Eleanor Prakash' });
  await panel.getByLabel('Why').selectOption({ label: 'The plan of treatment changed' });
  await panel.getByRole('button', { name: /^Stop the course and release/ }).click();
  await expect(panel).toBeHidden();
  const after = await courseOf(page, before.id);
  expect(after.state).toBe('stopped');
  for (const { id } of ahead) {
    expect(after.sessions.find((one) => one.id === id)?.status).toBe('cancelled');
  }
  await expect(page.getByText('The course has stopped. No booster is due.')).toBeVisible();

  await desk.actAs('front-desk');
  await page.goto('/freed-chairs');
  const chairs = page.getByRole('list', { name: 'Freed chairs' });
  for (const { startsAt } of ahead) {
    await expect(chairs).toContainText(formatDayAndTime(startsAt, 'America/New_York'));
  }
});

test('a booster whose window has passed is booked late by a clinician, with a reason, from the list', async ({
  page,
  desk,
}) => {
  const name = 'Dashiell Crane';
  await desk.actAs('front-desk');
  await page.goto('/due');
  const waiting = page.getByRole('region', { name: 'A clinician decides first' });
  await expect(waiting.getByRole('row', { name })).toContainText('passed');
  await expect(waiting.getByRole('link', { name: /^Book/ })).toHaveCount(0);

  await desk.actAs('clinician');
  await page.goto('/due');
  await page.getByRole('link', { name: `Book late: ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Book the booster of ${name}` });
  await dialog.locator('[data-bendable]').first().click();
  await expect(dialog.getByRole('list', { name: 'Rules that it bends' })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Book / }).click();
  await expect(dialog.getByLabel('Why it may be so')).toBeFocused();
  await page.keyboard.type('Was away until today');
  await dialog.getByRole('button', { name: /^Book / }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Next booster' })).toContainText(
    'A clinician let it stand outside the window.',
  );
});
