import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

test('a chair that one gives up is offered to another, held, and taken; the giving up stays', async ({
  page,
  desk,
}) => {
  test.slow(); // a whole morning at the desk, looked at in light and dark at each of its pages
  const gives = await desk.addPatient('Greta', 'Gives');
  const waits = await desk.addPatient('Wanda', 'Waits');
  const [early] = await desk.plansFor(gives.id, '2026-03-30');
  const given = (await desk.bookCourse(gives.id, early?.sessions ?? [])).sessions[0];
  const [late] = await desk.plansFor(waits.id, '2026-04-02');
  const waiting = await desk.bookCourse(waits.id, late?.sessions ?? []);
  await desk.actAs('front-desk');

  // Wanda would like her first session earlier.
  await page.goto(`/courses/${waiting.id}`);
  await page.getByRole('button', { name: 'Put on the waitlist' }).click();
  const dialog = page.getByRole('dialog', { name: `Another time for ${waits.name}` });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Put on the waitlist' }).click();
  await expect(page.getByRole('region', { name: 'Another time' })).toContainText('Session 1, now');

  // Greta gives hers up, on the telephone.
  await page.goto(`/day/${given?.startsAt.slice(0, 10)}`);
  await page.locator(`[data-session="${given?.id}"]`).click();
  const panel = page.getByRole('complementary', { name: gives.name });
  await panel.getByRole('button', { name: 'Cancel session' }).click();
  const question = page.getByRole('dialog', { name: /^Cancel session 1/ });
  await question.getByLabel('Why').selectOption('The patient cancelled');
  await question.getByRole('button', { name: 'Cancel this session' }).click();
  await expect(page.getByText(/A chair is free: .* It would help/)).toBeVisible();
  await page.getByRole('button', { name: 'See whom' }).click();

  const people = page.getByRole('list', { name: 'Whom it would help' });
  const wanda = people.getByRole('listitem').filter({ has: page.getByRole('link', { name: waits.name }) });
  await expect(wanda).toContainText('Session 1, now');
  await expectAccessible(page);
  await wanda.getByRole('button', { name: `Offer to ${waits.name}, and hold the chair` }).click();
  await expect(page.getByText(`Held for ${waits.name} until`)).toBeVisible();
  await expect(people.getByRole('button', { name: /^Offer to/ }).first()).toBeDisabled();

  // Whoever looks at the board sees that the chair is not free, and finds the way back.
  await page.goto(`/day/${given?.startsAt.slice(0, 10)}`);
  const held = page.getByRole('link', { name: new RegExp(`^Held for ${waits.name}`) });
  await expect(held).toBeVisible();
  await expectAccessible(page);
  await held.click();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Took it: move the session' }).click();
  await expect(page.getByText(`${waits.name} has the chair`)).toBeVisible();

  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(`/courses/${waiting.id}`);
  const table = page.getByRole('table', { name: `Sessions of ${waits.name}` }).last();
  await expect(table.getByText(/moved from/)).toHaveCount(1);
  await page.goto(`/courses/${given?.courseId}`);
  const story = page.getByRole('region', { name: 'What was done to the course' });
  await expect(story).toContainText(/cancelled/);
  await expect(story.getByRole('button', { name: /Undo|Take back/ })).toHaveCount(0);
});
