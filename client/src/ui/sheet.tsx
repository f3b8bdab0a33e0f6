import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

type SheetProps = { title: string; onClose: () => void; children: ReactNode };

/** What stands beside the page on a desk, pulled up from below on a phone. */
export function Sheet({ title, onClose, children }: SheetProps) {
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="bottom"
      size="88%"
      transitionProps={{ duration: 150 }}
      classNames={{ content: styles.sheet }}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <div className={styles.head}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
