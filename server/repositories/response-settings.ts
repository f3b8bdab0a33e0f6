import type { Sql, Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { OwnCutOffs } from '#server/scheduling/response/response.ts';
import type { ReviewRules } from '#server/scheduling/response/reviews-due.ts';

/** How a clinic measures response: what differs from the presets. */
export type ResponseSettings = {
  readonly cutOffs: OwnCutOffs;
  readonly reviews: Partial<ReviewRules>;
  readonly patientsSeeOwn: boolean;
};

type Row = { readonly rules: Partial<Omit<ResponseSettings, 'patientsSeeOwn'>>; readonly shown: boolean };

export async function find(sql: Sql): Promise<ResponseSettings> {
  const [row] = await sql.rows<Row>(
    'SELECT response_rules AS rules, patients_see_scores AS shown FROM clinic WHERE id = $1::uuid',
    [sql.clinicId],
    'response_settings',
  );
  if (!row) throw new AppError('not-found');
  const { rules, shown } = row;
  return { cutOffs: rules.cutOffs ?? {}, reviews: rules.reviews ?? {}, patientsSeeOwn: shown };
}

/** The same, until the transaction is over nobody else's. */
export async function hold(tx: Tx): Promise<ResponseSettings> {
  await tx.rows('SELECT id FROM clinic WHERE id = $1::uuid FOR NO KEY UPDATE', [tx.clinicId]);
  return find(tx);
}

export async function update(tx: Tx, { patientsSeeOwn, ...rules }: ResponseSettings): Promise<void> {
  await tx.rows(
    'UPDATE clinic SET patients_see_scores = $2::bool, response_rules = $3::text::jsonb WHERE id = $1::uuid',
    [tx.clinicId, patientsSeeOwn, JSON.stringify(rules)],
  );
}
