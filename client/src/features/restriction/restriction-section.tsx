import { Button, Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '#client/lib/presence.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import type { Restriction } from '#server/contract/restriction.endpoints.ts';
import styles from './restriction.module.css';
import { RestrictionDialog } from './restriction-dialog.tsx';
import { restrictionQuery } from './restriction-queries.ts';

export type Asked = 'restrict' | 'team' | 'lift';

/** Who sees this record; and the place to change that, for those who may. */
export function RestrictionSection({ patientId }: { patientId: string }) {
  const restriction = useQuery(restrictionQuery(patientId));
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data } = restriction;
  if (!data || !me || (!data.isRestricted && !data.mayChange)) return null;
  return (
    <section className={styles.section} aria-labelledby="restriction-title">
      <Title order={2} id="restriction-title">
        Who sees this record
      </Title>
      {data.isRestricted ? <CareTeam team={data.careTeam} /> : <p>Everybody on the staff.</p>}
      {data.mayChange && (
        <Group gap="xs">
          {data.isRestricted ? (
            <>
              <Button variant="default" onClick={() => setAsked('team')}>
                Change the care team
              </Button>
              <Button variant="default" onClick={() => setAsked('lift')}>
                Lift the restriction
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAsked('restrict')}>
              Restrict to a care team
            </Button>
          )}
        </Group>
      )}
      {asked && (
        <RestrictionDialog
          patientId={patientId}
          asked={asked}
          restriction={data}
          meId={me.id}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function CareTeam({ team }: { team: Restriction['careTeam'] }) {
  return (
    <>
      <p>Its care team alone. To everybody else it is not there.</p>
      <ul className={styles.team} aria-label="Care team">
        {team.map(({ id, name, role }) => (
          <li key={id}>
            {name} <span>{ROLE_WORDS[role]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
