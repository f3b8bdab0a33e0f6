import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';
import { useFocusBack } from './use-focus-back.ts';

type SideSheetProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
};

const WIDTH = 780;

/** Something larger than a dialog, at the right of the page; on a phone it is the page. The focus goes back to where it came from. */
export function SideSheet({ title, onClose, children }: SideSheetProps) {
  const isPhone = useMediaQuery('(max-width: 780px)', false, { getInitialValueInEffect: false });
  useFocusBack();
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
