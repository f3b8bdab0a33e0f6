import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

test('an admin finds who looked at a patient, takes the trail away, and has the chain verified', async ({
  page,
  desk,
}) => {
  const { id, name } = await desk.addPatient('Audrey', 'Audit');
  await desk.actAs('nurse');
  await page.goto(`/patients/${id}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await desk.actAs('admin');
  await page.goto('/audit');
  await page.getByLabel('What').selectOption({ label: 'Added a patient' });
  const trail = page.getByRole('table', { name: 'Audit trail' });
  await expect(trail.getByText(name).first()).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('patient.add');

  await page.getByRole('button', { name: 'Verify the chain' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The chain is intact')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/patients/${id}/access`);
  await expect(page.getByText('Asha Raman').first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.goto('/audit');
  await expect(trail.getByRole('row').nth(1)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
