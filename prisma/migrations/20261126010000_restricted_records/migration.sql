-- Records that only a care team sees, and the glass that a clinician or an admin may break.

-- PART 1: the tables

-- AlterTable
ALTER TABLE "clinic" ADD COLUMN "emergency_access_minutes" SMALLINT NOT NULL DEFAULT 60;

-- AlterTable
ALTER TABLE "patient" ADD COLUMN "restricted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "care_team_member" (
    "clinic_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,

    CONSTRAINT "care_team_member_pkey" PRIMARY KEY ("clinic_id","patient_id","staff_id")
);

-- CreateTable
CREATE TABLE "emergency_access" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "emergency_access_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "emergency_access_clinic_id_patient_id_staff_id_idx" ON "emergency_access"("clinic_id", "patient_id", "staff_id");

-- AddForeignKey
ALTER TABLE "care_team_member" ADD CONSTRAINT "care_team_member_clinic_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "patient_id") REFERENCES "patient"("clinic_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "care_team_member" ADD CONSTRAINT "care_team_member_clinic_id_staff_id_fkey" FOREIGN KEY ("clinic_id", "staff_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "emergency_access" ADD CONSTRAINT "emergency_access_clinic_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "patient_id") REFERENCES "patient"("clinic_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "emergency_access" ADD CONSTRAINT "emergency_access_clinic_id_staff_id_fkey" FOREIGN KEY ("clinic_id", "staff_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Both go with a patient who is forgotten: what was done stands in the audit trail.

-- PART 2: the rules

ALTER TABLE "clinic"
  ADD CONSTRAINT "clinic_emergency_access_minutes" CHECK ("emergency_access_minutes" BETWEEN 5 AND 1440);
ALTER TABLE "emergency_access"
  ADD CONSTRAINT "emergency_access_ends" CHECK ("expires_at" > "opened_at"),
  ADD CONSTRAINT "emergency_access_closed_at" CHECK ("closed_at" BETWEEN "opened_at" AND "expires_at");

-- PART 3: who may do what

GRANT UPDATE ("restricted_at") ON "patient" TO evenkeel_app;
GRANT SELECT, INSERT, DELETE ON "care_team_member" TO evenkeel_app;
GRANT SELECT, INSERT ON "emergency_access" TO evenkeel_app;
GRANT UPDATE ("closed_at") ON "emergency_access" TO evenkeel_app;

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY['care_team_member', 'emergency_access'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;

-- Who asks, and at which moment. Without them, null: no restricted record is open.
CREATE FUNCTION current_person() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('evenkeel.person_id', true), '')::uuid;

CREATE FUNCTION current_moment() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('evenkeel.moment', true), '')::timestamptz;

-- Whether a restricted record is open to whoever asks: it is their own, they are on its care team, or broke the glass.
CREATE FUNCTION is_record_open(of_patient uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN of_patient = current_person()
  OR EXISTS (
    SELECT FROM care_team_member m
    WHERE m.clinic_id = current_clinic() AND m.patient_id = of_patient AND m.staff_id = current_person()
  )
  OR EXISTS (
    SELECT FROM emergency_access e
    WHERE e.clinic_id = current_clinic() AND e.patient_id = of_patient AND e.staff_id = current_person()
      AND e.closed_at IS NULL AND e.expires_at > current_moment()
  );

-- Upon the clinic's own policy: all that says who somebody is, or what their course is, is there for whom the record is
-- open. Sessions are not hidden, for a chair is taken whoever sits in it: they say no more than ids, times and states.
-- What is written is checked by what must be read first.
CREATE POLICY "open_record" ON "patient" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING ("restricted_at" IS NULL OR is_record_open("id"));
CREATE POLICY "open_record" ON "course" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "patient" p WHERE p."clinic_id" = "course"."clinic_id" AND p."id" = "course"."patient_id"));
CREATE POLICY "open_record" ON "booster_order" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "booster_order"."clinic_id" AND c."id" = "booster_order"."course_id"));

-- Whose record one of these ids leads to, of a patient, a course or a session, where it is restricted and not open to
-- whoever asks. For the refusal, which is another one than that of an id of nothing.
CREATE POLICY "lookup" ON "session" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "care_team_member" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "emergency_access" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

CREATE FUNCTION closed_record(ids uuid[])
RETURNS TABLE (patient_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  clinic uuid := public.current_clinic();
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT p.id
    FROM (
      SELECT unnest(ids) AS id
      UNION SELECT c.patient_id FROM public.course c WHERE c.clinic_id = clinic AND c.id = ANY (ids)
      UNION SELECT s.patient_id FROM public.session s WHERE s.clinic_id = clinic AND s.id = ANY (ids)
    ) asked
    JOIN public.patient p ON p.clinic_id = clinic AND p.id = asked.id
    WHERE p.restricted_at IS NOT NULL AND public.is_record_open(p.id) IS NOT TRUE
    LIMIT 1;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

REVOKE ALL ON FUNCTION closed_record(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION closed_record(uuid[]) TO evenkeel_app;
