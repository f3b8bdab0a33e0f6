import { Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { enter } from '#client/lib/presence.ts';
import { clinicQuery, type Me } from '#client/lib/queries.ts';
import { tell } from '#client/ui/toast.tsx';
import { renewRecoveryCodes } from '#server/contract/accounts.endpoints.ts';
import styles from './account.module.css';
import { AskPassword } from './ask-password.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

/** The second step of signing in: whether there is one, and the codes for whoever loses it. */
export function SecondFactorSection({ secondFactor }: { secondFactor: Me['secondFactor'] }) {
  const [isOpen, setOpen] = useState(false);
  const { data: clinic } = useQuery(clinicQuery);
  const queries = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const isSet = secondFactor === 'set';

  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  const keepUp = async () => {
    await enter(queries);
    tell('From now on the code of your app is asked for when you sign in.');
    close();
  };

  return (
    <section className={styles.part} aria-labelledby="second-factor-title">
      <Title order={2} id="second-factor-title">
        Authenticator app
      </Title>
      {isOpen && isSet && <RenewCodes onClose={close} />}
      {isOpen && !isSet && <SetUpSecondFactor onDone={keepUp} onCancel={close} />}
      {!isOpen && isSet && (
        <>
          <p>
            Set up: its code is asked for when you sign in. Should you lose your telephone, a recovery code
            does instead. Should you lose those as well, an admin lets you set up another app.
          </p>
          <div>
            <Button ref={button} variant="default" onClick={() => setOpen(true)}>
              Make new recovery codes
            </Button>
          </div>
        </>
      )}
      {/* Others sign in to the demo as this person. */}
      {!isOpen && !isSet && (
        <>
          <p>{clinic?.isDemo ? 'The demo asks nobody for one.' : 'Your role can do without one.'}</p>
          {clinic && !clinic.isDemo && (
            <div>
              <Button ref={button} variant="default" onClick={() => setOpen(true)}>
                Set up an authenticator app
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function RenewCodes({ onClose }: { onClose: () => void }) {
  const renew = useMutation({
    mutationFn: (password: string) => call(renewRecoveryCodes, { body: { password } }),
    gcTime: 0,
  });
  if (renew.data) return <RecoveryCodes codes={renew.data.recoveryCodes} onKept={onClose} />;
  return (
    <>
      <p>The old ones are good for nothing as soon as there are new ones.</p>
      <AskPassword
        action="Make new codes"
        isPending={renew.isPending}
        error={renew.error}
        onPassword={(password, onRefused) => renew.mutate(password, { onError: onRefused })}
        onCancel={onClose}
      />
    </>
  );
}
