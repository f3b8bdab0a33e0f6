import { Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { call, isExpiredLink } from '#client/lib/api.ts';
import { meQuery } from '#client/lib/queries.ts';
import { resetPassword } from '#server/contract/accounts.endpoints.ts';
import { ChoosePassword } from './choose-password.tsx';
import { ForgottenPassword } from './forgotten-password.tsx';
import { LinkPage, NoToken } from './link-page.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Opened by the link that was mailed to somebody who has forgotten their password. */
export function NewPasswordPage() {
  const token = useLinkToken();
  return (
    <LinkPage title="Choose a new password">
      {token === '' ? <NoToken /> : <NewPassword key={token} token={token} />}
    </LinkPage>
  );
}

function NewPassword({ token }: { token: string }) {
  const queries = useQueryClient();
  const setting = useMutation({
    mutationFn: (password: string) => call(resetPassword, { body: { token, password } }),
    // Every session of theirs has ended, perhaps the one of this browser.
    onSuccess: () => queries.resetQueries(meQuery),
    gcTime: 0,
  });
  if (setting.isSuccess) return <IsSet />;
  if (isExpiredLink(setting.error)) return <AskAgain />;
  return (
    <ChoosePassword
      action="Set the new password"
      isPending={setting.isPending}
      error={setting.error}
      onPassword={(password, onRefused) => setting.mutate(password, { onError: onRefused })}
    />
  );
}

function IsSet() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <Title order={2} ref={heading} tabIndex={-1}>
        Your new password is set
      </Title>
      <p>You are signed out everywhere, and sign in by the new one from now on.</p>
      <Button component={Link} to="/sign-in" size="md" fullWidth>
        Go to the sign-in page
      </Button>
    </>
  );
}

function AskAgain() {
  const [email, setEmail] = useState('');
  return (
    <>
      <p role="alert">
        This link is no longer good: it has been used, or is older than half an hour. Ask for another.
      </p>
      <ForgottenPassword email={email} onEmail={setEmail} />
    </>
  );
}
