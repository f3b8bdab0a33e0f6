import type { Page } from '@playwright/test';
import { totp } from '#tests/support/totp.ts';
import { type Desk, demoSignIn, expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { FULL_HOUSE } from './demo-time.ts';

const MINUTE = 60_000;

const email = (page: Page) => page.getByLabel('E-mail');
const password = (page: Page) => page.getByLabel('Password', { exact: true });
const personMenu = (page: Page, name: string) => page.getByRole('banner').getByRole('button', { name });

async function signInByForm(page: Page, credentials: { email: string; password: string }): Promise<void> {
  await email(page).fill(credentials.email);
  await password(page).fill(credentials.password);
  await page.keyboard.press('Enter');
}

/** Everything that the browser holds of the page, but for the program itself. */
const held = (page: Page) =>
  page.evaluate(
    () => `${document.title} ${document.body.innerHTML} ${JSON.stringify({ ...sessionStorage })}`,
  );

test('by keyboard alone, and on to where one was going', async ({ page }) => {
  await page.goto('/patients?q=castellanos');
  await expect(page).toHaveURL('/sign-in');
  await expect(email(page)).toBeFocused();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.keyboard.type(demoSignIn('front-desk').email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(demoSignIn('front-desk').password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/patients?q=castellanos');
  await expect(page.getByRole('heading', { level: 1, name: 'Patients' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Castellanos, Maya' })).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL('/sign-in');
});

test('a wrong password says what to do, and loses nothing', async ({ page }) => {
  await page.goto('/');
  await signInByForm(page, { email: 'nobody@demo.evenkeel.example', password: 'not this one' });
  await expect(page.getByRole('alert')).toContainText('Check the e-mail address and the password');
  await expect(email(page)).toHaveValue('nobody@demo.evenkeel.example');
  await expect(password(page)).toBeFocused();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('in the demo by one press, each role at its own first page', async ({ page }) => {
  const people = [
    ['Dana Whitlock, front desk', '/'],
    ['Asha Raman, nurse', '/'],
    ['Dr. Helen Adeyemi, clinician', '/courses'],
    ['Maya Castellanos, patient', '/me'],
  ] as const;
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'This is a demo. Sign in as' })).not.toContainText('Noor');
  for (const [button, home] of people) {
    await page.getByRole('button', { name: button }).click();
    await expect(page).toHaveURL(home);
    await personMenu(page, button.replace(', ', ' ')).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL('/sign-in');
  }
});

test('a patient is not led to the register that somebody else was going to', async ({ page }) => {
  await page.goto('/patients');
  await page.getByRole('button', { name: 'Maya Castellanos, patient' }).click();
  await expect(page).toHaveURL('/me');
});

test('a clinician with an authenticator app gives its code as well', async ({ page, request }) => {
  const { clinician: address, password: words } = FULL_HOUSE;
  const post = async (path: string, data: object) => {
    const answer = await request.post(`/api/v1/auth${path}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  await post('/sign-in', { email: address, password: words });
  const { secret, recoveryCodes } = await post('/second-factor/set-up', { password: words });
  await post('/second-factor/confirm', { code: totp(secret) });

  await page.goto('/');
  await signInByForm(page, { email: address, password: words });
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  // What the app shows in half a minute is good already, and the present one was used above.
  await page.keyboard.type(totp(secret, Date.now() + 30_000));
  await expect(page).toHaveURL('/courses');
  await personMenu(page, 'Dr. Ida Moss clinician').click();
  await page.getByRole('button', { name: 'Sign out' }).click();

  await signInByForm(page, { email: address, password: words });
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await expect(page.getByLabel('Recovery code')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(recoveryCodes[0]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/courses');
});

/** At a plan whose third session has another time, given by hand. */
async function bookHalfway(page: Page, desk: Desk): Promise<{ address: string; name: string }> {
  const { id, name } = await desk.addPatient('Ines', 'Interrupted');
  await page.goto(`/book?patient=${id}&from=2026-10-05`);
  await expect(page.getByRole('button', { name: 'Book all six' })).toBeEnabled();
  await page.getByRole('button', { name: /^Session 3/ }).click();
  const days = page.getByRole('tablist', { name: 'Days for session 3' });
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
  return { address: page.url(), name };
}

const planText = (page: Page) => page.getByRole('button', { name: /^Session \d/ }).allInnerTexts();

test('who is idle is warned, signed out, and comes back to the unsaved booking in the same place', async ({
  page,
  desk,
}) => {
  await page.clock.install();
  await desk.actAs('front-desk');
  const { address, name } = await bookHalfway(page, desk);
  const plan = await planText(page);

  await page.clock.fastForward(9 * MINUTE);
  const warning = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(warning).toContainText(/You will be signed out in 5\d seconds/);
  await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await expectAccessible(page, '[role=dialog]');
  await page.keyboard.press('Enter');
  await expect(warning).toBeHidden();
  await page.clock.fastForward(9 * MINUTE);
  await expect(warning).toBeVisible();
  await page.clock.fastForward(MINUTE);

  await expect(
    page.getByText('You were signed out after 10 minutes. What you were doing is kept.'),
  ).toBeVisible();
  expect(page.url()).toBe(address);
  await expect(email(page)).toBeFocused();
  expect(await held(page)).not.toMatch(new RegExp(`${name}|Ines|Interrupted|Harbor Light`));
  await expect.poll(async () => (await page.request.get('/api/v1/auth/me')).status()).toBe(401);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await signInByForm(page, demoSignIn('front-desk'));
  await expect(page.getByText('Changed by hand.')).toBeVisible();
  expect(page.url()).toBe(address);
  expect(await planText(page)).toEqual(plan);
  await page.getByRole('button', { name: 'Book all six' }).click();
  await page.waitForURL(/\/courses\//);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('somebody else finds nothing of it', async ({ page, desk }) => {
  await page.clock.install();
  await desk.actAs('front-desk');
  await bookHalfway(page, desk);
  await page.clock.fastForward(11 * MINUTE);
  await expect(page.getByText(/^You were signed out after 10 minutes\./)).toBeVisible();
  await signInByForm(page, demoSignIn('admin'));
  await expect(page).toHaveURL('/');
  await expect(personMenu(page, 'Grace Moreau admin')).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('evenkeel.booking'))).toBeNull();
});

test('the warning closes nothing that lies below it', async ({ page, desk }) => {
  const { id } = await desk.addPatient('Wanda', 'Waiting');
  const [plan] = await desk.plansFor(id, '2026-10-19');
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  await page.clock.install();
  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await page.getByRole('button', { name: 'Move session 6' }).click();
  const below = page.getByRole('dialog', { name: /^Change the course of / });
  await expect(below).toBeVisible();
  await page.clock.fastForward(9 * MINUTE);
  const warning = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(warning).toBeHidden();
  await expect(below).toBeVisible();
  await expect(below.locator(':focus')).toBeVisible();
});

test('signing out in one tab signs out all, and signing in signs in all', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  await page.goto('/patients');
  const other = await page.context().newPage();
  await other.goto('/courses');
  await expect(other.getByRole('heading', { level: 1, name: 'Courses' })).toBeVisible();
  await personMenu(page, 'Dana Whitlock front desk').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(other).toHaveURL('/sign-in');
  await expect(email(other)).toBeVisible();
  expect(await held(other)).not.toContain('Harbor Light');
  await page.getByRole('button', { name: 'Asha Raman, nurse' }).click();
  await expect(personMenu(other, 'Asha Raman nurse')).toBeVisible();
});

test('a session that was ended elsewhere ends here as soon as it is noticed', async ({ page, desk }) => {
  await desk.actAs('front-desk');
  await page.goto('/patients');
  await expect(page.getByRole('link', { name: /,/ }).first()).toBeVisible();
  await page.request.post('/api/v1/auth/sign-out', { data: {} });
  await page.getByRole('link', { name: 'Courses' }).click();
  await expect(page.getByText('You were signed out. What you were doing is kept.')).toBeVisible();
  await expect(page).toHaveURL('/courses');
  await signInByForm(page, demoSignIn('front-desk'));
  await expect(page.getByRole('heading', { level: 1, name: 'Courses' })).toBeFocused();
});
