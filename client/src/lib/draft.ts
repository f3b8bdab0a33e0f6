import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meQuery } from './queries.ts';

const keyOf = (name: string) => `evenkeel.draft.${name}`;

/** Whether there is something unsaved to come back to. */
export const hasDraft = (name: string): boolean => storedDraft(name) !== null;

/**
 * What is being typed, as state that a reload and an idle logoff leave in place. It ends with the form that it is typed
 * in, as other state does; signing out drops it, and so does another person.
 */
export function useDraft<T extends object>(name: string, begin: () => T): [T, (draft: T) => void] {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<T>(() => ({ ...begin(), ...storedDraft(name) }));
  const [isTouched, setTouched] = useState(() => hasDraft(name));

  useEffect(() => {
    if (isTouched) store(name, draft);
  }, [name, draft, isTouched]);

  useEffect(
    () => () => {
      const isSignedOut = queries.getQueryData(meQuery.queryKey)?.me === null;
      if (!isSignedOut) sessionStorage.removeItem(keyOf(name));
    },
    [name, queries],
  );

  return [
    draft,
    (next) => {
      setTouched(true);
      setDraft(next);
    },
  ];
}

function storedDraft(name: string): object | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null');
  } catch {
    return null;
  }
}

function store(name: string, draft: object): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // A browser that stores nothing has it until it is reloaded.
  }
}
