import { Alert, Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOutByHand } from '#client/lib/presence.ts';
import styles from './sign-in.module.css';

/** The screen is empty, but whoever opens the page next would be taken for the one who left. */
export function SignOutAgain() {
  const queries = useQueryClient();
  const again = useMutation({ mutationFn: () => signOutByHand(queries) });
  return (
    <Alert color="red" title="Not signed out yet" role="alert" className={styles.note}>
      <Text size="sm" mb="xs">
        The clinic’s server cannot be reached. Check the network connection, then sign out once more, so that
        nobody else comes in as you.
      </Text>
      <Button size="compact-md" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        Sign out
      </Button>
    </Alert>
  );
}
