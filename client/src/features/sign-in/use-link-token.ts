import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/**
 * What a mailed link brings behind its #, which no browser sends to a server. It is taken out of the address at once:
 * nobody reads it there later, nor in the history.
 */
export function useLinkToken(): string {
  const { hash, pathname } = useLocation();
  const [token, setToken] = useState(() => hash.slice(1));
  const navigate = useNavigate();
  useEffect(() => {
    if (hash === '') return;
    // Another link may be opened over the same page.
    setToken(hash.slice(1));
    void navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return token;
}
