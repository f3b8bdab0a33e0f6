import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import styles from './page-header.module.css';

type PageHeaderProps = {
  title: string;
  /** What the browser's tab says, where the heading is not enough. */
  tabTitle?: string;
  /** A line of facts under the heading. */
  facts?: ReactNode;
  /** What can be done on this page, the primary thing last. */
  actions?: ReactNode;
};

/** The one h1 of a page. */
export function PageHeader({ title, tabTitle, facts, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${tabTitle ?? title} · Evenkeel`;
  }, [title, tabTitle]);
  return (
    <div className={styles.header}>
      <div>
        <Title order={1}>{title}</Title>
        {facts && <div className={styles.facts}>{facts}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
