/** What the tabs of one browser, which share one session, tell each other at once. */
export type News = 'signed-in' | 'signed-out' | 'idle';

const KEY = 'evenkeel.news';
const NEWS: readonly string[] = ['signed-in', 'signed-out', 'idle'] satisfies News[];

/** The other tabs are told by the browser that something was stored; so nothing has to stay there. */
export function tellOtherTabs(news: News): void {
  try {
    localStorage.setItem(KEY, news);
    localStorage.removeItem(KEY);
  } catch {
    // A browser that stores nothing: the other tabs learn it from the server.
  }
}

export function onNews(listen: (news: News) => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === KEY && newValue !== null && NEWS.includes(newValue)) listen(newValue as News);
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}
