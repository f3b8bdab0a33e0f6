import { Button } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import styles from './response.module.css';
import { useReportRelapse } from './response-queries.ts';

type ReportRelapseProps = { courseId: string; patientName: string };

/** Whoever takes the call passes it on. It cannot be taken back: who will see it is said before. */
export function ReportRelapse({ courseId, patientName }: ReportRelapseProps) {
  const [isAsked, setIsAsked] = useState(false);
  const report = useReportRelapse(courseId);
  const close = () => {
    report.reset();
    setIsAsked(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setIsAsked(true)}>
        Symptoms are coming back
      </Button>
      <Dialog
        isOpen={isAsked}
        title={`The symptoms of ${patientName} are coming back`}
        onClose={close}
        actions={
          <>
            <Button variant="default" onClick={close}>
              Not now
            </Button>
            <Button
              loading={report.isPending}
              onClick={() =>
                report.mutate(undefined, {
                  onSuccess: () => {
                    close();
                    tell(`The clinicians see that the symptoms of ${patientName} are coming back.`);
                  },
                })
              }
            >
              Tell the clinicians
            </Button>
          </>
        }
      >
        <p className={styles.told}>
          The course comes first on the clinicians’ list, with your name and the day, until one of them has
          reviewed it. If somebody is in danger, do not leave it at that: call for help.
        </p>
        <ProblemNote error={report.error} />
      </Dialog>
    </>
  );
}
