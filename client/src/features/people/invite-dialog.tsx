import { Button, Checkbox, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { call } from '#client/lib/api.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { RequestOf } from '#server/contract/endpoint.ts';
import { invite } from '#server/contract/staff-access.endpoints.ts';
import { refreshPeople } from './people-queries.ts';

type Asked = RequestOf<typeof invite>['body'];
/** As it is typed: the role may not be chosen yet. */
export type Typed = Omit<Asked, 'role'> & { role: Asked['role'] | '' };
type Errors = Partial<Record<keyof Typed, string | undefined>>;

const ROLES = ['front-desk', 'nurse', 'clinician', 'admin'] as const;
const MISSING: Errors = {
  name: 'Write their name.',
  email: 'Write their e-mail address.',
  role: 'Choose what they will do here.',
};

export const NOBODY: Typed = { name: '', email: '', role: '', trained: false };

/** A mail leaves the house: it is said what it brings, and to whom. */
export function InviteDialog({ begin, onClose }: { begin: Typed; onClose: () => void }) {
  const [typed, setTyped] = useState(begin);
  const [errors, setErrors] = useState<Errors>({});
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: (body: Asked) => call(invite, { body }),
    onSuccess: async ({ email }) => {
      await refreshPeople(queries);
      tell(`The invitation is on its way to ${email}.`);
      onClose();
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (send.isPending) return;
    const checked = invite.body.safeParse(typed);
    if (checked.success) return send.mutate(checked.data);
    setErrors(errorsIn(typed, checked.error.issues));
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const type = (part: Partial<Typed>) => {
    setErrors({});
    setTyped({ ...typed, ...part });
  };

  return (
    <Dialog
      isOpen
      title="Invite somebody to work here"
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form="invite" loading={send.isPending}>
            Send the invitation
          </Button>
        </>
      }
    >
      <form ref={form} id="invite" noValidate onSubmit={submit} aria-label="Invitation">
        <Stack gap="sm">
          <ProblemNote error={send.error} />
          <TextInput
            label="Name"
            description="As colleagues and patients read it."
            autoComplete="off"
            data-autofocus
            value={typed.name}
            error={errors.name}
            onChange={(event) => type({ name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed.email}
            error={errors.email}
            onChange={(event) => type({ email: event.currentTarget.value })}
          />
          <NativeSelect
            label="Role"
            value={typed.role}
            error={errors.role}
            onChange={(event) => type({ role: event.currentTarget.value as Typed['role'] })}
            data={[
              { value: '', label: 'Choose a role' },
              ...ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] })),
            ]}
          />
          <Checkbox
            label="Trained"
            description="Counts among the trained people who are in the house while anybody is dosed."
            checked={typed.trained}
            onChange={(event) => type({ trained: event.currentTarget.checked })}
          />
          <Text size="sm">
            A mail to {typed.email.trim() || 'this address'} brings a link, good once and for seven days, by
            which they choose a password. An earlier link to it is good for nothing then.
          </Text>
        </Stack>
      </form>
    </Dialog>
  );
}

function errorsIn(
  typed: Typed,
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): Errors {
  const errors: Errors = {};
  for (const { path, message } of issues) {
    const name = path[0] as keyof Typed;
    errors[name] ??= String(typed[name]).trim() === '' ? MISSING[name] : message;
  }
  return errors;
}
