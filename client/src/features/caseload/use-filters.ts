import { useEffect } from 'react';
import { useSearchParams } from 'react-router';

/** What a list is filtered by stands in its address. An empty value takes a filter away. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const filterBy = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  return { search, filterBy };
}

type Pages = { hasNextPage: boolean; isFetching: boolean; fetchNextPage: () => unknown };

/** A search is only true when everything has been looked through. */
export function useAllPages(isSearched: boolean, { hasNextPage, isFetching, fetchNextPage }: Pages): void {
  useEffect(() => {
    if (isSearched && hasNextPage && !isFetching) fetchNextPage();
  }, [isSearched, hasNextPage, isFetching, fetchNextPage]);
}
