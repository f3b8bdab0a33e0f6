/** What this browser keeps for a person who is in the middle of something, and for nobody else. */

const OURS = 'evenkeel.';
const OWNER = `${OURS}owner`;

/** What somebody else left unsaved in this tab is dropped before this person comes in. */
export function keepFor(personId: string): void {
  try {
    const owner = sessionStorage.getItem(OWNER);
    if (owner !== null && owner !== personId) sessionStorage.clear();
    sessionStorage.setItem(OWNER, personId);
  } catch {
    // A browser that stores nothing keeps nothing.
  }
}

export function dropKept(): void {
  try {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key.startsWith(OURS)) localStorage.removeItem(key);
  } catch {
    // as above
  }
}
