import { demoSignIn, expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { codeAfter, mailsTo } from './mails.ts';

const { email } = demoSignIn('patient');

test('a patient signs in on a phone by a code from a mail, and sees what is coming', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'I am a patient' }).click();
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  const before = (await mailsTo(email)).length;
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Mail me a code' }).click();
  const code = await codeAfter(before, email);
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expect(page.getByRole('button', { name: /^Mail me another code \(in \d+ s\)$/ })).toBeDisabled();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  // Another first digit: wrong.
  await page.getByRole('textbox', { name: 'Code' }).fill(`${(Number(code[0]) + 1) % 10}${code.slice(1)}`);
  await expect(page.getByRole('alert')).toContainText('That code is not right, or is no longer good.');
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await expect(page).toHaveURL('/me');
  await expect(page.getByRole('heading', { name: 'Your next session is' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Maya Castellanos patient' })).toBeVisible();

  for (const mail of (await mailsTo(email)).slice(before)) {
    expect(mail).not.toMatch(/ketamine|infusion|depress|Maya|Castellanos/i);
  }
});

test('whoever was on the patients’ page comes back to it by a code', async ({ page }) => {
  await page.goto('/me');
  await expect(page.getByRole('form', { name: 'Sign in as a patient' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveCount(0);
  await page.getByRole('button', { name: 'I work at the clinic' }).click();
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeVisible();
});
