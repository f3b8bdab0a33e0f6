import { audit } from '#server/booking/audit.ts';
import type { Context } from '#server/platform/context.ts';
import type { NewAuditEvent } from '#server/repositories/audit-events.ts';
import type { ChairOfferRecord, NewChairOffer } from '#server/repositories/chair-offers.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';

/** The line of the audit trail that is about an offer. */
export const recordOf = (
  context: Context,
  kind: Extract<AuditKind, `offer.${string}`>,
  offer: Pick<ChairOfferRecord | NewChairOffer, 'id' | 'patientId' | 'courseId' | 'startsAt'>,
  zone: string,
): NewAuditEvent =>
  audit(context, kind, {
    patientId: offer.patientId,
    subjects: { courseId: offer.courseId, offerId: offer.id },
    detail: { startsAt: formatInstant(offer.startsAt, zone) },
  });
