import { Kbd, TextInput, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './combobox.module.css';

export type ComboboxProps<T> = {
  label: string;
  hint: string;
  typed: string;
  onType: (typed: string) => void;
  /** Undefined until the first answer. */
  options: readonly T[] | undefined;
  keyOf: (option: T) => string;
  render: (option: T) => ReactNode;
  onPick: (option: T) => void;
  /** The options do not yet answer what is typed. */
  isStale: boolean;
  /** Shown where nothing matches. */
  empty: ReactNode;
  /** Below the options: what else can be done. */
  footer?: ReactNode;
};

/** Search as you type: the first match is ready, Enter takes it, the arrow keys choose another. */
export function Combobox<T>(props: ComboboxProps<T>) {
  const { label, hint, typed, onType, options = [], keyOf, render, onPick, isStale } = props;
  const [active, setActive] = useState(0);
  const [isEnterWaiting, setEnterWaiting] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const index = Math.min(active, options.length - 1);
  const current = options[index];
  const isOpen = typed.trim() !== '' && props.options !== undefined;

  // A frame later than the layout, which gives the focus of a new page to its heading.
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);

  // Enter pressed before the answer came: take it when it leaves no doubt.
  const [only] = options;
  useEffect(() => {
    if (!isEnterWaiting || isStale) return;
    setEnterWaiting(false);
    if (options.length === 1 && only) onPick(only);
  }, [isEnterWaiting, isStale, options.length, only, onPick]);

  const go = (to: number) => {
    setActive(to);
    list.current?.children[to]?.scrollIntoView?.({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') go(Math.min(options.length - 1, index + 1));
    else if (event.key === 'ArrowUp') go(Math.max(0, index - 1));
    else if (event.key === 'Escape') onType('');
    else if (event.key === 'Enter' && isStale) setEnterWaiting(true);
    else if (event.key === 'Enter' && isOpen && current) onPick(current);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.combobox}>
      <TextInput
        label={label}
        description={hint}
        value={typed}
        onChange={(event) => {
          setActive(0);
          setEnterWaiting(false);
          onType(event.currentTarget.value);
        }}
        onKeyDown={press}
        size="md"
        type="search"
        ref={input}
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && current ? `${id}-${keyOf(current)}` : undefined}
        rightSection={isOpen && current ? <Kbd size="xs">Enter</Kbd> : null}
        rightSectionWidth={64}
      />
      <div
        id={`${id}-list`}
        ref={list}
        role="listbox"
        aria-label={label}
        className={styles.list}
        hidden={!isOpen || options.length === 0}
      >
        {isOpen &&
          options.map((option, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
            <div
              key={keyOf(option)}
              id={`${id}-${keyOf(option)}`}
              role="option"
              aria-selected={i === index}
              tabIndex={-1}
              className={styles.option}
              onPointerMove={() => setActive(i)}
              onClick={() => onPick(option)}
            >
              {render(option)}
            </div>
          ))}
      </div>
      <div role="status" className={styles.count}>
        {isOpen && !isStale && options.length === 0 && props.empty}
        {isOpen && !isStale && options.length > 0 && (
          <VisuallyHidden>{options.length === 1 ? '1 match' : `${options.length} matches`}</VisuallyHidden>
        )}
      </div>
      {props.footer}
    </div>
  );
}
