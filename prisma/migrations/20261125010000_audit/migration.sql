-- Who did what, and who looked at whom: written once, chained by the sealer, and never changed.

-- PART 1: the tables

-- CreateTable
CREATE TABLE "audit_event" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_role" TEXT,
    "kind" TEXT NOT NULL,
    "patient_id" UUID,
    "subjects" JSONB NOT NULL,
    "request_id" TEXT NOT NULL,
    "address" TEXT,
    "detail" JSONB NOT NULL,
    "digests" JSONB NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "audit_personal" (
    "clinic_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "salt" TEXT NOT NULL,

    CONSTRAINT "audit_personal_pkey" PRIMARY KEY ("clinic_id","event_id","name")
);

-- CreateTable
CREATE TABLE "audit_unsealed" (
    "clinic_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("clinic_id","event_id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "clinic_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("clinic_id","sequence")
);

-- CreateIndex
CREATE INDEX "audit_event_clinic_id_at_id_idx" ON "audit_event"("clinic_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_event_clinic_id_patient_id_at_id_idx" ON "audit_event"("clinic_id", "patient_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_clinic_id_event_id_key" ON "audit_seal"("clinic_id", "event_id");

-- PART 2: the rules

ALTER TABLE "audit_event"
  ADD CONSTRAINT "audit_event_kind" CHECK ("kind" <> ''),
  ADD CONSTRAINT "audit_event_json" CHECK (
    jsonb_typeof("subjects") = 'object' AND jsonb_typeof("detail") = 'object' AND jsonb_typeof("digests") = 'object'
  );
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_sequence" CHECK ("sequence" >= 1);

-- No foreign keys: they would cost every booking, and what is written here stands, whatever becomes of the rest.

-- PART 3: who may do what
--
-- The application writes and reads. It changes nothing, and takes away only the note that an event awaits its seal.

GRANT SELECT, INSERT ON "audit_event", "audit_personal", "audit_unsealed", "audit_seal" TO evenkeel_app;
GRANT DELETE ON "audit_unsealed" TO evenkeel_app;

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY['audit_event', 'audit_personal', 'audit_unsealed', 'audit_seal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;

-- 1. Which clinics have something to seal: the sealer's look-up, before it knows a clinic.
CREATE POLICY "lookup" ON "audit_unsealed" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

CREATE FUNCTION clinics_to_seal()
RETURNS TABLE (clinic_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY SELECT DISTINCT u.clinic_id FROM public.audit_unsealed u ORDER BY 1;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

-- 2. A patient is forgotten: the personal values go, and their salts, so that the digests which the chain covers say
-- nothing any more. By an admin of the clinic of this transaction. Answers how many values went.
CREATE POLICY "lookup" ON "audit_event" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "audit_personal" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "forget" ON "audit_personal" FOR DELETE TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

CREATE FUNCTION forget_in_audit(patient uuid, admin uuid)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  forgotten integer;
  is_admin boolean;
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  SELECT EXISTS (
    SELECT FROM public.staff s
    WHERE s.clinic_id = public.current_clinic() AND s.id = admin AND s.role = 'admin' AND s.active
  ) INTO is_admin;
  IF is_admin THEN
    DELETE FROM public.audit_personal p USING public.audit_event e
    WHERE p.clinic_id = public.current_clinic() AND e.clinic_id = p.clinic_id AND e.id = p.event_id
      AND e.patient_id = patient;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
  END IF;
  PERFORM set_config('evenkeel.lookup', '', true);
  IF NOT is_admin THEN
    RAISE EXCEPTION 'Only an admin of the clinic has somebody forgotten.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN forgotten;
END
$$;

-- 3. Whose account an address is, for guesses that failed: nobody has signed in, so no clinic is known.
CREATE FUNCTION member_by_email(address text)
RETURNS TABLE (clinic_id uuid, person_id uuid, role text, patient_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT m.clinic_id, coalesce(m.staff_id, m.patient_id), coalesce(st.role, 'patient'), m.patient_id
    FROM auth."user" u
    JOIN public.membership m ON m.user_id = u."id"
    LEFT JOIN public.staff st ON st.clinic_id = m.clinic_id AND st.id = m.staff_id
    WHERE u."email" = address;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

REVOKE ALL ON FUNCTION clinics_to_seal(), forget_in_audit(uuid, uuid), member_by_email(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clinics_to_seal(), forget_in_audit(uuid, uuid), member_by_email(text) TO evenkeel_app;
