import { useQuery } from '@tanstack/react-query';
import { setActingPerson } from '#client/lib/acting-person.ts';
import { demoPeopleQuery } from '#client/lib/queries.ts';
import styles from './layout.module.css';
import type { Role } from './roles.ts';
import { HOMES, ROLE_WORDS } from './roles.ts';

type Named = { id: string; name: string; role: Role };

/** The demo clinic's people, one of whom the page acts as until sign-in exists. */
export function PersonPicker({ person }: { person: Named }) {
  const { data } = useQuery(demoPeopleQuery);
  const people: readonly Named[] = data?.items ?? [person];
  return (
    <label className={styles.person}>
      <span className={styles.actingAs}>Demo: acting as</span>
      <select
        value={person.id}
        onChange={(event) => actAs(people.find(({ id }) => id === event.currentTarget.value))}
      >
        {people.map(({ id, name, role }) => (
          <option key={id} value={id}>
            {name}, {ROLE_WORDS[role]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A whole new page: nothing that one person was shown stays behind for the next. */
function actAs(person: Named | undefined) {
  if (!person) return;
  setActingPerson(person);
  window.location.assign(HOMES[person.role]);
}
