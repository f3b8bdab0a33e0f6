import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { FULL_HOUSE } from './demo-time.ts';

test('a patient sees when to come next and how to prepare, and nothing clinical', async ({ page, desk }) => {
  await desk.actAs('patient');
  await page.goto('/me');
  await expect(page.getByRole('heading', { name: 'Your next session is' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'How to prepare' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'After that' })).toBeVisible();
  const said = await page.getByRole('main').innerText();
  expect(said).not.toMatch(/ketamine|infusion|depress|chair|PHQ|GAD/i);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a whole course is booked on a phone', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  const { id, name } = await desk.addPatient('Small', 'Screen');
  await page.goto(`/book?patient=${id}&from=2026-08-24`);
  const book = page.getByRole('button', { name: 'Book all six' });
  await expect(book).toBeEnabled();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await book.click();
  await page.waitForURL(/\/courses\//);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a day of 160 sessions is a list on a phone', async ({ page, desk }) => {
  await desk.actAs({ email: FULL_HOUSE.desk, password: FULL_HOUSE.password });
  await page.goto('/');
  await page.getByText('60 sessions are done').click();
  await expect(page.getByRole('main').getByRole('button', { name: /, session 1 of 6, / })).toHaveCount(160);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

for (const [path, title] of [
  ['/courses', 'Courses'],
  ['/due', 'Due boosters'],
  ['/patients', 'Patients'],
] as const) {
  test(`${title} needs no scrolling sideways on a phone`, async ({ page, desk }) => {
    await desk.actAs('front-desk');
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test('a patient signs in on a phone, is warned when away, and sees nothing behind it once signed out', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto('/me');
  await expect(page).toHaveURL('/sign-in');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Maya Castellanos, patient' }).click();
  await expect(page).toHaveURL('/me');
  await expect(page.getByRole('heading', { name: 'Your next session is' })).toBeVisible();
  await page.getByRole('button', { name: 'Maya Castellanos patient' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.clock.fastForward(14 * 60_000);
  await expect(page.getByRole('dialog', { name: 'Are you still there?' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, '[role=dialog]');
  await page.clock.fastForward(60_000);
  await expect(page.getByText(/^You were signed out after 15 minutes\./)).toBeVisible();
  await expect(page.getByText('Maya Castellanos')).toHaveCount(1); // the demo's own button
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
