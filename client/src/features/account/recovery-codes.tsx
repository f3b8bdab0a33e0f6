import { Button, Group, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '#client/lib/presence.ts';
import styles from './account.module.css';

type RecoveryCodesProps = {
  codes: readonly string[];
  onKept: () => void;
};

/** Shown this once. Nothing else takes them off the screen than the word that they are kept. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const me = useMe();
  const [copied, setCopied] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      setCopied('Copied. Paste them where you keep your passwords.');
    } catch {
      setCopied('This browser does not let a page copy. Print them, or write them down.');
    }
  };

  return (
    <section className={styles.sheet} aria-labelledby="recovery-codes">
      <Title order={2} id="recovery-codes" ref={heading} tabIndex={-1}>
        Keep your recovery codes
      </Title>
      <p className={styles.onPaper}>For {me?.name}, at Evenkeel.</p>
      <p>
        Without your telephone you sign in by one of these instead. Each is good once. They are not shown
        again: keep them with your passwords, or on paper in a safe place, and not on the telephone alone.
      </p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="xs" className={styles.offPaper}>
        <Button onClick={onKept}>I have kept them</Button>
        <Button variant="default" onClick={copy}>
          Copy
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
      </Group>
      <p role="status" className={styles.offPaper}>
        {copied}
      </p>
    </section>
  );
}
