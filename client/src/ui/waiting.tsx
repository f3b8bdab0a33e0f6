import { type ReactNode, useEffect, useState } from 'react';
import styles from './waiting.module.css';

/** Below this a wait is not felt, and showing it would only flicker. */
const FELT_MS = 300;

type WaitingProps = {
  /** What is being fetched: "Loading the board". */
  label: string;
  /** Blanks in the shape of what comes. */
  children: ReactNode;
};

export function Waiting({ label, children }: WaitingProps) {
  const [felt, setFelt] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setFelt(true), FELT_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} className={styles.waiting} data-felt={felt || undefined}>
      {children}
    </div>
  );
}

/** A blank bar; sizes are CSS lengths. */
export function Blank({ width = '100%', height = '1em' }: { width?: string; height?: string }) {
  return <span className={styles.blank} style={{ width, height }} />;
}

/** A list of so many rows, still empty. */
export function BlankRows({ rows, height = '36px' }: { rows: number; height?: string }) {
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blanks have no identity
    <Blank key={row} height={height} />
  ));
}
