import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { clinicQuery } from '#client/lib/queries.ts';
import { tell } from '#client/ui/toast.tsx';
import { freedChairsQuery } from './backfill-queries.ts';
import { helpWords, timeWords } from './backfill-words.ts';

/** Says that a chair has become free while somebody who books is here, where it would help anybody, and leads there. */
export function FreedWatch() {
  const navigate = useNavigate();
  const zone = useQuery(clinicQuery).data?.zone;
  // To work it out is dear: it is asked for after what is done here, and not by the clock on every board.
  const { data: chairs } = useQuery({ ...freedChairsQuery, refetchInterval: false });
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!chairs || !zone) return;
    const before = known.current;
    known.current = new Set(chairs.map(({ id }) => id));
    const fresh = chairs.filter(({ id, helps, isHeld }) => before && !before.has(id) && helps > 0 && !isHeld);
    const [chair] = fresh;
    if (!chair) return;
    tell(
      fresh.length === 1
        ? `A chair is free: ${timeWords(chair, zone)}. ${helpWords(chair.helps)}`
        : `${fresh.length} chairs are free. They would help others.`,
      { label: 'See whom', run: () => navigate(`/freed-chairs?chair=${chair.id}`) },
    );
  }, [chairs, zone, navigate]);
  return null;
}
