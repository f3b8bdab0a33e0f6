import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';
import type { Clinic, Protocol } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Plan } from '#server/contract/plan.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** A session that must be just so. */
type Fixed = { readonly sequence: number; readonly startsAt: string };

type Credentials = { readonly email: string; readonly password: string };

/** How the demo's person of this role signs in. */
export const demoSignIn = (role: Role): Credentials => ({
  email: `${role === 'front-desk' ? 'desk' : role}@demo.evenkeel.example`,
  password: DEMO_PASSWORD,
});

/** What a test does at the clinic besides the page: sign somebody in, and be somebody else at another desk. */
export type Desk = {
  /** Whoever of the demo has this role, or signs in by this, is signed in on the page from its next address on. */
  actAs(whom: Role | Credentials): Promise<void>;
  /** A patient of this test alone. */
  addPatient(givenName: string, familyName: string): Promise<{ id: string; name: string }>;
  /** Plans of the first protocol, as the planner has them. */
  plansFor(patientId: string, from: string, fixed?: readonly Fixed[]): Promise<Plan[]>;
  /** Books a whole course without the page, as another desk would. */
  bookCourse(patientId: string, sessions: Plan['sessions']): Promise<Course>;
  /** One session is cancelled at another desk. */
  cancel(sessionId: string): Promise<void>;
  clinic(): Promise<Clinic>;
};

export const test = base.extend<{ desk: Desk; ownPolicyKept: undefined }>({
  // Whatever a test does: the page needs nothing that its Content-Security-Policy refuses.
  ownPolicyKept: [
    async ({ page }, use) => {
      const refused: string[] = [];
      page.on('console', (said) => {
        if (said.text().includes('Content Security Policy')) refused.push(said.text());
      });
      await use(undefined);
      expect(refused).toEqual([]);
    },
    { auto: true },
  ],
  desk: async ({ page, request }, use) => {
    // A browser of its own, whatever the page's does.
    await signIn(request, demoSignIn('front-desk'));
    const ask = asking(request);
    const protocol = async () => (await ask<{ items: Protocol[] }>('get', '/protocols')).items[0]?.id ?? '';
    await use({
      actAs: (whom) => signIn(page.request, typeof whom === 'string' ? demoSignIn(whom) : whom),
      addPatient: async (givenName, familyName) => {
        const { id } = await ask<{ id: string }>('post', '/patients', {
          givenName,
          familyName,
          dateOfBirth: '1984-07-19',
          allowDuplicate: true,
        });
        return { id, name: `${givenName} ${familyName}` };
      },
      plansFor: async (patientId, from, fixed = []) => {
        const asked = { patientId, protocolId: await protocol(), from, fixed };
        return (await ask<{ plans: Plan[] }>('post', '/course-plans', asked)).plans;
      },
      bookCourse: async (patientId, sessions) =>
        ask<Course>('post', '/courses', {
          patientId,
          protocolId: await protocol(),
          sessions: sessions.map(({ startsAt }) => ({ startsAt })),
        }),
      cancel: async (sessionId) => {
        await ask('post', `/sessions/${sessionId}/cancel`, { reason: 'patient-cancel' });
      },
      clinic: () => ask<Clinic>('get', '/clinic'),
    });
  },
});

async function signIn(request: APIRequestContext, credentials: Credentials): Promise<void> {
  const answer = await request.post('/api/v1/auth/sign-in', { data: credentials });
  expect(answer.ok(), `${credentials.email}: ${await answer.text()}`).toBe(true);
}

const asking =
  (request: APIRequestContext) =>
  async <T>(method: 'get' | 'post' | 'put', path: string, data?: unknown): Promise<T> => {
    const answer = await request[method](`/api/v1${path}`, data === undefined ? {} : { data });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return answer.json() as Promise<T>;
  };

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No accessibility violation on the page as it stands, or in this part of it, in light and in dark. */
export async function expectAccessible(page: Page, part = 'html'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).include(part).withTags(WCAG).analyze();
    const told = violations.map(
      ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html)[0]}`,
    );
    expect(told).toEqual([]);
  }
}

/** Nothing has to be scrolled sideways to be read. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wide, seen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    seen: document.documentElement.clientWidth,
  }));
  expect(wide).toBeLessThanOrEqual(seen);
}

export { expect };
