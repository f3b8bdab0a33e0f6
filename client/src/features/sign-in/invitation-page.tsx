import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from 'react-router';
import { call, isExpiredLink, ProblemError } from '#client/lib/api.ts';
import { meQuery } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { acceptInvitation, readInvitation } from '#server/contract/staff-access.endpoints.ts';
import { ChoosePassword } from './choose-password.tsx';
import { LinkPage, NoToken, ToSignIn } from './link-page.tsx';
import { SecondFactorForm } from './second-factor-form.tsx';
import { useLinkToken } from './use-link-token.ts';
import { useFinish } from './use-sign-in.ts';

/** Opened by the link that was mailed to somebody who is asked to work at a clinic. */
export function InvitationPage() {
  const token = useLinkToken();
  return (
    <LinkPage title="Your invitation">
      {token === '' ? <NoToken /> : <Invitation key={token} token={token} />}
    </LinkPage>
  );
}

function Invitation({ token }: { token: string }) {
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(readInvitation, { body: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (invitation.data) return <Invited invitation={invitation.data} token={token} />;
  if (isExpiredLink(invitation.error)) return <NoLongerGood />;
  if (invitation.isError) return <ProblemNote error={invitation.error} />;
  return <LateSkeleton label="Reading the invitation" blocks={[72, 66, 42]} />;
}

type InvitedProps = { invitation: ResponseOf<typeof readInvitation>; token: string };

function Invited({ invitation, token }: InvitedProps) {
  const { name, email, role, clinicName } = invitation;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const finish = useFinish();
  const joining = useMutation({
    mutationFn: async (password: string) =>
      finish(await call(acceptInvitation, { body: { token, password } })),
    onSuccess: ({ status }) => {
      // Whoever was at this browser before is not who goes on.
      if (status === 'second-factor') queries.setQueryData(meQuery.queryKey, { me: null });
    },
    gcTime: 0,
  });
  const { data: presence } = useQuery(meQuery);

  // From there everybody who is signed in is led to their own first page.
  if (joining.isSuccess && presence?.me) return <Navigate to="/sign-in" replace />;
  if (joining.data?.status === 'second-factor') {
    return <SecondFactorForm onBack={() => navigate('/sign-in', { replace: true })} />;
  }
  if (isExpiredLink(joining.error)) return <NoLongerGood />;
  return (
    <>
      <p>
        {name}, <b>{clinicName}</b> asks you to work with Evenkeel, its calendar, in the role of{' '}
        <b>{ROLE_WORDS[role]}</b>. You sign in by {email} and the password that you choose here.
      </p>
      {(role === 'clinician' || role === 'admin') && (
        <p>After that you set up an authenticator app: have your telephone at hand.</p>
      )}
      <ChoosePassword
        action={`Join ${clinicName}`}
        email={email}
        isPending={joining.isPending}
        error={joining.error}
        onPassword={(password, onRefused) => joining.mutate(password, { onError: onRefused })}
      />
      {isTaken(joining.error) && <ToSignIn />}
    </>
  );
}

function NoLongerGood() {
  return (
    <>
      <p role="alert">
        This invitation is no longer good: it has been used or withdrawn, or is older than seven days. If you
        have chosen a password already, sign in by it. If not, ask whoever invited you for another.
      </p>
      <ToSignIn />
    </>
  );
}

const isTaken = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.type === 'account-exists';
