-- Scores, what a clinician says of them, and patients whose symptoms are coming back. Totals and dates: no answers to
-- single questions, no notes.

-- PART 1: the tables

-- AlterTable
ALTER TABLE "clinic"
  ADD COLUMN "patients_see_scores" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "response_rules" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "course" ADD COLUMN "baseline_assessment_id" UUID;

-- CreateTable
CREATE TABLE "assessment" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "instrument" TEXT NOT NULL,
    "total" SMALLINT NOT NULL,
    "assessed_on" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "entered_by" UUID,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "corrects_id" UUID,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "course_review" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reviewed_by" UUID NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "course_review_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateTable
CREATE TABLE "relapse_report" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "reported_by" UUID,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relapse_report_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "assessment_clinic_id_course_id_id_key" ON "assessment"("clinic_id", "course_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_clinic_id_corrects_id_key" ON "assessment"("clinic_id", "corrects_id");

-- CreateIndex
CREATE INDEX "course_review_clinic_id_course_id_reviewed_at_idx" ON "course_review"("clinic_id", "course_id", "reviewed_at");

-- CreateIndex
CREATE INDEX "relapse_report_clinic_id_course_id_reported_at_idx" ON "relapse_report"("clinic_id", "course_id", "reported_at");

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_clinic_id_course_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "patient_id") REFERENCES "course"("clinic_id", "id", "patient_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_clinic_id_entered_by_fkey" FOREIGN KEY ("clinic_id", "entered_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_clinic_id_course_id_corrects_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "corrects_id") REFERENCES "assessment"("clinic_id", "course_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_clinic_id_id_baseline_assessment_id_fkey" FOREIGN KEY ("clinic_id", "id", "baseline_assessment_id") REFERENCES "assessment"("clinic_id", "course_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_review" ADD CONSTRAINT "course_review_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "course_review" ADD CONSTRAINT "course_review_clinic_id_reviewed_by_fkey" FOREIGN KEY ("clinic_id", "reviewed_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "relapse_report" ADD CONSTRAINT "relapse_report_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "relapse_report" ADD CONSTRAINT "relapse_report_clinic_id_reported_by_fkey" FOREIGN KEY ("clinic_id", "reported_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "clinic" ADD CONSTRAINT "clinic_response_rules" CHECK (jsonb_typeof("response_rules") = 'object');

ALTER TABLE "assessment"
  ADD CONSTRAINT "assessment_instrument" CHECK ("instrument" IN ('phq-9', 'qids-sr-16', 'madrs', 'gad-7')),
  -- The scale's own most is the core's to know; no scale has more.
  ADD CONSTRAINT "assessment_total" CHECK ("total" BETWEEN 0 AND 60),
  ADD CONSTRAINT "assessment_source" CHECK ("source" IN ('staff', 'patient')),
  ADD CONSTRAINT "assessment_entered_by" CHECK (("source" = 'staff') = ("entered_by" IS NOT NULL)),
  ADD CONSTRAINT "assessment_corrects_another" CHECK ("corrects_id" <> "id");

ALTER TABLE "course_review"
  ADD CONSTRAINT "course_review_kind" CHECK ("kind" IN (
    'mid-course', 'end-of-induction', 'four-weeks-after', 'continued-need', 'relapse'
  )),
  ADD CONSTRAINT "course_review_outcome" CHECK ("outcome" IN (
    'continue', 'extend', 'step-back', 'step-forward', 'series', 're-induction', 'stop', 'other-care'
  ));

ALTER TABLE "relapse_report"
  ADD CONSTRAINT "relapse_report_source" CHECK ("source" IN ('staff', 'patient')),
  ADD CONSTRAINT "relapse_report_reported_by" CHECK (("source" = 'staff') = ("reported_by" IS NOT NULL));

-- PART 3: who may do what. A score is put right by another one, and a review by a later one: all three are written once.

GRANT UPDATE ("patients_see_scores", "response_rules") ON "clinic" TO evenkeel_app;
GRANT UPDATE ("baseline_assessment_id") ON "course" TO evenkeel_app;
GRANT SELECT, INSERT ON "assessment", "course_review", "relapse_report" TO evenkeel_app;

DO $$
DECLARE
  of_a_clinic text;
BEGIN
  FOREACH of_a_clinic IN ARRAY ARRAY['assessment', 'course_review', 'relapse_report'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_a_clinic);
    EXECUTE format(
      'CREATE POLICY "in_clinic" ON %I TO evenkeel_app'
      ' USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()))',
      of_a_clinic
    );
  END LOOP;
END
$$;

-- Seen by whoever sees the patient, or the course. A score says whose it is, which spares a step for each of many.
CREATE POLICY "open_record" ON "assessment" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "patient" p WHERE p."clinic_id" = "assessment"."clinic_id" AND p."id" = "assessment"."patient_id"));
CREATE POLICY "open_record" ON "course_review" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "course_review"."clinic_id" AND c."id" = "course_review"."course_id"));
CREATE POLICY "open_record" ON "relapse_report" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "relapse_report"."clinic_id" AND c."id" = "relapse_report"."course_id"));
