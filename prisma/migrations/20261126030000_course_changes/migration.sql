-- Courses change: a history that can be taken back, holds, rules that somebody let be bent, and what others are to be
-- told of it.

-- PART 1: the tables

-- AlterTable
ALTER TABLE "course"
  ADD COLUMN "hold_kind" TEXT,
  ADD COLUMN "hold_reason" TEXT,
  ADD COLUMN "parent_course_id" UUID;

-- AlterTable
ALTER TABLE "session"
  ADD COLUMN "held_at" TIMESTAMPTZ(3),
  ADD COLUMN "overrides" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "course_change" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "course_version" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "overrides" JSONB NOT NULL DEFAULT '[]',
    "new_course_id" UUID,
    "undoes_id" UUID,

    CONSTRAINT "course_change_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "course_event" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "course_event_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "course_clinic_id_parent_course_id_idx" ON "course"("clinic_id", "parent_course_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_change_clinic_id_course_id_course_version_key" ON "course_change"("clinic_id", "course_id", "course_version");

-- CreateIndex
CREATE UNIQUE INDEX "course_change_clinic_id_undoes_id_key" ON "course_change"("clinic_id", "undoes_id");

-- CreateIndex
CREATE INDEX "course_event_clinic_id_course_id_at_idx" ON "course_event"("clinic_id", "course_id", "at");

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_clinic_id_parent_course_id_fkey" FOREIGN KEY ("clinic_id", "parent_course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_change" ADD CONSTRAINT "course_change_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_change" ADD CONSTRAINT "course_change_clinic_id_actor_id_fkey" FOREIGN KEY ("clinic_id", "actor_id") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_change" ADD CONSTRAINT "course_change_clinic_id_new_course_id_fkey" FOREIGN KEY ("clinic_id", "new_course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_change" ADD CONSTRAINT "course_change_clinic_id_undoes_id_fkey" FOREIGN KEY ("clinic_id", "undoes_id") REFERENCES "course_change"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_event" ADD CONSTRAINT "course_event_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "course"
  -- Who missed too many sessions in a row, and nobody wrote why; or a clinician, who did.
  ADD CONSTRAINT "course_hold_kind" CHECK ("hold_kind" IN ('clinician', 'missed-sessions')),
  ADD CONSTRAINT "course_hold_reason" CHECK (("hold_kind" IS NOT DISTINCT FROM 'clinician') = ("hold_reason" IS NOT NULL)),
  ADD CONSTRAINT "course_held" CHECK (("state" = 'on-hold') OR ("hold_kind" IS NULL)),
  ADD CONSTRAINT "course_other_parent" CHECK ("parent_course_id" <> "id");

-- Codes of rules and nothing else, so that the index below has room for them: the reasons are in course_change.
ALTER TABLE "session"
  ADD CONSTRAINT "session_overrides" CHECK ("overrides" IS NOT NULL AND octet_length("overrides"::text) <= 1000);

-- As before, with what is bent: covers what the board and the planner's calendar read of a stretch of days.
DROP INDEX "session_clinic_id_starts_at_idx";
CREATE INDEX "session_clinic_id_starts_at_idx" ON "session" ("clinic_id", "starts_at") INCLUDE (
  "ends_at", "released_at", "status", "id", "course_id", "patient_id", "chair_id", "pool_id", "sequence", "phase",
  "prep_minutes", "administration_minutes", "observation_minutes", "turnover_minutes",
  "moved_from", "arrived_at", "checked_in_at", "started_at", "completed_at", "cancel_reason", "held_at", "overrides"
);

ALTER TABLE "course_change"
  ADD CONSTRAINT "course_change_version" CHECK ("course_version" >= 2),
  ADD CONSTRAINT "course_change_mode" CHECK ("mode" IN (
    'move', 'shift', 'replan', 'omit', 'cancel', 'no-show', 'stop', 'hold', 'resume', 'extend', 'restart', 'undo'
  )),
  ADD CONSTRAINT "course_change_undo" CHECK (("mode" = 'undo') = ("undoes_id" IS NOT NULL)),
  ADD CONSTRAINT "course_change_new_course" CHECK ("mode" IN ('restart', 'undo') OR "new_course_id" IS NULL),
  ADD CONSTRAINT "course_change_sides" CHECK (
    "before" ?& ARRAY['state', 'plannedCount', 'sessions'] AND "after" ?& ARRAY['state', 'plannedCount', 'sessions']
  ),
  ADD CONSTRAINT "course_change_overrides" CHECK (jsonb_typeof("overrides") = 'array');

ALTER TABLE "course_event" ADD CONSTRAINT "course_event_kind" CHECK ("kind" <> '');

-- PART 3: who may do what. What was done to a course is written once and never again.

GRANT UPDATE ("planned_count", "hold_kind", "hold_reason") ON "course" TO evenkeel_app;
GRANT UPDATE ("held_at", "overrides") ON "session" TO evenkeel_app;
GRANT SELECT, INSERT ON "course_change", "course_event" TO evenkeel_app;

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY['course_change', 'course_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;
