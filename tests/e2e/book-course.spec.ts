import type { Page } from '@playwright/test';
import type { Plan } from '#server/contract/plan.ts';
import { type Desk, expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

/** Opens the booking page with the patient found by typing, and waits for the plans. */
async function findByName(page: Page, name: string, from: string): Promise<void> {
  await page.goto(`/book?from=${from}`);
  const search = page.getByRole('combobox', { name: 'Patient' });
  await expect(search).toBeFocused();
  await page.keyboard.type(name, { delay: 15 });
  await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: / at / }).first()).toBeFocused();
}

/** Others book the time of a session until nobody else can have it. */
async function takeAway(desk: Desk, startsAt: string): Promise<void> {
  const date = startsAt.slice(0, 10);
  for (let rivals = 0; rivals < 10; rivals += 1) {
    const rival = await desk.addPatient('Rival', `Quickly ${rivals}`);
    const [plan] = await desk.plansFor(rival.id, date, [{ sequence: 1, startsAt }]);
    if (!plan) return;
    await desk.bookCourse(rival.id, plan.sessions);
  }
  throw new Error(`${startsAt} is never full.`);
}

test('a clerk books six sessions from a name to the timeline, by keyboard alone', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  const { name } = await desk.addPatient('Philippa', 'Keyboard');
  await findByName(page, name, '2026-09-07');
  await expect(page.getByRole('radio', { name: / at / })).toHaveCount(3);
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Book all six' })).toBeFocused();
  await page.keyboard.press('Enter');

  await page.waitForURL(/\/courses\//);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const table = page.getByRole('table', { name: `Sessions of ${name}` }).last();
  await expect(table.getByRole('row')).toHaveCount(7);
  // Nobody has cleared or asked them yet: the chairs are theirs, and the sessions wait.
  await expect(table.getByText('pending', { exact: true })).toHaveCount(6);
  await expect(page.getByRole('region', { name: 'Next booster' })).toContainText('Next booster due about');
  await expectAccessible(page);
});

test('a patient who is new is added without leaving the call', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  await page.goto('/book?from=2026-06-29');
  await page.getByRole('combobox', { name: 'Patient' }).fill('Zebulon Brandnew');
  await page.getByRole('button', { name: /^Add “Zebulon Brandnew”/ }).click();
  await page.getByLabel('Date of birth').fill('1979-11-30');
  await page.getByRole('button', { name: /^Add/ }).click();
  await page.getByRole('button', { name: 'Book all six' }).click();
  await page.waitForURL(/\/courses\//);
  await expect(page.getByRole('heading', { level: 1, name: 'Zebulon Brandnew' })).toBeVisible();
});

test('one session is given another time by hand; refused times are grey and say why', async ({
  page,
  desk,
}) => {
  await desk.actAs('front-desk');
  const { id } = await desk.addPatient('Handy', 'Adjuster');
  await page.goto(`/book?patient=${id}&from=2026-07-27`);
  await expect(page.getByRole('button', { name: 'Book all six' })).toBeEnabled();
  await page.getByRole('button', { name: /^Session 3/ }).click();
  await expect(page.getByRole('heading', { name: /Another time for session 3/ })).toBeFocused();

  // The day before session 3 may be, beside session 2: every time there is refused.
  const days = page.getByRole('tablist', { name: 'Days for session 3' });
  await days.getByRole('tab', { name: /Session 2/ }).click();
  const refused = page.getByRole('tabpanel').getByRole('option').first();
  await expect(refused).toHaveAttribute('aria-disabled', 'true');
  await refused.hover();
  await expect(page.getByText(/Too close to session 2|Every chair is taken|Too close/).first()).toBeVisible();
  await expectAccessible(page);

  await days
    .getByRole('tab', { name: /\d free/ })
    .last()
    .click();
  await page
    .getByRole('tabpanel')
    .locator('[role=option]:not([aria-disabled]):not([aria-selected=true])')
    .first()
    .click();
  await expect(page.getByText('Changed by hand.')).toBeVisible();
  await page.getByRole('button', { name: 'Put the plan back as it was' }).click();
  await expect(page.getByText('Changed by hand.')).toBeHidden();
});

test('who loses a race is shown which session was lost, and books with the replacement', async ({
  page,
  desk,
}) => {
  await desk.actAs('front-desk');
  // Each test books in weeks of its own: they run at once, and would otherwise race each other too.
  const { id, name } = await desk.addPatient('Tardy', 'Racer');
  const planned = page.waitForResponse((answer) => answer.url().endsWith('/course-plans'));
  await page.goto(`/book?patient=${id}&from=2026-05-04`);
  const { plans } = (await (await planned).json()) as { plans: Plan[] };
  const book = page.getByRole('button', { name: 'Book all six' });
  await expect(book).toBeEnabled();
  await takeAway(desk, plans[0]?.sessions.at(-1)?.startsAt ?? '');

  await book.click();
  const lost = page.getByRole('heading', { name: 'Session 6 was taken a moment ago' });
  await expect(lost).toBeFocused();
  await expect(page.getByText('The other five are still free.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Book with the replacement' }).click();
  await page.waitForURL(/\/courses\//);
  const table = page.getByRole('table', { name: `Sessions of ${name}` }).last();
  await expect(table.getByText('pending', { exact: true })).toHaveCount(6);
});

test('three plans side by side have no accessibility violation and need no scrolling sideways', async ({
  page,
  desk,
}) => {
  await desk.actAs('front-desk');
  const { id } = await desk.addPatient('Nora', 'Wide');
  await page.goto(`/book?patient=${id}`);
  await expect(page.getByRole('button', { name: 'Book all six' })).toBeEnabled();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
