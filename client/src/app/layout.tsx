import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { NavLink, Outlet, useMatches } from 'react-router';
import { useActingPerson } from '#client/lib/acting-person.ts';
import { formatDayAndTime, isReaderElsewhere, zoneWords } from '#client/lib/clinic-time.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { ActingGate } from './acting-gate.tsx';
import styles from './layout.module.css';
import { NotAllowedPage } from './not-allowed-page.tsx';
import { PersonPicker } from './person-picker.tsx';
import { PLACES } from './roles.ts';
import type { PageHandle } from './router.tsx';
import { useNavigationFocus } from './use-navigation-focus.ts';

/** The frame of every page: whose clinic it is, what its clock says, where one can go, and as whom. */
export function Layout() {
  return (
    <ActingGate>
      <Frame />
    </ActingGate>
  );
}

function Frame() {
  const main = useRef<HTMLElement>(null);
  const person = useActingPerson();
  const handle = useMatches().at(-1)?.handle as PageHandle | undefined;
  useNavigationFocus(main, handle);
  if (!person) return null;
  const isAllowed = !handle || handle.roles.includes(person.role);

  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.header}>
        <ClinicName />
        {PLACES[person.role].length > 0 && (
          <nav aria-label="Pages" className={styles.nav}>
            {PLACES[person.role].map(({ to, label, short }) => (
              <NavLink key={to} to={to} end={to === '/'} aria-label={short && label}>
                <span className={short && styles.long}>{label}</span>
                {short && <span className={styles.short}>{short}</span>}
              </NavLink>
            ))}
          </nav>
        )}
        <PersonPicker person={person} />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        {isAllowed ? <Outlet /> : <NotAllowedPage role={person.role} />}
      </main>
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
