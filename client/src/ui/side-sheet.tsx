import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './dialog.module.css';

type SideSheetProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
};

const WIDTH = 780;

/** Something larger than a dialog, at the right of the page; on a phone it is the page. The focus goes back to where it came from. */
export function SideSheet({ title, onClose, children }: SideSheetProps) {
  const isPhone = useMediaQuery('(max-width: 780px)', false, { getInitialValueInEffect: false });
  const [cameFrom] = useState(() => document.activeElement);
  useEffect(() => () => giveBack(cameFrom), [cameFrom]);
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size={isPhone ? '100%' : WIDTH}
      transitionProps={{ duration: 120 }}
      classNames={{ content: styles.side }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        <div className={styles.head}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={styles.sideBody}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** Where what had it is gone, the heading of the page takes it. */
function giveBack(element: Element | null): void {
  const isThere = element instanceof HTMLElement && element !== document.body && element.isConnected;
  const to = isThere ? element : document.querySelector<HTMLElement>('main h1');
  if (!to) return;
  if (!isThere) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}
