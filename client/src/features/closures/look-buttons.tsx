import { Button } from '@mantine/core';
import styles from './closures.module.css';

/** Below what is to change from a day on: nothing is changed before it is seen. */
export const LookButtons = ({ isLooking, onCancel }: { isLooking: boolean; onCancel: () => void }) => (
  <div className={styles.buttons}>
    <Button type="submit" variant="default" loading={isLooking}>
      See what it breaks
    </Button>
    <Button variant="subtle" onClick={onCancel}>
      Leave as it is
    </Button>
  </div>
);
