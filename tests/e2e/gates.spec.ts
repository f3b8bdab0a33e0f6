import { expect, expectAccessible, expectNoSidewaysScroll, test } from './clinic.ts';

test('a course waits for consent and eligibility, and is booked the moment both are done', async ({
  page,
  desk,
}) => {
  test.slow(); // three people, and a look in light and dark at each of their pages
  const { id, name } = await desk.addPatient('Gwen', 'Gates');
  const [plan] = await desk.plansFor(id, '2026-09-28'); // weeks in which no other walk books
  const course = await desk.bookCourse(id, plan?.sessions ?? []);
  const table = page.getByRole('table', { name: `Sessions of ${name}` }).last();

  // The desk is told that it waits, and whom to ask.
  await desk.actAs('front-desk');
  await page.goto(`/courses/${course.id}`);
  await expect(page.getByRole('region', { name: 'Before the next sessions' })).toContainText(
    '6 sessions wait until something is done',
  );
  await expect(table.getByText('pending', { exact: true })).toHaveCount(6);
  await expect(page.getByText(/consent|eligib/i)).toHaveCount(0);
  await expectAccessible(page);

  // A nurse has the consent signed, and says so by keyboard.
  await desk.actAs('nurse');
  await page.goto(`/courses/${course.id}`);
  const gates = page.getByRole('table', { name: 'Before a session' });
  const consent = gates.getByRole('row', { name: /^Consent/ });
  await expect(consent).toContainText('to be done');
  await consent.getByRole('button', { name: 'Mark as done: Consent' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Consent' })).toContainText('good until');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(consent).toContainText('done');
  await expect(page.getByText('Consent is done. Something else keeps sessions waiting still.')).toBeVisible();
  await expect(table.getByText('pending', { exact: true })).toHaveCount(6);

  // What only a clinician may say, a clinician says, on a telephone.
  await desk.actAs('clinician');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/courses/${course.id}`);
  await gates.getByRole('button', { name: 'Mark as done: Eligibility' }).click();
  await page.getByRole('button', { name: 'Mark as done', exact: true }).click();
  await expect(page.getByText('Eligibility is done. 6 sessions wait no longer.')).toBeVisible();
  await expect(table.getByText('pending', { exact: true })).toHaveCount(0);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  // A click too many is taken back, and the sessions wait again.
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.getByText('pending', { exact: true })).toHaveCount(6);

  await page.goto('/open-gates');
  await expect(page.getByRole('table', { name: 'Courses with open gates' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
