import { Navigate, useLocation } from 'react-router';
import { FreedWatch } from '#client/features/backfill/freed-watch.tsx';
import { BoardPage } from '#client/features/board/board-page.tsx';
import { ChangePanel } from '#client/features/change/change-panel.tsx';
import { tellChange } from '#client/features/change/change-toast.tsx';
import { useMe } from '#client/lib/presence.ts';
import { BOOKERS, HOMES } from '../roles.ts';

/** `/` is the board for those whose day begins there, and leads the others to their own first page. */
export function BoardRoute() {
  const person = useMe();
  const { pathname } = useLocation();
  const home = person ? HOMES[person.role] : '/';
  if (pathname === '/' && home !== '/') return <Navigate to={home} replace />;
  return (
    <>
      <BoardPage onChanged={tellChange} />
      <ChangePanel />
      {person && BOOKERS.includes(person.role) && <FreedWatch />}
    </>
  );
}
