import { useSyncExternalStore } from 'react';
import { Person } from '#server/contract/people.endpoints.ts';

/**
 * Whom the page acts as, until people sign in. Kept in this browser with name and role, so that the first page need
 * not wait to learn them.
 */

const KEY = 'evenkeel.acting-person';
const listeners = new Set<() => void>();
let current: Person | null | undefined;

export function actingPerson(): Person | null {
  if (current === undefined) current = readStored();
  return current;
}

export function setActingPerson(person: Person): void {
  current = person;
  try {
    localStorage.setItem(KEY, JSON.stringify(person));
  } catch {
    // A browser that stores nothing still lets the person be chosen for this page.
  }
  for (const listener of listeners) listener();
}

/** The acting person; within the layout there always is one. */
export function useActingPerson(): Person | null {
  return useSyncExternalStore(subscribe, actingPerson);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStored(): Person | null {
  try {
    const stored = Person.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return stored.success ? stored.data : null;
  } catch {
    return null;
  }
}
