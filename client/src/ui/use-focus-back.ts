import { useEffect, useState } from 'react';

/** For what is in front of the page as long as it is there at all: when it goes, the focus is where it came from. */
export function useFocusBack(): void {
  const [cameFrom] = useState(() => document.activeElement);
  useEffect(() => () => giveBack(cameFrom), [cameFrom]);
}

/** Where what had it is gone, the heading of the page takes it. */
function giveBack(element: Element | null): void {
  const isThere = element instanceof HTMLElement && element !== document.body && element.isConnected;
  const to = isThere ? element : document.querySelector<HTMLElement>('main h1');
  if (!to) return;
  if (!isThere) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}
