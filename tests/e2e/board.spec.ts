import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { FULL_HOUSE } from './demo-time.ts';

test('the day opens on today, and a session is lived from its panel', async ({ page, desk }) => {
  await desk.actAs('nurse');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Wednesday');
  const waiting = page.getByRole('gridcell', { name: /, booked/ }).first();
  await expect(waiting).toBeVisible();
  await expectAccessible(page);
});

test('twenty chairs and 160 sessions fit without scrolling sideways, and have no accessibility violation', async ({
  page,
  desk,
}) => {
  await desk.actAs({ email: FULL_HOUSE.desk, password: FULL_HOUSE.password });
  await page.goto('/');
  await expect(page.locator('[data-session]')).toHaveCount(160);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('the board is walked by the arrow keys, and Enter opens a session', async ({ page, desk }) => {
  await desk.actAs({ email: FULL_HOUSE.desk, password: FULL_HOUSE.password });
  await page.goto('/');
  await expect(page.locator('[data-session]')).toHaveCount(160);
  await page.locator('[data-session][tabindex="0"]').focus();
  const chairOf = async () =>
    (await page.locator(':focus').getAttribute('aria-label'))?.match(/Chair \d+/)?.[0];
  const before = await chairOf();
  await page.keyboard.press('ArrowRight');
  expect(await chairOf()).not.toBe(before);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').or(page.getByRole('dialog'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-session]:focus')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/\/day\/2026-03-26/);
});
