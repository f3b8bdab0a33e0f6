import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

type DialogProps = {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the primary one last. They stay in sight. */
  actions?: ReactNode;
  size?: 'small' | 'wide';
};

const WIDTHS = { small: 460, wide: 760 };

/** One question in front of the page. On a phone it is the page. */
export function Dialog({ isOpen, title, onClose, children, actions, size = 'small' }: DialogProps) {
  const isPhone = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false });
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={WIDTHS[size]}
      fullScreen={isPhone}
      transitionProps={{ duration: 120 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Not Modal.Header, which would be a second banner of the page. */}
        <div className={styles.head}>
          <Modal.Title className={styles.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body className={styles.body}>
          {children}
          {actions && <div className={styles.actions}>{actions}</div>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
