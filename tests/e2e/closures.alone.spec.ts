import type { ClosurePreview } from '#server/contract/closure.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

/** The demo clinic's whole day is closed: after everybody else's tests, for they book there too. */
test('a whole day is closed, and all it breaks is moved in one flow', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  const { today } = await desk.clinic();
  const next = await page.request.get(`/api/v1/sessions?from=${today}&to=${plusDays(today, 13)}`);
  const { items } = (await next.json()) as { items: { startsAt: string; status: string }[] };
  const counts = new Map<string, number>();
  for (const { startsAt, status } of items)
    if (status === 'booked' && startsAt.slice(0, 10) > plusDays(today, 1))
      counts.set(startsAt.slice(0, 10), (counts.get(startsAt.slice(0, 10)) ?? 0) + 1);
  const [date = '', count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  expect(count).toBeGreaterThan(3);

  await page.goto(`/day/${date}`);
  await page.getByRole('link', { name: 'Close this day…' }).click();
  await page.getByLabel('Why').fill('The pipes are mended');
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/closure-previews'));
  await page.keyboard.press('Enter');
  const shown = (await (await answered).json()) as ClosurePreview;
  expect(shown.repaired.length).toBeGreaterThan(3);
  await expect(page.getByRole('heading', { name: /^It breaks \d+ courses$/ })).toBeFocused();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1366, height: 768 });

  await page.getByRole('button', { name: /^Close the day and move \d+ sessions$/ }).click();
  await expect(page.getByText(/^Closed\. \d+ sessions moved/)).toBeVisible();
  const left = shown.left.flatMap(({ broken }) => broken).length;
  const after = await page.request.get(`/api/v1/sessions?from=${date}&to=${date}`);
  const still = ((await after.json()) as { items: { status: string }[] }).items;
  expect(still.filter(({ status }) => ['booked', 'pending'].includes(status))).toHaveLength(left);

  await page
    .getByRole('button', { name: /^Open again: The whole clinic/ })
    .last()
    .click();
  await expect(page.getByText('Sessions that were moved stay where they are.')).toBeVisible();
});

const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
