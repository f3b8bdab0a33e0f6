import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

const panelOf = (page: Page, name: string) =>
  page.getByRole('dialog', { name: `Change the course of ${name}` });

test('the rest of a course is shifted by keyboard alone, and taken back', async ({ page, desk }) => {
  const { id, name } = await desk.addPatient('Sheila', 'Shift');
  const [plan] = await desk.plansFor(id, '2026-05-04');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Move session 3' }).focus();
  await page.keyboard.press('Enter');
  const panel = panelOf(page, name);
  await panel.locator('[role=option]:not([aria-disabled]):not([aria-selected=true])').last().focus();
  await page.keyboard.press('Enter');
  const shift = panel.getByRole('radio', { name: 'Shift session 3 and the rest' });
  await expect(shift).toBeVisible();
  await panel.getByRole('radio', { name: 'Move session 3 alone' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(shift).toBeChecked();
  await expect(panel.getByRole('list', { name: 'Step by step' })).toContainText('Session 6 moves from');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Shift the remaining four' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel).toBeHidden();
  await expect(page.getByText(`Four sessions of ${name} are shifted`)).toBeVisible();
  const story = page.getByRole('region', { name: 'What was done to the course' });
  await expect(story).toContainText('shifted 4 sessions');
  await page.getByRole('button', { name: 'Undo', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(story).toContainText('It was taken back.');
  const table = page.getByRole('table', { name: `Sessions of ${name}` }).last();
  await expect(table.getByText(/moved from/)).toHaveCount(0);
  await expectAccessible(page);
});

test('a session is dragged to another time of its day, and nothing is changed by that alone', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Dora', 'Drag');
  const [plan] = await desk.plansFor(id, '2026-06-01');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  const first = course.sessions[0];
  await desk.actAs('front-desk');
  await page.goto(`/day/${first?.startsAt.slice(0, 10)}`);
  const block = page.locator(`[data-session="${first?.id}"]`);
  const box = await block.boundingBox();
  if (!box) throw new Error('The session is not on the board.');
  const x = box.x + box.width / 2;
  const later = box.y + 10 + box.height / 2; // a two-hour block: one hour later
  await page.mouse.move(x, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(x, box.y + 30);
  await page.mouse.move(x, later, { steps: 4 });
  await page.mouse.up();
  const panel = panelOf(page, name);
  await expect(panel.getByText(/^Session 1: .* to /)).toBeVisible();
  await expect(panel.getByRole('radio', { name: 'Move session 1 alone' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  expect(await block.boundingBox()).toEqual(box);
});

test('a clinician puts a course on hold with a reason, resumes it, and extends it', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Hanna', 'Hold');
  const [plan] = await desk.plansFor(id, '2026-06-29');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  await desk.actAs('clinician');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Change the course' }).click();
  const panel = panelOf(page, name);
  await panel.getByRole('radio', { name: 'Put the course on hold' }).click();
  await panel.getByLabel('Why').fill('Blood pressure to be settled first');
  await panel.getByRole('button', { name: 'Put it on hold' }).click();
  const standing = page.getByRole('status', { name: 'On hold' });
  await expect(standing).toContainText('Blood pressure to be settled first.');
  await expectAccessible(page);

  await desk.actAs('front-desk');
  await page.reload();
  await expect(standing).toContainText('A clinician resumes it.');
  await expect(page.getByText('Blood pressure')).toBeHidden();

  await desk.actAs('clinician');
  await page.reload();
  await standing.getByRole('button', { name: 'Resume, or decide otherwise' }).click();
  await panel.getByRole('button', { name: 'Resume the course' }).click();
  await expect(standing).toBeHidden();
  await page.getByRole('button', { name: 'Change the course' }).click();
  await panel.getByRole('radio', { name: 'Extend the induction' }).click();
  await panel.getByRole('button', { name: 'Extend by two sessions' }).click();
  await expect(page.getByText(`The course of ${name} is 2 sessions longer.`)).toBeVisible();
  await expect(page.getByText('0 of 8 done')).toBeVisible();
});

test('what was shown is replaced when somebody else was quicker, and nothing is changed until it is seen', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Stella', 'Stale');
  const [plan] = await desk.plansFor(id, '2026-07-27');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Move session 6' }).click();
  const panel = panelOf(page, name);
  await panel.locator('[role=option]:not([aria-disabled]):not([aria-selected=true])').first().click();
  const press = panel.getByRole('button', { name: 'Move session 6' });
  await expect(press).toBeVisible();
  await desk.cancel(course.sessions[1]?.id ?? '');
  await press.click();
  await expect(panel.getByRole('alert')).toContainText('Session 2 is no longer booked.');
  await press.click();
  await expect(page.getByText(`Session 6 of ${name} is now `)).toBeVisible();
});

test('on a narrow page the panel is the page, and needs no scrolling sideways', async ({ page, desk }) => {
  const { id, name } = await desk.addPatient('Nelly', 'Narrow');
  const [plan] = await desk.plansFor(id, '2026-08-24');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Move session 2' }).click();
  const panel = panelOf(page, name);
  await panel.locator('[role=option]:not([aria-disabled]):not([aria-selected=true])').first().click();
  await expect(panel.getByRole('radio', { name: 'Move session 2 alone' })).toBeChecked();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
