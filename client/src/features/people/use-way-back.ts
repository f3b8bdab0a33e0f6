import { type RefObject, useRef } from 'react';

type WayBack = {
  /** Something opens over the page: from here. */
  leave: () => void;
  /** To where the focus was; to the heading, where that is gone. */
  goBack: () => void;
};

/** The focus is never lost: not even where what was pressed has done its work and is there no more. */
export function useWayBack(heading: RefObject<HTMLElement | null>): WayBack {
  const opener = useRef<Element | null>(null);
  return {
    leave: () => {
      opener.current = document.activeElement;
    },
    goBack: () =>
      requestAnimationFrame(() => {
        const from = opener.current;
        if (from instanceof HTMLElement && from.isConnected) from.focus();
        else heading.current?.focus();
      }),
  };
}
