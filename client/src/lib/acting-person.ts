/** Whom the page acts as, until people sign in. Kept in this browser; one place, readable outside React. */

const KEY = 'evenkeel.acting-person';
const listeners = new Set<() => void>();
let current: string | null | undefined;

export function actingPersonId(): string | null {
  if (current === undefined) current = readStored();
  return current;
}

export function setActingPersonId(id: string): void {
  current = id;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // A browser that stores nothing still lets the person be chosen for this visit.
  }
  for (const listener of listeners) listener();
}

export function onActingPersonChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
