import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { clinicQuery } from './queries.ts';

const TICK_MS = 20_000;

/** The clinic's own clock as an instant, moving on by itself. The browser's clock may be wrong; only its pace is used. */
export function useNow(): string | null {
  const { data: clinic, dataUpdatedAt } = useQuery(clinicQuery);
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (!clinic) return null;
  const elapsed = Math.max(0, tick - dataUpdatedAt);
  return new Date(Date.parse(clinic.now) + elapsed).toISOString();
}
