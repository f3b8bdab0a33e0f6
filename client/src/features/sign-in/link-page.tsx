import { Button, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import styles from './sign-in.module.css';

/** A page that a mailed link opens, for somebody who need not be signed in. */
export function LinkPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Evenkeel`;
  }, [title]);
  return (
    <main className={styles.page}>
      <section className={styles.form} aria-labelledby="link-title">
        <Title order={1} id="link-title" className={styles.title}>
          {title}
        </Title>
        <div className={styles.lines}>{children}</div>
      </section>
    </main>
  );
}

/** The token went out of the address, and a page that is loaded again has none. */
export function NoToken() {
  return (
    <>
      <p>This page is opened by the link of a mail. Open the mail once more, and press the link there.</p>
      <ToSignIn />
    </>
  );
}

export function ToSignIn() {
  return (
    <Button component={Link} to="/sign-in" size="md" fullWidth variant="default">
      Go to the sign-in page
    </Button>
  );
}
