import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '#client/lib/api.ts';
import { clinicQuery, protocolsQuery } from '#client/lib/queries.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { PatientLine, patientName } from '#client/ui/patient-line.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { getPatient } from '#server/contract/patients.endpoints.ts';
import { AddPatient } from './add-patient.tsx';
import { AfterCourseNote } from './after-course-note.tsx';
import styles from './booking.module.css';
import { type BookingRequest, readRequest, writeRequest } from './booking-request.ts';
import { CurrentCourseNote } from './current-course-note.tsx';
import { PatientFinder } from './patient-finder.tsx';
import { PlanStep } from './plan-step.tsx';
import { RequestForm } from './request-form.tsx';

/** A whole course in one conversation: who, what, from when, and one press that books all of it. */
export function BookCoursePage() {
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState<string | null>(() => search.get('new'));
  const [plansTakeFocus, setPlansTakeFocus] = useState(false);
  const clinic = useQuery(clinicQuery);
  const protocols = useQuery(protocolsQuery);
  const request = readRequest(search);
  const { patientId } = request;
  const patient = useQuery({
    queryKey: ['patients', patientId],
    queryFn: () => call(getPatient, { params: { id: patientId ?? '' } }),
    enabled: patientId !== null,
  });

  // What somebody else's course follows is none of theirs.
  const change = (part: Partial<BookingRequest>, replace = true) =>
    setSearch(writeRequest({ ...request, ...(part.patientId !== undefined && { after: null }), ...part }), {
      replace,
    });
  const pick = (id: string) => {
    setAdding(null);
    setPlansTakeFocus(true);
    change({ patientId: id }, false);
  };

  const active = protocols.data?.filter(({ status }) => status === 'active') ?? [];
  const protocol = active.find(({ id }) => id === request.protocolId) ?? active[0];
  const error = clinic.error ?? protocols.error ?? patient.error;
  const today = clinic.data?.today ?? '';
  const complete =
    clinic.data && protocol
      ? {
          ...request,
          protocolId: protocol.id,
          from: request.from && request.from >= today ? request.from : clinic.data.nextOpenOn,
        }
      : null;

  return (
    <>
      <PageHeader title={request.after ? 'Book another induction' : 'Book a course'} />
      {error && <ProblemNote error={error} />}
      <div className={styles.columns}>
        <div className={styles.ask}>
          {adding !== null ? (
            <AddPatient typed={adding} onDone={({ id }) => pick(id)} onBack={() => setAdding(null)} />
          ) : patientId === null ? (
            <PatientFinder onPick={({ id }) => pick(id)} onAdd={setAdding} />
          ) : (
            <div className={styles.who}>
              <div className={styles.patient}>
                {patient.data ? (
                  <PatientLine patient={patient.data} />
                ) : (
                  <LateSkeleton label="Opening the patient" blocks={[38]} />
                )}
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => change({ patientId: null }, false)}
                >
                  Change
                </Button>
              </div>
              {request.after ? (
                <AfterCourseNote
                  patientId={patientId}
                  courseId={request.after}
                  zone={clinic.data?.zone}
                  onLeave={() => change({ after: null })}
                />
              ) : (
                <CurrentCourseNote patientId={patientId} />
              )}
            </div>
          )}
          {complete && clinic.data && (
            <RequestForm clinic={clinic.data} protocols={active} request={complete} onChange={change} />
          )}
          {protocols.data && active.length === 0 && (
            <EmptyState title="No protocol can be booked">An administrator activates one first.</EmptyState>
          )}
        </div>
        <div className={styles.answer}>
          {complete && clinic.data && patientId && protocol ? (
            <PlanStep
              request={{ ...complete, patientId }}
              patientName={patient.data ? patientName(patient.data) : ''}
              protocolName={protocol.name}
              zone={clinic.data.zone}
              today={today}
              takesFocus={plansTakeFocus}
              onFocusTaken={() => setPlansTakeFocus(false)}
              onChange={change}
            />
          ) : (
            <div className={styles.waiting}>
              <EmptyState title="Who is it for?">
                Find the patient, and the three best plans of the whole course appear here.
              </EmptyState>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
