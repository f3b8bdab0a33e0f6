import { expect, expectAccessible, test } from './clinic.ts';

test('a clinician sets the interval with a reason and sees the next due date; the desk books inside the window', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Bettina', 'Booster');
  const [plan] = await desk.plansFor(id, '2026-03-30');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);

  await desk.actAs('clinician');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('radio', { name: 'every 6 weeks' }).click();
  await page.getByRole('button', { name: 'Set six weeks' }).click();
  await expect(page.getByLabel('Why')).toBeFocused();
  await page.getByLabel('Why').fill('Holds well between visits');
  await page.getByRole('button', { name: 'Set six weeks' }).click();
  await expect(page.getByText('Holds well between visits')).toBeVisible();
  const next = page.getByRole('region', { name: 'Next booster' });
  await expect(next).toContainText('Every 6 weeks, as ordered');
  await expectAccessible(page);

  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByText('Holds well between visits')).toBeHidden();
  await next.getByRole('button', { name: 'Book the booster' }).click();
  const dialog = page.getByRole('dialog', { name: `Book the booster of ${name}` });
  await dialog.locator('[role=option]:not([aria-disabled])').first().click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Book / }).click();
  await expect(next).toContainText('Booster 1 is booked');
});

test('one session moves from preview to commit, is taken back, and another is cancelled and taken back as well', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Mona', 'Mover');
  const [plan] = await desk.plansFor(id, '2026-04-06');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);

  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Move session 6' }).click();
  const panel = page.getByRole('dialog', { name: `Change the course of ${name}` });
  await panel.locator('[role=option]:not([aria-disabled]):not([aria-selected=true])').first().click();
  await expect(panel.getByRole('radio', { name: 'Move session 6 alone' })).toBeChecked();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Move session 6' }).click();
  await expect(page.getByText(/^Session 6 of Mona Mover is now /)).toBeVisible();
  const table = page.getByRole('table', { name: `Sessions of ${name}` }).last();
  await expect(table.getByText(/moved from/)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('Taken back. The course is as it was.')).toBeVisible();
  await expect(table.getByText(/moved from/)).toHaveCount(0);

  await page.getByRole('button', { name: 'Cancel session 5' }).click();
  await page.getByRole('button', { name: 'Cancel this session' }).click();
  await expect(page.getByText('Choose a reason first.')).toBeVisible();
  await page.getByLabel('Why').selectOption({ label: 'The patient cancelled' });
  await page.getByRole('button', { name: 'Cancel this session' }).click();
  await expect(table.getByText(/^cancelled/)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(table.getByText(/^cancelled/)).toHaveCount(0);
});
