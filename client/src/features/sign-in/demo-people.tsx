import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { demoPeopleQuery } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';

/** In the demo nobody has to type: one press signs in as any of its people. Elsewhere there is nothing here. */
export function DemoPeople() {
  const { data } = useQuery(demoPeopleQuery);
  const signingIn = useSignIn(() => {});
  if (!data || data.password === null || data.items.length === 0) return null;
  const { password } = data;
  const chosen = signingIn.isPending ? signingIn.variables.email : null;
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <Title order={2} id="demo-title" className={styles.demoTitle}>
        This is a demo. Sign in as
      </Title>
      <ProblemNote error={signingIn.error} />
      <ul className={styles.people}>
        {data.items.map(({ name, role, email }) => (
          <li key={email}>
            <Button
              variant="default"
              size="md"
              fullWidth
              justify="flex-start"
              loading={chosen === email}
              disabled={chosen !== null && chosen !== email}
              onClick={() => signingIn.mutate({ email, password })}
            >
              {name}, {ROLE_WORDS[role]}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
