/**
 * Does something again and again, one run after the other, with a pause before each, until it is told to stop: then when
 * the run under way is over. What goes wrong is the work's to tell.
 */
export function repeat(work: () => Promise<void>, pauseMs: number): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let run: Promise<void> = Promise.resolve();
  let isOver = false;

  const wait = () => {
    if (isOver) return;
    timer = setTimeout(() => {
      run = work().then(wait);
    }, pauseMs).unref();
  };
  wait();
  return {
    async stop() {
      isOver = true;
      clearTimeout(timer);
      await run;
    },
  };
}
