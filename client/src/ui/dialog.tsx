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
  const isPhone = useMediaQuery('(max-width: 560px)');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={WIDTHS[size]}
      fullScreen={isPhone ?? false}
      classNames={{ title: styles.title ?? '', body: styles.body ?? '' }}
      transitionProps={{ duration: 120 }}
    >
      {children}
      {actions && <div className={styles.actions}>{actions}</div>}
    </Modal>
  );
}
