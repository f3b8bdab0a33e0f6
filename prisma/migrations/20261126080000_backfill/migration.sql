-- A freed chair is offered to those it helps: who would like another time, and who was offered which.

-- PART 1: the tables

-- AlterTable
ALTER TABLE "clinic"
  ADD COLUMN "offer_minutes" SMALLINT NOT NULL DEFAULT 15,
  ADD COLUMN "freed_chair_days" SMALLINT NOT NULL DEFAULT 7;

-- CreateTable
CREATE TABLE "waitlist_entry" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "session_id" UUID,
    "only_earlier" BOOLEAN NOT NULL,
    "weekdays" SMALLINT[] DEFAULT ARRAY[]::SMALLINT[],
    "time_from" TEXT,
    "time_to" TEXT,
    "until" DATE NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "waitlist_entry_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "chair_offer" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "freed_event_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "session_id" UUID,
    "waitlist_entry_id" UUID,
    "kind" TEXT NOT NULL,
    "pool_id" UUID NOT NULL,
    "chair_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "prep_minutes" SMALLINT NOT NULL,
    "administration_minutes" SMALLINT NOT NULL,
    "observation_minutes" SMALLINT NOT NULL,
    "turnover_minutes" SMALLINT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" UUID NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_by" UUID,

    CONSTRAINT "chair_offer_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "waitlist_entry_clinic_id_course_id_idx" ON "waitlist_entry"("clinic_id", "course_id");

-- CreateIndex
CREATE INDEX "chair_offer_clinic_id_held_until_idx" ON "chair_offer"("clinic_id", "held_until");

-- CreateIndex
CREATE INDEX "chair_offer_clinic_id_freed_event_id_idx" ON "chair_offer"("clinic_id", "freed_event_id");

-- AddForeignKey
ALTER TABLE "waitlist_entry" ADD CONSTRAINT "waitlist_entry_clinic_id_course_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "patient_id") REFERENCES "course"("clinic_id", "id", "patient_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "waitlist_entry" ADD CONSTRAINT "waitlist_entry_clinic_id_session_id_fkey" FOREIGN KEY ("clinic_id", "session_id") REFERENCES "session"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "waitlist_entry" ADD CONSTRAINT "waitlist_entry_clinic_id_asked_by_fkey" FOREIGN KEY ("clinic_id", "asked_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_freed_event_id_fkey" FOREIGN KEY ("clinic_id", "freed_event_id") REFERENCES "session_event"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_course_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "patient_id") REFERENCES "course"("clinic_id", "id", "patient_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_session_id_fkey" FOREIGN KEY ("clinic_id", "session_id") REFERENCES "session"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_waitlist_entry_id_fkey" FOREIGN KEY ("clinic_id", "waitlist_entry_id") REFERENCES "waitlist_entry"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_pool_id_chair_id_fkey" FOREIGN KEY ("clinic_id", "pool_id", "chair_id") REFERENCES "chair"("clinic_id", "pool_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_made_by_fkey" FOREIGN KEY ("clinic_id", "made_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "chair_offer" ADD CONSTRAINT "chair_offer_clinic_id_answered_by_fkey" FOREIGN KEY ("clinic_id", "answered_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "clinic"
  ADD CONSTRAINT "clinic_offer_minutes" CHECK ("offer_minutes" BETWEEN 1 AND 240),
  ADD CONSTRAINT "clinic_freed_chair_days" CHECK ("freed_chair_days" BETWEEN 1 AND 42);

ALTER TABLE "waitlist_entry"
  ADD CONSTRAINT "waitlist_entry_weekdays" CHECK (
    "weekdays" IS NOT NULL AND "weekdays" <@ ARRAY[1, 2, 3, 4, 5, 6, 7]::smallint[] AND cardinality("weekdays") <= 7
  ),
  ADD CONSTRAINT "waitlist_entry_times" CHECK (
    ("time_from" IS NULL) = ("time_to" IS NULL)
    AND "time_from" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND "time_to" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    AND "time_to" COLLATE "C" >= "time_from" COLLATE "C"
  ),
  ADD CONSTRAINT "waitlist_entry_outcome" CHECK ("outcome" IN ('granted', 'withdrawn')),
  ADD CONSTRAINT "waitlist_entry_ended" CHECK (("ended_at" IS NULL) = ("outcome" IS NULL));

ALTER TABLE "chair_offer"
  ADD CONSTRAINT "chair_offer_kind" CHECK ("kind" IN ('move', 'add', 'booster')),
  ADD CONSTRAINT "chair_offer_moves_a_session" CHECK (("kind" = 'move') = ("session_id" IS NOT NULL)),
  ADD CONSTRAINT "chair_offer_answer" CHECK ("answer" IN ('accepted', 'declined', 'withdrawn')),
  ADD CONSTRAINT "chair_offer_answered" CHECK (("answer" IS NULL) = ("answered_by" IS NULL)),
  ADD CONSTRAINT "chair_offer_held_until" CHECK ("held_until" >= "made_at"),
  ADD CONSTRAINT "chair_offer_ends_after_start" CHECK ("ends_at" > "starts_at"),
  ADD CONSTRAINT "chair_offer_within_a_day" CHECK ("ends_at" - "starts_at" <= interval '24 hours'),
  ADD CONSTRAINT "chair_offer_block_adds_up" CHECK (
    "ends_at" - "starts_at"
      = make_interval(mins => "prep_minutes" + "administration_minutes" + "observation_minutes" + "turnover_minutes")
  ),

  -- THE LAST WORD: a freed chair is offered to one at a time, nobody has two offers at once, and no chair is held for two.
  -- An offer that is answered ends then; one that nobody answers ends by its time alone.
  ADD CONSTRAINT "chair_offer_one_at_a_time" EXCLUDE USING gist (
    "clinic_id" WITH =, "freed_event_id" WITH =, tstzrange("made_at", "held_until") WITH &&
  ),
  ADD CONSTRAINT "chair_offer_one_to_a_patient" EXCLUDE USING gist (
    "clinic_id" WITH =, "patient_id" WITH =, tstzrange("made_at", "held_until") WITH &&
  ),
  ADD CONSTRAINT "chair_offer_one_on_a_chair" EXCLUDE USING gist (
    "clinic_id" WITH =, "chair_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&, tstzrange("made_at", "held_until") WITH &&
  );

-- Sessions that were moved away from a time are found by it.
CREATE INDEX "session_event_moved_from_idx" ON "session_event" ("clinic_id", (("detail" ->> 'from')::float8))
  WHERE "detail" ? 'from';

-- PART 3: who may do what

GRANT SELECT, INSERT ON "waitlist_entry", "chair_offer" TO evenkeel_app;
GRANT UPDATE ("ended_at", "outcome") ON "waitlist_entry" TO evenkeel_app;
GRANT UPDATE ("held_until", "answer", "answered_by") ON "chair_offer" TO evenkeel_app;

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY['waitlist_entry', 'chair_offer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;

-- Who waits is seen by whoever sees the course. Offers are not hidden, for a chair is held whoever it is held for: they
-- say no more than ids and times.
CREATE POLICY "open_record" ON "waitlist_entry" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "waitlist_entry"."clinic_id" AND c."id" = "waitlist_entry"."course_id"));
