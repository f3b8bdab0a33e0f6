import { type ButtonHTMLAttributes, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import styles from './menu.module.css';

type MenuProps = {
  /** What the button says. */
  label: ReactNode;
  /** Told how to close the list, by what leads elsewhere. */
  children: (close: () => void) => ReactNode;
  className?: string | undefined;
};

/** A button that opens a short list of things to do. Escape, a press elsewhere and leaving by Tab close it. */
export function Menu({ label, children, className }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    const press = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [isOpen]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its buttons take the keys; here they are only listened to
    <div
      ref={whole}
      className={[styles.menu, className].filter(Boolean).join(' ')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        setOpen(false);
        button.current?.focus();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        <svg viewBox="0 0 10 6" width="10" height="6" aria-hidden="true">
          <path d="m1 1 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      {isOpen && (
        <ul id={id} className={styles.list}>
          {children(() => setOpen(false))}
        </ul>
      )}
    </div>
  );
}

export function MenuButton(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <li>
      <button type="button" className={styles.item} {...props} />
    </li>
  );
}

type MenuLinkProps = { to: string; onFollow: () => void; children: ReactNode };

export function MenuLink({ to, onFollow, children }: MenuLinkProps) {
  return (
    <li>
      <Link to={to} className={styles.item} onClick={onFollow}>
        {children}
      </Link>
    </li>
  );
}
