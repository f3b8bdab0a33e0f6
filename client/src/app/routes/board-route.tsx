import { Navigate, useLocation } from 'react-router';
import { BoardPage } from '#client/features/board/board-page.tsx';
import { useActingPerson } from '#client/lib/acting-person.ts';
import { HOMES } from '../roles.ts';

/** `/` is the board for those whose day begins there, and leads the others to their own first page. */
export function BoardRoute() {
  const person = useActingPerson();
  const { pathname } = useLocation();
  const home = person ? HOMES[person.role] : '/';
  if (pathname === '/' && home !== '/') return <Navigate to={home} replace />;
  return <BoardPage />;
}
