import type { Page } from '@playwright/test';
import { totp } from '#tests/support/totp.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { CLINIC_PORT, FULL_HOUSE } from './demo-time.ts';
import { linkMailedTo } from './mails.ts';

test.use({ baseURL: `http://127.0.0.1:${CLINIC_PORT}` });

async function expectFitsAPhone(page: Page, part?: string): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, part);
}

test('an admin sets up an app, invites, and looks after their account on a phone', async ({ page }) => {
  test.slow();
  const { otherAdmin: email, password } = FULL_HOUSE;
  await page.goto('/people');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.getByLabel('Your password').fill(password);
  await expectFitsAPhone(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  const link = page.getByRole('link', { name: 'open it in the app' });
  await expect(link).toHaveAttribute('href', /^otpauth:\/\/totp\/.*secret=/);
  await expectFitsAPhone(page);
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await page.getByRole('textbox', { name: 'Code' }).fill(totp(secret));
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible();
  await expectFitsAPhone(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();

  await expect(page.getByRole('table', { name: 'Who works here' })).toBeVisible();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('Name').fill('Pia Holm');
  await page.getByLabel('E-mail').fill('pia@full-house.example.com');
  await page.getByLabel('Role').selectOption('nurse');
  await expectFitsAPhone(page, '[role=dialog]');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('table', { name: 'Invited, not here yet' })).toContainText('Pia Holm');
  await expectFitsAPhone(page);

  await page.getByRole('button', { name: 'Otto Lund admin' }).click();
  await page.getByRole('link', { name: 'My account' }).click();
  await expect(page.getByRole('list', { name: 'Where you are signed in' })).toBeVisible();
  await expectFitsAPhone(page);
  await page.getByRole('button', { name: 'Make new recovery codes' }).click();
  await page.getByLabel('Your password').fill(password);
  await expectFitsAPhone(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible();
  await expectFitsAPhone(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere, here too' }).click();
  await expect(page).toHaveURL('/sign-in');

  await page.goto(await linkMailedTo('pia@full-house.example.com'));
  await expect(page.getByText('Pia Holm, Full House Clinic asks you')).toBeVisible();
  await expectFitsAPhone(page);
  await page.getByRole('textbox', { name: 'New password' }).fill('marzipan walrus teapot');
  await page.getByRole('button', { name: 'Join Full House Clinic' }).click();
  await expect(page.getByRole('button', { name: 'Pia Holm nurse' })).toBeVisible();
});

test('a new password is asked for and set on a phone', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await expectFitsAPhone(page);
  await page.getByLabel('E-mail').fill('nobody@full-house.example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look at your mail' })).toBeVisible();
  await expectFitsAPhone(page);

  await page.goto('/new-password#of-nobody');
  await page.getByRole('textbox', { name: 'New password' }).fill('short');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByText('Must be at least 12 characters.')).toBeVisible();
  await expectFitsAPhone(page);
  await page.getByRole('textbox', { name: 'New password' }).fill('marzipan walrus teapot');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByRole('alert')).toContainText('This link is no longer good');
  await expectFitsAPhone(page);

  for (const path of ['/invitation', '/invitation#of-nobody', '/new-password']) {
    await page.goto('about:blank');
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'Go to the sign-in page' })).toBeVisible();
    await expectFitsAPhone(page);
  }
});
