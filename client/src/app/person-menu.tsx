import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOutByHand } from '#client/lib/presence.ts';
import type { Me } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { Menu, MenuButton, MenuLink } from '#client/ui/menu.tsx';
import styles from './layout.module.css';
import { BOOKERS, STAFF } from './roles.ts';

/** Who is signed in, and what they can do about it. */
export function PersonMenu({ me }: { me: Me }) {
  const queries = useQueryClient();
  const leaving = useMutation({ mutationFn: () => signOutByHand(queries) });
  return (
    <Menu
      className={styles.person}
      label={
        <span className={styles.who}>
          <b>{me.name}</b> <span>{ROLE_WORDS[me.role]}</span>
        </span>
      }
    >
      {(close) => (
        <>
          {STAFF.includes(me.role) && (
            <MenuLink to="/account" onFollow={close}>
              My account
            </MenuLink>
          )}
          {BOOKERS.includes(me.role) && (
            <MenuLink to="/closures" onFollow={close}>
              Closures
            </MenuLink>
          )}
          {BOOKERS.includes(me.role) && me.role !== 'front-desk' && (
            <MenuLink to="/freed-chairs" onFollow={close}>
              Freed chairs
            </MenuLink>
          )}
          {me.role === 'admin' && (
            <MenuLink to="/open-gates" onFollow={close}>
              Open gates
            </MenuLink>
          )}
          {me.role === 'admin' && (
            <MenuLink to="/hours" onFollow={close}>
              Hours
            </MenuLink>
          )}
          <MenuButton disabled={leaving.isPending} onClick={() => leaving.mutate()}>
            Sign out
          </MenuButton>
        </>
      )}
    </Menu>
  );
}
