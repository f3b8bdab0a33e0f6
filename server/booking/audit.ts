import type { Actor, Context } from '#server/platform/context.ts';
import { newSalt, saltedDigest } from '#server/platform/salted-digest.ts';
import type { NewAuditEvent } from '#server/repositories/audit-events.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';

/** What a use case says of what it does. */
export type Told = {
  readonly patientId?: string | null;
  /** Ids, by what they are of. */
  readonly subjects?: Readonly<Record<string, string>>;
  /** Ids, codes and moments: before and after. No name, and nothing that somebody typed. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Names, addresses and what somebody typed: kept apart, where they can be erased. Null has nothing to keep. */
  readonly personal?: Readonly<Record<string, string | null | undefined>>;
};

type By = Pick<Context, 'newId' | 'now' | 'requestId' | 'address'> & {
  /** Null where nobody has signed in. */
  readonly actor: Pick<Actor, 'personId' | 'role'> | null;
};

/** One line for the audit trail: who, what, which patient, when, from where. To be written with what it records. */
export function audit(
  { newId, now, requestId, address, actor }: By,
  kind: AuditKind,
  told: Told = {},
): NewAuditEvent {
  // Where staff connect from is a fact about the clinic; where a patient does, one about the patient.
  const isOfPatient = actor?.role === 'patient';
  const personal = { ...told.personal, ...(isOfPatient && { address }) };
  const values = Object.entries(personal).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name, value, salt: newSalt() }],
  );
  return {
    id: newId(),
    at: now,
    actorId: actor?.personId ?? null,
    actorRole: actor?.role ?? null,
    kind,
    patientId: told.patientId ?? null,
    subjects: told.subjects ?? {},
    requestId,
    address: isOfPatient ? null : address,
    detail: told.detail ?? {},
    digests: Object.fromEntries(values.map(({ name, value, salt }) => [name, saltedDigest(salt, value)])),
    values,
  };
}

/** Of what was asked to change, only what did: `before` and `after`, by field. */
export function changedFields<T extends object>(before: T, after: T): (keyof T & string)[] {
  return (Object.keys(after) as (keyof T & string)[]).filter((field) => before[field] !== after[field]);
}
