import type { HoursPreview } from '#server/contract/hours.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

/** The demo clinic opens no more on Tuesdays, and then again: after everybody else's tests, for they book there too. */
test('a clinic closes one weekday from a day on, and all that this breaks is moved in one flow', async ({
  page,
  desk,
}) => {
  // Three times the whole clinic is looked over.
  test.slow();
  await desk.actAs('admin');
  const { today } = await desk.clinic();
  await page.goto('/');
  await page.getByRole('button', { name: /admin$/ }).click();
  await page.getByRole('link', { name: 'Hours' }).click();
  await expect(page.getByRole('heading', { name: 'Hours', level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Change the opening hours' }).press('Enter');
  const from = page.getByLabel('From this day on');
  await expect(from).toBeFocused();
  const monday = await from.inputValue();
  expect(monday > today).toBe(true);
  await page.getByRole('button', { name: 'Remove the hours on Tuesday' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Add hours on Tuesday' })).toBeFocused();
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/hours-change-previews'));
  await page.getByRole('button', { name: 'See what it breaks' }).press('Enter');
  const shown = (await (await answered).json()) as HoursPreview;
  expect(shown.repaired.length).toBeGreaterThan(3);
  await expect(page.getByRole('heading', { name: /^It breaks \d+ courses$/ })).toBeFocused();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1366, height: 768 });

  await page.getByRole('button', { name: /^Change the opening hours and move \d+ sessions$/ }).click();
  await expect(page.getByText(/^Changed\. \d+ sessions moved/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change the opening hours' })).toBeFocused();

  const left = shown.left.flatMap(({ broken }) => broken.map(({ sessionId }) => sessionId));
  const to = plusDays(monday, 27);
  const after = await page.request.get(`/api/v1/sessions?from=${monday}&to=${to}`);
  const { items, days } = (await after.json()) as {
    items: { id: string; startsAt: string; status: string }[];
    days: { date: string; opensAt: string | null }[];
  };
  const tuesdays = [1, 8, 15, 22].map((days) => plusDays(monday, days));
  expect(days.filter(({ date }) => tuesdays.includes(date)).map(({ opensAt }) => opensAt)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  const still = items.filter(
    ({ status, startsAt }) =>
      ['booked', 'pending'].includes(status) && tuesdays.includes(startsAt.slice(0, 10)),
  );
  expect(still.every(({ id }) => left.includes(id))).toBe(true);
  await page.goto(`/day/${tuesdays[0]}`);
  await expect(page.getByText('Closed').first()).toBeVisible();

  await page.goto('/hours');
  await page.getByRole('button', { name: 'Change the opening hours' }).click();
  await page.getByRole('button', { name: 'Add hours on Tuesday' }).click();
  await page.getByRole('button', { name: 'See what it breaks' }).click();
  await expect(page.getByRole('heading', { name: 'It breaks nothing' })).toBeFocused();
  await page.getByRole('button', { name: 'Change the opening hours' }).click();
  await expect(page.getByText('Changed. 0 sessions moved.')).toBeVisible();
});

const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
