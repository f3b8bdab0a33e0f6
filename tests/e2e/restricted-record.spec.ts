import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

/** The demo restricts one record: the front desk is on its care team, the clinician and the admin whom the demo offers are not. */
const NAME = 'Solomon Asante';

test('a clinician outside the care team breaks the glass and sees the banner, and the admin finds the line', async ({
  page,
  desk,
}) => {
  await desk.actAs('front-desk');
  await page.goto('/patients?q=asante');
  await page.getByRole('link', { name: 'Asante, Solomon' }).click();
  await expect(page.getByRole('list', { name: 'Care team' })).toContainText('Dr. Oskar Lindgren');
  const record = page.url();

  await desk.actAs('clinician');
  await page.goto('/patients?q=asante');
  await expect(page.getByText('Nobody found for “asante”')).toBeVisible();
  await page.goto('/day/2026-03-25');
  await expect(page.getByRole('gridcell', { name: /^Restricted, .*, booked$/ })).toBeVisible();
  expect(await page.getByRole('main').innerText()).not.toContain(NAME);
  await expectAccessible(page);

  await page.goto(record);
  await expect(
    page.getByRole('heading', { name: 'This record is restricted to its care team' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole('textbox', { name: 'Why it cannot wait' }).focus();
  await page.keyboard.type('Fainted on the stairs, and cannot be asked');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const banner = page.getByRole('region', { name: 'Opened in an emergency' });
  await expect(banner).toContainText(/by you, until 1\d:\d\d\. Every look is on record\./);
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page
    .getByRole('link', { name: /induction$/ })
    .first()
    .click();
  await page.waitForURL(/\/courses\//);
  await banner.getByRole('button', { name: 'Close it now' }).click();
  await expect(
    page.getByRole('heading', { name: 'This record is restricted to its care team' }),
  ).toBeVisible();

  await desk.actAs('admin');
  await page.goto('/audit?kind=emergency-access.open');
  await expect(page.getByRole('main')).toContainText(
    /Dr\. Helen Adeyemi.*opened the restricted record of a patient in an emergency/s,
  );
  await expect(page.getByRole('main')).toContainText('Fainted on the stairs, and cannot be asked');
  expect(await page.getByRole('main').innerText()).not.toContain(NAME);
  await expectAccessible(page);
});

test('a record is restricted by keyboard on a narrow page, and opened to everybody again', async ({
  page,
  desk,
}) => {
  const { id } = await desk.addPatient('Quiet', 'Colleague');
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.actAs('clinician');
  await page.goto(`/patients/${id}`);
  await page.getByRole('button', { name: 'Restrict to a care team' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /Dana Whitlock/ }).focus();
  await page.keyboard.press('Space');
  await dialog.getByLabel('Why').focus();
  await page.keyboard.type('Works here');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await dialog.locator('button[type=submit]').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Care team' })).toContainText('Dana Whitlock');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Lift the restriction' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Why').focus();
  await page.keyboard.type('Has left');
  await dialog.locator('button[type=submit]').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everybody on the staff.')).toBeVisible();
});
