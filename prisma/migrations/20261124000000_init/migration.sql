-- Runs as a superuser, or as the owner of the database where a superuser has made btree_gist and either the role
-- evenkeel_app or the owner's right to make it. Needs PostgreSQL 17 or later and a UTF-8 database.
--
-- Three parts: what Prisma generated from schema.prisma; the rules that Prisma cannot say; who may do what.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Names without case, accents and punctuation, so that "o'brien-müller, ana" and "OBRIEN MULLER" meet.
CREATE FUNCTION search_words(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
  regexp_replace(translate(lower(normalize(given, NFKD) COLLATE "pg_c_utf8"), 'øłđðı', 'olddi'), '[\u0300-\u036f''’ʼ`]', '', 'g'),
  '[^[:alnum:]]+', ' ', 'g'
));

-- PART 1: the tables

-- CreateTable
CREATE TABLE "clinic" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "phone" TEXT,
    "slot_minutes" SMALLINT NOT NULL,
    "monitoring" JSONB NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clinic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "chair" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pool_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "chair_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "opening_hours" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "opens_at" TEXT NOT NULL,
    "closes_at" TEXT NOT NULL,

    CONSTRAINT "opening_hours_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "closure" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "chair_id" UUID,
    "staff_id" UUID,
    "reason" TEXT NOT NULL,

    CONSTRAINT "closure_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "staff" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "trained" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "staff_shift" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "staff_shift_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "protocol" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,

    CONSTRAINT "protocol_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "protocol_version" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "protocol_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "protocol_version_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "protocol_pool" (
    "clinic_id" UUID NOT NULL,
    "protocol_id" UUID NOT NULL,
    "pool_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,

    CONSTRAINT "protocol_pool_pkey" PRIMARY KEY ("clinic_id","protocol_id","pool_id")
);

