import { Button } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Navigate, NavLink, Outlet, useLocation, useMatches } from 'react-router';
import { formatDayAndTime, isReaderElsewhere, zoneWords } from '#client/lib/clinic-time.ts';
import { clinicQuery, type Me, meQuery } from '#client/lib/queries.ts';
import type { Role } from '#client/lib/role-words.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { dropToasts } from '#client/ui/toast.tsx';
import { IdleWatch } from './idle-watch.tsx';
import styles from './layout.module.css';
import { NotAllowedPage } from './not-allowed-page.tsx';
import type { PageHandle } from './pages.ts';
import { PersonMenu } from './person-menu.tsx';
import { HOMES, PLACES } from './roles.ts';
import { useSecondFactorGate } from './second-factor-gate.ts';
import type { WasGoing } from './sign-in-page.tsx';
import { useNavigationFocus } from './use-navigation-focus.ts';

const loadSignIn = () => import('#client/features/sign-in/sign-in.tsx');
const SignIn = lazy(async () => ({ default: (await loadSignIn()).SignIn }));

const SecondFactorPage = lazy(async () => ({
  default: (await import('#client/features/account/second-factor-page.tsx')).SecondFactorPage,
}));

/** When the page is at rest, it fetches what it will need at a moment when the network may be gone. */
const AT_REST_MS = 3_000;

/** Lets nothing be asked, and nothing be seen, before it is known who is there. */
export function Layout() {
  const presence = useQuery(meQuery);
  const { pathname, search, hash } = useLocation();
  const { me = null, left, hasJustSignedIn = false } = presence.data ?? {};
  const gate = useSecondFactorGate(me);
  const lastId = useRef<string | null>(null);
  const isAnother = me !== null && lastId.current !== null && lastId.current !== me.id;
  useEffect(() => {
    if (me) lastId.current ??= me.id;
  }, [me]);

  if (me && isAnother) return <NewPage of={me.role} />;
  if (me && gate.isClosed) {
    return (
      <Suspense>
        <SecondFactorPage name={me.name} onDone={gate.pass} />
        <IdleWatch minutes={me.idleMinutes} />
      </Suspense>
    );
  }
  if (me) return <Frame me={me} hasJustSignedIn={hasJustSignedIn || gate.isPassed} />;
  if (presence.isPending) return null;
  if (presence.isError) return <Unreachable error={presence.error} onAgain={() => presence.refetch()} />;
  if (left && left.why !== 'asked') {
    return (
      <Suspense>
        <SignIn left={left} />
      </Suspense>
    );
  }
  const going: WasGoing | null = left ? null : { to: pathname + search + hash };
  return <Navigate to="/sign-in" state={going} replace />;
}

/** What somebody else was doing here is not this person's: a whole new page, of which nothing is left. */
function NewPage({ of: role }: { of: Role }) {
  useEffect(() => window.location.replace(HOMES[role]), [role]);
  return null;
}

function Unreachable({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  return (
    <main className={styles.gate}>
      <h1>Evenkeel</h1>
      <ProblemNote error={error} />
      <Button mt="md" onClick={onAgain}>
        Try again
      </Button>
    </main>
  );
}

/** The frame of every page: whose clinic it is, what its clock says, where one can go, and as whom. */
function Frame({ me, hasJustSignedIn }: { me: Me; hasJustSignedIn: boolean }) {
  const main = useRef<HTMLElement>(null);
  const handle = useMatches().at(-1)?.handle as PageHandle | undefined;
  useNavigationFocus(main, handle, hasJustSignedIn);
  const isAllowed = !handle || handle.roles.includes(me.role);
  const places = PLACES[me.role];

  useEffect(() => {
    const timer = setTimeout(loadSignIn, AT_REST_MS);
    return () => {
      clearTimeout(timer);
      dropToasts();
    };
  }, []);

  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.header}>
        <ClinicName />
        {places.length > 0 && (
          <nav aria-label="Pages" className={styles.nav}>
            {places.map(({ to, label, short }) => (
              <NavLink key={to} to={to} end={to === '/'} aria-label={short && label}>
                <span className={short && styles.long}>{label}</span>
                {short && <span className={styles.short}>{short}</span>}
              </NavLink>
            ))}
          </nav>
        )}
        <PersonMenu me={me} />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        {isAllowed ? <Outlet /> : <NotAllowedPage role={me.role} />}
      </main>
      <Notifications position="bottom-center" limit={3} zIndex={400} />
      <IdleWatch minutes={me.idleMinutes} />
    </>
  );
}

function ClinicName() {
  const { data: clinic } = useQuery(clinicQuery);
  if (!clinic) return <div className={styles.clinic} />;
  return (
    <div className={styles.clinic}>
      <span className={styles.name}>{clinic.name}</span>
      <span className={styles.zone}>
        {zoneWords(clinic.zone)}
        {isReaderElsewhere(clinic.zone, clinic.now) && (
          <b> · now {formatDayAndTime(clinic.now, clinic.zone)} there</b>
        )}
      </span>
    </div>
  );
}
