import { Anchor, Button, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { call, ProblemError } from '#client/lib/api.ts';
import { formatDay, shiftDays, weekdayOf } from '#client/lib/clinic-time.ts';
import { clinicQuery, refreshSessions } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import { commitHoursChange, previewHoursChange } from '#server/contract/hours.endpoints.ts';
import type { HoursChange } from '#server/contract/hours.ts';
import { ChairForm } from './chair-form.tsx';
import { hoursQuery } from './closure-queries.ts';
import { doneWords } from './closure-words.ts';
import styles from './closures.module.css';
import {
  chairWords,
  changeWords,
  doWords,
  openingWeek,
  type Stretch,
  shiftWeek,
  weekWords,
} from './hours-words.ts';
import { LeftForLater } from './left-for-later.tsx';
import { RepairPreview } from './repair-preview.tsx';
import { type ByHand, useRepair } from './use-repair.ts';
import { WeekForm } from './week-form.tsx';

const OPENING = 'opening-hours';

/** The hours that the clinic keeps: each changed from a day on, with what that breaks and where it goes. */
export function HoursPage() {
  const queries = useQueryClient();
  const clinic = useQuery(clinicQuery);
  const hours = useQuery(hoursQuery);
  /** What is being changed: the opening hours, or somebody, or a chair, by id. */
  const [open, setOpen] = useState<string | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const closed = useRef<string | null>(null);

  const repair = useRepair({
    ask: (change: HoursChange, byHand: ByHand) => call(previewHoursChange, { body: { change, ...byHand } }),
    commit: (body) => call(commitHoursChange, { body }),
    freshIn: (error) => (error instanceof ProblemError ? error.problem.hoursPreview : undefined),
    onDone: async (done) => {
      tell(`Changed. ${doneWords(done)}`);
      await Promise.all([
        refreshSessions(queries),
        ...[hoursQuery.queryKey, clinicQuery.queryKey, ['chairs'], ['closures']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ]);
      close();
    },
  });
  const close = () => {
    closed.current = open;
    setOpen(null);
    repair.drop();
  };
  // The form is gone: the focus goes back to the button that opened it.
  useEffect(() => {
    if (open !== null || closed.current === null) return;
    page.current?.querySelector<HTMLElement>(`[data-change="${closed.current}"]`)?.focus();
    closed.current = null;
  }, [open]);

  if (!clinic.data || !hours.data) {
    if (clinic.error || hours.error) return <ProblemNote error={clinic.error ?? hours.error} />;
    return <LateSkeleton label="Looking up the hours" blocks={[80, 300, 200]} />;
  }
  const { zone, today } = clinic.data;
  const { opening, staff, chairs } = hours.data;
  const { preview } = repair;
  const begin = (what: string) => {
    repair.drop();
    setOpen(what);
  };
  const nextMonday = shiftDays(today, 8 - weekdayOf(today));
  const form = { today, from: nextMonday, isLooking: repair.isLooking, onCancel: close };
  const shown = (
    <>
      <ProblemNote error={repair.error} />
      {preview && (
        <RepairPreview
          shown={preview}
          repair={repair}
          what={changeWords(preview)}
          action={doWords(preview)}
          today={today}
          zone={zone}
        />
      )}
    </>
  );

  return (
    <div className={styles.page} ref={page}>
      <PageHeader
        title="Hours"
        facts={
          <span>
            What holds every week, from a day on. For some days only, use{' '}
            <Anchor component={Link} to="/closures" inherit underline="always">
              Closures
            </Anchor>
            .
          </span>
        }
      />
      <LeftForLater zone={zone} />
      <section className={styles.part}>
        <Title order={2}>Opening hours</Title>
        <Item
          what={OPENING}
          label="Change the opening hours"
          isOpen={open === OPENING}
          onOpen={begin}
          text={
            <Periods periods={opening.map(({ from, hours: week }) => ({ from, week: openingWeek(week) }))} />
          }
        >
          <WeekForm
            {...form}
            what="opening hours"
            week={openingWeek(holdingOn(opening, nextMonday)?.hours ?? [])}
            planned={opening.slice(1).map(({ from }) => from)}
            mayBeEmpty={false}
            onLook={(from, week) =>
              repair.look({
                kind: 'opening-hours',
                from,
                hours: week.map(({ weekday, from: opensAt, to: closesAt }) => ({
                  weekday,
                  opensAt,
                  closesAt,
                })),
              })
            }
          />
          {shown}
        </Item>
      </section>
      <section className={styles.part}>
        <Title order={2}>Staff</Title>
        <ul className={styles.list}>
          {staff.map((person) => (
            <li key={person.id}>
              <Item
                what={person.id}
                label={`Change the hours of ${person.name}`}
                isOpen={open === person.id}
                onOpen={begin}
                text={
                  <>
                    <b>{person.name}</b>, {ROLE_WORDS[person.role]}
                    <Periods
                      periods={person.shifts.map(({ from, shifts }) => ({ from, week: shiftWeek(shifts) }))}
                    />
                  </>
                }
              >
                <WeekForm
                  {...form}
                  what={`hours of ${person.name}`}
                  week={shiftWeek(holdingOn(person.shifts, nextMonday)?.shifts ?? [])}
                  planned={person.shifts.slice(1).map(({ from }) => from)}
                  mayBeEmpty
                  onLook={(from, week) =>
                    repair.look({
                      kind: 'shifts',
                      from,
                      staffId: person.id,
                      shifts: week.map(({ weekday, from: startsAt, to: endsAt }) => ({
                        weekday,
                        startsAt,
                        endsAt,
                      })),
                    })
                  }
                />
                {shown}
              </Item>
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.part}>
        <Title order={2}>Chairs</Title>
        {chairs.length === 0 && <p className={styles.quiet}>The clinic has no chairs.</p>}
        <ul className={styles.list}>
          {chairs.map((chair) => {
            const { id, name, poolName, outOfUseFrom } = chair;
            const inUse = outOfUseFrom !== null;
            return (
              <li key={id}>
                <Item
                  what={id}
                  label={inUse ? `Put ${name} back in use` : `Take ${name} out of use`}
                  isOpen={open === id}
                  onOpen={begin}
                  text={
                    <>
                      <b>{name}</b>, {poolName} · {chairWords(chair, today, zone)}
                    </>
                  }
                >
                  <ChairForm
                    name={name}
                    inUse={inUse}
                    today={today}
                    isLooking={repair.isLooking}
                    onCancel={close}
                    onLook={(from) => repair.look({ kind: 'chair', from, chairId: id, inUse })}
                  />
                  {shown}
                </Item>
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

type ItemProps = {
  what: string;
  /** What the button does: the page says all of it to those who hear it, and shows the verb. */
  label: string;
  isOpen: boolean;
  text: ReactNode;
  children: ReactNode;
  onOpen: (what: string) => void;
};

/** What holds, and under it, once it is to be changed, the form and what comes of it. */
function Item({ what, label, isOpen, text, children, onOpen }: ItemProps) {
  return (
    <div className={styles.item}>
      <div className={styles.head}>
        <div>{text}</div>
        {!isOpen && (
          <Button
            size="compact-sm"
            variant="default"
            data-change={what}
            aria-label={label}
            onClick={() => onOpen(what)}
          >
            {label.startsWith('Change')
              ? 'Change'
              : label.startsWith('Put')
                ? 'Put back in use'
                : 'Take out of use'}
          </Button>
        )}
      </div>
      {isOpen && children}
    </div>
  );
}

type Period = { from: string; week: Stretch[] };

/** What holds now, and each later change with its day. */
const Periods = ({ periods }: { periods: readonly Period[] }) => (
  <>
    {periods.map(({ from, week }, index) => (
      <p key={from} className={styles.quiet}>
        {index > 0 && `From ${formatDay(from)} on: `}
        {weekWords(week)}
      </p>
    ))}
  </>
);

const holdingOn = <T extends { from: string }>(periods: readonly T[], day: string): T | undefined =>
  periods.findLast(({ from }) => from <= day) ?? periods[0];
