import type { Page } from '@playwright/test';
import { totp } from '#tests/support/totp.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';
import { CLINIC_PORT, FULL_HOUSE } from './demo-time.ts';
import { linkMailedTo } from './mails.ts';

// Where there is no demo, and clinicians and admins need an authenticator app.
test.use({ baseURL: `http://127.0.0.1:${CLINIC_PORT}` });

const PASSWORD = 'marzipan walrus teapot';

/** By Tab, or back by Shift and Tab, as somebody would who sees where it is. */
async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'textbox' | 'combobox' | 'checkbox',
  name: string,
) {
  const wanted = page.getByRole(role, { name, exact: true });
  const isBefore = await wanted.evaluate(
    (element) =>
      ((document.activeElement ?? document.body).compareDocumentPosition(element) &
        Node.DOCUMENT_POSITION_PRECEDING) !==
      0,
  );
  for (let stops = 0; stops < 30; stops += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab');
  }
  await expect(wanted).toBeFocused();
}

async function press(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await tabTo(page, role, name);
  await page.keyboard.press('Enter');
}

const newPassword = (page: Page) => page.getByRole('textbox', { name: 'New password' });

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(email);
  await tabTo(page, 'textbox', 'Password');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

/** From the password on, to where one was going. Answers the secret of the app. */
async function setUpApp(page: Page, password: string): Promise<string> {
  await expect(page.getByRole('heading', { level: 1, name: 'Set up your authenticator app' })).toBeVisible();
  await expect(page.getByLabel('Your password')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Give your app its key' })).toBeFocused();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await expectAccessible(page);
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await tabTo(page, 'textbox', 'Code');
  await page.keyboard.type(totp(secret));
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeFocused();
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
  await expectAccessible(page);
  await press(page, 'button', 'I have kept them');
  return secret;
}

/** What the app shows in half a minute is good already, where the present one was used. */
const nextCode = (secret: string) => totp(secret, Date.now() + 30_000);

const signOut = async (page: Page, who: string) => {
  await press(page, 'button', who);
  await press(page, 'button', 'Sign out');
  await expect(page).toHaveURL('/sign-in');
};

test('an admin sets up an app and invites a clinician, who joins, sets up theirs, and signs in by it: by keyboard alone', async ({
  page,
  browser,
}) => {
  test.slow();
  await page.goto('/people');
  await signIn(page, FULL_HOUSE.admin, FULL_HOUSE.password);
  await setUpApp(page, FULL_HOUSE.password);
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeFocused();
  await expect(page).toHaveURL('/people');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await press(page, 'button', 'Invite somebody');
  const dialog = page.getByRole('dialog', { name: 'Invite somebody to work here' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Dr. Mia Berg');
  await page.keyboard.press('Tab');
  await page.keyboard.type('mia@full-house.example.com');
  await tabTo(page, 'combobox', 'Role');
  await page.keyboard.type('clinician');
  await tabTo(page, 'checkbox', 'Trained');
  await page.keyboard.press('Space');
  await expectAccessible(page, '[role=dialog]');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Invited, not here yet' })).toContainText(
    'clinician, trained',
  );

  const theirs = await browser.newContext({ baseURL: `http://127.0.0.1:${CLINIC_PORT}` });
  const mia = await theirs.newPage();
  const asked: string[] = [];
  mia.on('request', (request) => asked.push(request.url()));
  const link = await linkMailedTo('mia@full-house.example.com');
  await mia.goto(link);
  await expect(mia.getByText('Dr. Mia Berg, Full House Clinic asks you')).toContainText('clinician');
  await expect(mia).toHaveURL('/invitation');
  await expect(newPassword(mia)).toBeFocused();
  await expectAccessible(mia);
  await mia.keyboard.type('full house clinic');
  await mia.keyboard.press('Enter');
  await expect(newPassword(mia)).toHaveAttribute('aria-invalid', 'true');
  await expect(newPassword(mia)).toBeFocused();
  await expectAccessible(mia);
  await mia.keyboard.press('ControlOrMeta+a');
  await mia.keyboard.type(PASSWORD);
  await mia.keyboard.press('Enter');
  const secret = await setUpApp(mia, PASSWORD);
  await expect(mia).toHaveURL('/courses');
  await expect(mia.getByRole('heading', { level: 1, name: 'Courses' })).toBeFocused();
  expect(asked.filter((url) => url.includes(link.split('#')[1] ?? 'no token'))).toEqual([]);

  await signOut(mia, 'Dr. Mia Berg clinician');
  await signIn(mia, 'mia@full-house.example.com', PASSWORD);
  await expect(mia.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await mia.keyboard.type(nextCode(secret));
  await expect(mia).toHaveURL('/courses');

  await press(mia, 'button', 'Dr. Mia Berg clinician');
  await press(mia, 'link', 'My account');
  await expect(mia.getByRole('heading', { level: 1, name: 'My account' })).toBeFocused();
  await expect(mia.getByText('mia@full-house.example.com')).toBeVisible();
  await expect(mia.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')).toHaveCount(
    1,
  );
  await expectAccessible(mia);
  await press(mia, 'button', 'Make new recovery codes');
  await expect(mia.getByLabel('Your password')).toBeFocused();
  await mia.keyboard.type(PASSWORD);
  await mia.keyboard.press('Enter');
  await expect(mia.getByRole('heading', { name: 'Keep your recovery codes' })).toBeFocused();
  await press(mia, 'button', 'I have kept them');

  // The link is used up.
  await mia.goto(link);
  await expect(mia.getByRole('alert')).toContainText('no longer good');

  await page.reload();
  const row = page.getByRole('row', { name: /Dr\. Mia Berg/ });
  await expect(row).toContainText('set up');
  await press(page, 'button', 'Reset the authenticator app of Dr. Mia Berg');
  await expect(page.getByRole('dialog')).toContainText('A mail to mia@full-house.example.com tells them so');
  await expectAccessible(page, '[role=dialog]');
  await press(page, 'button', 'Reset the app');
  await expect(row).toContainText('missing');
  await mia.goto('/courses');
  await signIn(mia, 'mia@full-house.example.com', PASSWORD);
  await expect(mia.getByRole('heading', { level: 1, name: 'Set up your authenticator app' })).toBeVisible();

  await press(page, 'button', 'End the access of Dr. Mia Berg');
  await press(page, 'button', 'End the access');
  await expect(page.getByRole('list', { name: 'No longer here' })).toContainText('Dr. Mia Berg');
  await mia.goto('/courses');
  await signIn(mia, 'mia@full-house.example.com', PASSWORD);
  await expect(mia.getByRole('alert')).toBeVisible();
  await theirs.close();
});

test('a forgotten password is set anew by a mailed link, by keyboard alone', async ({ page }) => {
  await page.goto('/patients');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(FULL_HOUSE.nurse);
  await press(page, 'button', 'Forgot your password?');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Look at your mail' })).toBeFocused();
  await expectAccessible(page);

  const link = await linkMailedTo(FULL_HOUSE.nurse);
  await page.goto(link);
  await expect(newPassword(page)).toBeFocused();
  await expect(page).toHaveURL('/new-password');
  await expectAccessible(page);
  await page.keyboard.type('femi adu femi adu');
  await page.keyboard.press('Enter');
  await expect(newPassword(page)).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Your new password is set' })).toBeFocused();
  await expectAccessible(page);
  await press(page, 'link', 'Go to the sign-in page');

  await signIn(page, FULL_HOUSE.nurse, FULL_HOUSE.password);
  await expect(page.getByRole('alert')).toContainText('Check the e-mail address and the password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Femi Adu nurse' })).toBeVisible();

  await page.goto(link);
  await expect(newPassword(page)).toBeFocused();
  await page.keyboard.type('teapot walrus marzipan');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This link is no longer good');
  await expectAccessible(page);
});