-- CreateTable
CREATE TABLE "patient" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "given_name" TEXT NOT NULL,
    "family_name" TEXT NOT NULL,
    "date_of_birth" DATE NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "phone_digits" TEXT GENERATED ALWAYS AS (regexp_replace("phone", '\D', '', 'g')) STORED,
    "search" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (' ' || search_words("family_name" || ' ' || "given_name")) STORED,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "course" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "protocol_version_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "planned_count" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,

    CONSTRAINT "course_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "session" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "sequence" SMALLINT NOT NULL,
    "phase" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "prep_minutes" SMALLINT NOT NULL,
    "administration_minutes" SMALLINT NOT NULL,
    "observation_minutes" SMALLINT NOT NULL,
    "turnover_minutes" SMALLINT NOT NULL,
    "pool_id" UUID NOT NULL,
    "chair_id" UUID NOT NULL,
    "moved_from" TIMESTAMPTZ(3),
    "arrived_at" TIMESTAMPTZ(3),
    "checked_in_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "session_event" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "session_event_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "booster_order" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "sequence" SMALLINT NOT NULL,
    "interval" TEXT,
    "as_needed" BOOLEAN NOT NULL,
    "flex_days" SMALLINT NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT,
    "expires_on" DATE,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "booster_order_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "clinic_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("clinic_id","actor_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "pool_clinic_id_name_key" ON "pool"("clinic_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "chair_clinic_id_pool_id_id_key" ON "chair"("clinic_id", "pool_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "chair_clinic_id_name_key" ON "chair"("clinic_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "opening_hours_clinic_id_weekday_opens_at_key" ON "opening_hours"("clinic_id", "weekday", "opens_at");

-- CreateIndex
CREATE INDEX "closure_clinic_id_ends_at_idx" ON "closure"("clinic_id", "ends_at");

-- CreateIndex
CREATE INDEX "staff_id_idx" ON "staff"("id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_clinic_id_email_key" ON "staff"("clinic_id", "email");

-- CreateIndex
CREATE INDEX "staff_shift_clinic_id_staff_id_idx" ON "staff_shift"("clinic_id", "staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "protocol_clinic_id_name_key" ON "protocol"("clinic_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "protocol_version_clinic_id_protocol_id_version_key" ON "protocol_version"("clinic_id", "protocol_id", "version");

-- CreateIndex
CREATE INDEX "patient_clinic_id_search_id_idx" ON "patient"("clinic_id", "search", "id");

-- CreateIndex
CREATE INDEX "patient_clinic_id_date_of_birth_idx" ON "patient"("clinic_id", "date_of_birth");

-- CreateIndex
CREATE INDEX "patient_id_idx" ON "patient"("id");

-- CreateIndex
CREATE INDEX "course_clinic_id_patient_id_created_at_idx" ON "course"("clinic_id", "patient_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "course_clinic_id_id_patient_id_key" ON "course"("clinic_id", "id", "patient_id");

-- CreateIndex
CREATE INDEX "session_clinic_id_patient_id_starts_at_idx" ON "session"("clinic_id", "patient_id", "starts_at");

-- CreateIndex
CREATE INDEX "session_clinic_id_course_id_idx" ON "session"("clinic_id", "course_id");

-- CreateIndex
CREATE INDEX "session_event_clinic_id_session_id_at_idx" ON "session_event"("clinic_id", "session_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "booster_order_clinic_id_course_id_sequence_key" ON "booster_order"("clinic_id", "course_id", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_key_clinic_id_created_at_idx" ON "idempotency_key"("clinic_id", "created_at");

-- AddForeignKey
ALTER TABLE "pool" ADD CONSTRAINT "pool_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair" ADD CONSTRAINT "chair_clinic_id_pool_id_fkey" FOREIGN KEY ("clinic_id", "pool_id") REFERENCES "pool"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "opening_hours" ADD CONSTRAINT "opening_hours_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "closure" ADD CONSTRAINT "closure_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "closure" ADD CONSTRAINT "closure_clinic_id_chair_id_fkey" FOREIGN KEY ("clinic_id", "chair_id") REFERENCES "chair"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "closure" ADD CONSTRAINT "closure_clinic_id_staff_id_fkey" FOREIGN KEY ("clinic_id", "staff_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "staff_shift" ADD CONSTRAINT "staff_shift_clinic_id_staff_id_fkey" FOREIGN KEY ("clinic_id", "staff_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "protocol" ADD CONSTRAINT "protocol_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "protocol_version" ADD CONSTRAINT "protocol_version_clinic_id_protocol_id_fkey" FOREIGN KEY ("clinic_id", "protocol_id") REFERENCES "protocol"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "protocol_pool" ADD CONSTRAINT "protocol_pool_clinic_id_protocol_id_fkey" FOREIGN KEY ("clinic_id", "protocol_id") REFERENCES "protocol"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "protocol_pool" ADD CONSTRAINT "protocol_pool_clinic_id_pool_id_fkey" FOREIGN KEY ("clinic_id", "pool_id") REFERENCES "pool"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "patient" ADD CONSTRAINT "patient_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_clinic_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "patient_id") REFERENCES "patient"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_clinic_id_protocol_version_id_fkey" FOREIGN KEY ("clinic_id", "protocol_version_id") REFERENCES "protocol_version"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_clinic_id_created_by_fkey" FOREIGN KEY ("clinic_id", "created_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_clinic_id_course_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "patient_id") REFERENCES "course"("clinic_id", "id", "patient_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_clinic_id_pool_id_chair_id_fkey" FOREIGN KEY ("clinic_id", "pool_id", "chair_id") REFERENCES "chair"("clinic_id", "pool_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session_event" ADD CONSTRAINT "session_event_clinic_id_session_id_fkey" FOREIGN KEY ("clinic_id", "session_id") REFERENCES "session"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "booster_order" ADD CONSTRAINT "booster_order_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "booster_order" ADD CONSTRAINT "booster_order_clinic_id_set_by_fkey" FOREIGN KEY ("clinic_id", "set_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "clinic"
  ADD CONSTRAINT "clinic_zone_named" CHECK ("zone" <> ''),
  ADD CONSTRAINT "clinic_slot_minutes" CHECK ("slot_minutes" BETWEEN 5 AND 240 AND "slot_minutes" % 5 = 0),
  ADD CONSTRAINT "clinic_monitoring" CHECK (
    jsonb_typeof("monitoring") = 'object' AND "monitoring" ?& ARRAY['prep', 'administration', 'observation', 'turnover']
  );

ALTER TABLE "opening_hours"
  ADD CONSTRAINT "opening_hours_weekday" CHECK ("weekday" BETWEEN 1 AND 7),
  ADD CONSTRAINT "opening_hours_times" CHECK (
    "opens_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    AND "closes_at" ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
    AND "closes_at" COLLATE "C" > "opens_at" COLLATE "C"
  );

ALTER TABLE "closure" ADD CONSTRAINT "closure_ends_after_start" CHECK ("ends_at" > "starts_at");

ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("role" IN ('front-desk', 'nurse', 'clinician', 'admin'));

ALTER TABLE "staff_shift"
  ADD CONSTRAINT "staff_shift_weekday" CHECK ("weekday" BETWEEN 1 AND 7),
  ADD CONSTRAINT "staff_shift_times" CHECK (
    "starts_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    AND "ends_at" ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
    AND "ends_at" COLLATE "C" > "starts_at" COLLATE "C"
  ),
  ADD CONSTRAINT "staff_shift_valid" CHECK ("valid_to" >= "valid_from");

ALTER TABLE "protocol" ADD CONSTRAINT "protocol_status" CHECK ("status" IN ('active', 'retired'));

ALTER TABLE "protocol_version"
  ADD CONSTRAINT "protocol_version_version" CHECK ("version" >= 1),
  ADD CONSTRAINT "protocol_version_definition" CHECK (
    jsonb_typeof("definition") = 'object' AND "definition" ?& ARRAY['route', 'block', 'phases', 'booster']
  );

ALTER TABLE "patient" ADD CONSTRAINT "patient_named" CHECK ("given_name" <> '' AND "family_name" <> '');

ALTER TABLE "course"
  ADD CONSTRAINT "course_state" CHECK ("state" IN ('induction', 'assessment', 'maintenance', 'on-hold', 'stopped')),
  ADD CONSTRAINT "course_version" CHECK ("version" >= 1),
  ADD CONSTRAINT "course_planned_count" CHECK ("planned_count" >= 1);

ALTER TABLE "session"
  ADD CONSTRAINT "session_sequence" CHECK ("sequence" >= 1),
  ADD CONSTRAINT "session_phase" CHECK ("phase" IN ('induction', 'continuation', 'maintenance')),
  -- FHIR R4 AppointmentStatus, unchanged.
  ADD CONSTRAINT "session_status" CHECK ("status" IN (
    'proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow', 'waitlist', 'entered-in-error'
  )),
  -- An empty range overlaps nothing, so the exclusion constraints below would not see it.
  ADD CONSTRAINT "session_ends_after_start" CHECK ("ends_at" > "starts_at"),
  ADD CONSTRAINT "session_block_parts" CHECK (
    "prep_minutes" >= 0 AND "administration_minutes" >= 0 AND "observation_minutes" >= 0 AND "turnover_minutes" >= 0
  ),
  ADD CONSTRAINT "session_block_adds_up" CHECK (
    "ends_at" - "starts_at"
      = make_interval(mins => "prep_minutes" + "administration_minutes" + "observation_minutes" + "turnover_minutes")
  ),
  -- Queries for what overlaps a moment look back no further than this.
  ADD CONSTRAINT "session_within_a_day" CHECK ("ends_at" - "starts_at" <= interval '24 hours'),
  ADD CONSTRAINT "session_released_at" CHECK (
    "released_at" IS NULL OR ("status" = 'fulfilled' AND "released_at" BETWEEN "starts_at" AND "ends_at")
  ),
  ADD CONSTRAINT "session_cancel_reason" CHECK (("status" = 'cancelled') = ("cancel_reason" IS NOT NULL)),

  -- THE LAST WORD: no chair and no patient is ever in two sessions at once. Ends that touch do not overlap.
  -- Deferrable, so that one statement may swap the chairs of two sessions.
  ADD CONSTRAINT "session_chair_no_overlap" EXCLUDE USING gist (
    "clinic_id" WITH =, "chair_id" WITH =, tstzrange("starts_at", coalesce("released_at", "ends_at")) WITH &&
  ) WHERE ("status" IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled')) DEFERRABLE INITIALLY IMMEDIATE,
  ADD CONSTRAINT "session_patient_no_overlap" EXCLUDE USING gist (
    "clinic_id" WITH =, "patient_id" WITH =, tstzrange("starts_at", coalesce("released_at", "ends_at")) WITH &&
  ) WHERE ("status" IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled')) DEFERRABLE INITIALLY IMMEDIATE;

-- A cancelled or missed session keeps its number; what replaces it may have the same.
CREATE UNIQUE INDEX "session_clinic_id_course_id_sequence_key" ON "session" ("clinic_id", "course_id", "sequence")
  WHERE "status" NOT IN ('cancelled', 'noshow', 'entered-in-error');

-- Covers what the board and the planner's calendar read of a stretch of days.
CREATE INDEX "session_clinic_id_starts_at_idx" ON "session" ("clinic_id", "starts_at") INCLUDE (
  "ends_at", "released_at", "status", "id", "course_id", "patient_id", "chair_id", "pool_id", "sequence", "phase",
  "prep_minutes", "administration_minutes", "observation_minutes", "turnover_minutes",
  "moved_from", "arrived_at", "checked_in_at", "started_at", "completed_at", "cancel_reason"
);

ALTER TABLE "session_event" ADD CONSTRAINT "session_event_kind" CHECK ("kind" <> '');

ALTER TABLE "booster_order"
  ADD CONSTRAINT "booster_order_sequence" CHECK ("sequence" >= 1),
  ADD CONSTRAINT "booster_order_interval" CHECK ("interval" ~ '^P[1-9][0-9]{0,2}[DWM]$'),
  ADD CONSTRAINT "booster_order_interval_or_as_needed" CHECK ("as_needed" = ("interval" IS NULL)),
  ADD CONSTRAINT "booster_order_flex_days" CHECK ("flex_days" BETWEEN 0 AND 31),
  ADD CONSTRAINT "booster_order_reason" CHECK ("reason" <> '');

-- PART 3: who may do what
--
-- The application connects as the owner of the tables, or as a member of evenkeel_app, and becomes evenkeel_app for
-- the length of every transaction. That role owns nothing, deletes nothing, and sees one clinic at a time.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenkeel_app') THEN
    BEGIN
      CREATE ROLE evenkeel_app NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was quicker
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The role evenkeel_app does not exist, and % may not make it.', current_user
          USING HINT = format('As an administrator: CREATE ROLE evenkeel_app NOLOGIN; GRANT evenkeel_app TO %I;', current_user);
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'evenkeel_app', 'SET') THEN
    BEGIN
      GRANT evenkeel_app TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION '% may not become evenkeel_app.', current_user
        USING HINT = format('As an administrator: GRANT evenkeel_app TO %I;', current_user);
    END;
  END IF;
END
$$;

GRANT SELECT, INSERT ON
  "clinic", "pool", "chair", "opening_hours", "closure", "staff", "staff_shift", "protocol", "protocol_version",
  "protocol_pool", "patient", "course", "session", "session_event", "booster_order", "idempotency_key"
TO evenkeel_app;
GRANT UPDATE ("name", "phone", "zone") ON "clinic" TO evenkeel_app;
GRANT UPDATE ("given_name", "family_name", "date_of_birth", "phone", "email") ON "patient" TO evenkeel_app;
GRANT UPDATE ("state", "version") ON "course" TO evenkeel_app;
GRANT UPDATE (
  "status", "starts_at", "ends_at", "released_at", "pool_id", "chair_id", "moved_from",
  "arrived_at", "checked_in_at", "started_at", "completed_at", "cancel_reason"
) ON "session" TO evenkeel_app;

-- The clinic of this transaction. Without one, null: nothing is seen and nothing can be written.
CREATE FUNCTION current_clinic() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('evenkeel.clinic_id', true), '')::uuid;

ALTER TABLE "clinic" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "clinic" TO evenkeel_app
  USING ("id" = (SELECT current_clinic())) WITH CHECK ("id" = (SELECT current_clinic()));

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY[
    'pool', 'chair', 'opening_hours', 'closure', 'staff', 'staff_shift', 'protocol', 'protocol_version',
    'protocol_pool', 'patient', 'course', 'session', 'session_event', 'booster_order', 'idempotency_key'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;

-- Look-ups before the clinic is known: this short list and no other. Each runs as the owner of the tables. Forced
-- row-level security binds the owner too, so the owner has a policy of its own, open only inside these functions:
-- they alone set evenkeel.lookup, and unset it before they return.
CREATE POLICY "lookup" ON "clinic" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "staff" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "patient" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');
CREATE POLICY "lookup" ON "course" FOR SELECT TO CURRENT_USER USING (current_setting('evenkeel.lookup', true) = 'on');

-- 1. Who is it that asks, and of which clinic.
CREATE FUNCTION acting_person(person_id uuid)
RETURNS TABLE (clinic_id uuid, role text, name text, patient_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    SELECT s.clinic_id, s.role, s.name, NULL::uuid FROM public.staff s WHERE s.id = person_id AND s.active
    UNION ALL
    SELECT p.clinic_id, 'patient', p.given_name || ' ' || p.family_name, p.id
    FROM public.patient p WHERE p.id = person_id
    LIMIT 1;
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

-- 2. Whom one may act as in a demo clinic: its staff, and a few patients in different states of their course.
CREATE FUNCTION demo_people()
RETURNS TABLE (clinic_id uuid, id uuid, name text, role text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('evenkeel.lookup', 'on', true);
  RETURN QUERY
    WITH demo AS (SELECT c.id FROM public.clinic c WHERE c.is_demo),
    in_course AS (
      SELECT DISTINCT ON (c.clinic_id, c.patient_id) c.clinic_id, c.patient_id, c.state, c.created_at
      FROM public.course c JOIN demo ON demo.id = c.clinic_id
      WHERE c.state <> 'stopped'
      ORDER BY c.clinic_id, c.patient_id, c.created_at DESC
    ),
    chosen AS (
      SELECT i.*, row_number() OVER (PARTITION BY i.state ORDER BY i.created_at DESC, i.patient_id) AS nth
      FROM in_course i
    )
    (
      SELECT s.clinic_id, s.id, s.name, s.role
      FROM public.staff s JOIN demo ON demo.id = s.clinic_id
      WHERE s.active
      ORDER BY array_position(ARRAY['front-desk', 'nurse', 'clinician', 'admin'], s.role), s.name, s.id
    )
    UNION ALL
    (
      SELECT p.clinic_id, p.id, p.given_name || ' ' || p.family_name, 'patient'
      FROM chosen JOIN public.patient p ON p.clinic_id = chosen.clinic_id AND p.id = chosen.patient_id
      -- First whom the demo is made for: `patient@demo.evenkeel.example`.
      ORDER BY p.email = 'patient@demo.evenkeel.example' DESC NULLS LAST, chosen.nth, array_position(ARRAY['induction', 'maintenance', 'assessment', 'on-hold'], chosen.state), p.id
      LIMIT 6
    );
  PERFORM set_config('evenkeel.lookup', '', true);
END
$$;

REVOKE ALL ON FUNCTION acting_person(uuid), demo_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_person(uuid), demo_people() TO evenkeel_app;
