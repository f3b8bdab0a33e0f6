import { Button, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { clinicQuery } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { AuditEvent } from '#server/contract/audit.endpoints.ts';
import styles from './audit.module.css';
import { AuditLines } from './audit-lines.tsx';
import { type AuditFilter, auditQuery } from './audit-queries.ts';
import { KIND_WORDS } from './audit-words.ts';
import { VerifyChain } from './verify-chain.tsx';

const KINDS = AuditEvent.shape.kind.options;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The admin's page of who did what: to be searched, taken away, and held to its chain. */
export function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const clinic = useQuery(clinicQuery);
  const filter = filterIn(search);
  const trail = useInfiniteQuery({ ...auditQuery(filter), placeholderData: keepPreviousData });
  const staff = trail.data?.pages[0]?.staff ?? [];

  const ask = (name: keyof AuditFilter, value: string) => {
    const next = { ...Object.fromEntries(search), [name]: value };
    setSearch(Object.fromEntries(Object.entries(next).filter(([, given]) => given !== '')), {
      replace: true,
    });
  };

  return (
    <>
      <PageHeader
        title="Audit"
        facts="Who did what, and who looked at whom. Newest first; nothing here can be changed."
        actions={
          <Button
            component="a"
            variant="default"
            download
            href={`/api/v1/audit-events.csv?${new URLSearchParams(filter as Record<string, string>)}`}
          >
            Export as CSV
          </Button>
        }
      />
      <VerifyChain />
      <section aria-label="The trail">
        <div className={styles.filter}>
          <TextInput
            type="date"
            label="From"
            value={filter.from ?? ''}
            onChange={(event) => ask('from', event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="To"
            value={filter.to ?? ''}
            onChange={(event) => ask('to', event.currentTarget.value)}
          />
          <NativeSelect
            label="Who"
            value={filter.actor ?? ''}
            onChange={(event) => ask('actor', event.currentTarget.value)}
            data={[
              { value: '', label: 'anybody' },
              ...staff.map(({ id, name, role }) => ({ value: id, label: `${name}, ${ROLE_WORDS[role]}` })),
            ]}
          />
          <NativeSelect
            label="What"
            value={filter.kind ?? ''}
            onChange={(event) => ask('kind', event.currentTarget.value)}
            data={[
              { value: '', label: 'anything' },
              ...KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
            ]}
          />
          {filter.patient && (
            <p className={styles.chosen}>
              One patient alone. <Link to="/audit">Show everybody</Link>
            </p>
          )}
        </div>
        <AuditLines
          label="Audit trail"
          trail={trail}
          zone={clinic.data?.zone}
          empty="Nothing of that kind was done in those days."
        />
      </section>
    </>
  );
}

/** Only what the server would take: an address may have been typed. */
function filterIn(search: URLSearchParams): AuditFilter {
  const day = (name: string) => (DAY.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '');
  const kind = KINDS.find((other) => other === search.get('kind'));
  const filter = {
    from: day('from'),
    to: day('to'),
    actor: search.get('actor') ?? '',
    patient: search.get('patient') ?? '',
    kind,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as AuditFilter;
}
