import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useParams } from 'react-router';
import type { PageHandle } from './pages.ts';

/** How long a page may take to show its heading before the focus is left alone. */
const PATIENCE_MS = 4000;

/**
 * On every move to another page: its title, the top of it, and the focus on its heading. The first page leaves the focus
 * to the browser, unless one comes to it from another page.
 */
export function useNavigationFocus(
  main: RefObject<HTMLElement | null>,
  handle: PageHandle | undefined,
  firstTakesFocus: boolean,
): void {
  const { id = '' } = useParams();
  const page = `${handle?.page ?? 'missing'} ${id}`;
  const shown = useRef<string | null>(null);

  // Before the effects of the page itself, which may know a better title.
  useLayoutEffect(() => {
    document.title = `${handle?.title ?? 'Page not found'} · Evenkeel`;
  }, [handle?.title]);

  useEffect(() => {
    const isKept = shown.current === null ? !firstTakesFocus : shown.current === page;
    shown.current = page;
    if (isKept || !main.current) return;
    window.scrollTo(0, 0);
    return whenHeadingShows(main.current, (heading) => {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }, [page, main, firstTakesFocus]);
}

/** Pages that load first show their heading a little later; a reader who has moved on meanwhile is left in peace. */
function whenHeadingShows(main: HTMLElement, use: (heading: HTMLElement) => void): () => void {
  const heading = main.querySelector('h1');
  if (heading) {
    use(heading);
    return () => {};
  }
  main.focus({ preventScroll: true });
  const watch = new MutationObserver(() => {
    const late = main.querySelector('h1');
    if (!late) return;
    stop();
    if (document.activeElement === main || document.activeElement === document.body) use(late);
  });
  const timer = setTimeout(() => watch.disconnect(), PATIENCE_MS);
  const stop = () => {
    clearTimeout(timer);
    watch.disconnect();
  };
  watch.observe(main, { childList: true, subtree: true });
  return stop;
}
