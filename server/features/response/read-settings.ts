import type { ResponseSettings } from '#server/contract/response.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { presentInstrument } from '#server/presenters/present-response.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { instrumentsOf } from '#server/scheduling/response/response.ts';
import { REVIEW_RULES } from '#server/scheduling/response/reviews-due.ts';

export async function readSettings(sql: Sql): Promise<ResponseSettings> {
  const own = await responseSettings.find(sql);
  return {
    items: instrumentsOf(own.cutOffs).map((instrument) =>
      presentInstrument(instrument, own.cutOffs[instrument.code]),
    ),
    reviews: { ...REVIEW_RULES, ...own.reviews },
    patientsSeeOwn: own.patientsSeeOwn,
  };
}
