-- What must be done before a session: what each clinic asks for, and what was done, by whom and until when it is good.

-- PART 1: the tables

-- AlterTable
ALTER TABLE "clinic"
  ADD COLUMN "exposure_review_at" SMALLINT NOT NULL DEFAULT 24,
  ADD COLUMN "gates" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "patient" ADD COLUMN "treated_elsewhere" TEXT NOT NULL DEFAULT 'unknown';

-- CreateTable
CREATE TABLE "gate_record" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "session_id" UUID,
    "kind" TEXT NOT NULL,
    "done_on" DATE NOT NULL,
    "expires_on" DATE,
    "waived" BOOLEAN NOT NULL DEFAULT false,
    "done_by" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "revokes_id" UUID,

    CONSTRAINT "gate_record_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "gate_record_clinic_id_patient_id_idx" ON "gate_record"("clinic_id", "patient_id");

-- CreateIndex
CREATE INDEX "gate_record_clinic_id_course_id_idx" ON "gate_record"("clinic_id", "course_id");

-- CreateIndex
CREATE UNIQUE INDEX "gate_record_clinic_id_revokes_id_key" ON "gate_record"("clinic_id", "revokes_id");

-- AddForeignKey
ALTER TABLE "gate_record" ADD CONSTRAINT "gate_record_clinic_id_course_id_patient_id_fkey" FOREIGN KEY ("clinic_id", "course_id", "patient_id") REFERENCES "course"("clinic_id", "id", "patient_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_record" ADD CONSTRAINT "gate_record_clinic_id_session_id_fkey" FOREIGN KEY ("clinic_id", "session_id") REFERENCES "session"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_record" ADD CONSTRAINT "gate_record_clinic_id_done_by_fkey" FOREIGN KEY ("clinic_id", "done_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_record" ADD CONSTRAINT "gate_record_clinic_id_revokes_id_fkey" FOREIGN KEY ("clinic_id", "revokes_id") REFERENCES "gate_record"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "clinic"
  ADD CONSTRAINT "clinic_gates" CHECK (jsonb_typeof("gates") = 'array'),
  ADD CONSTRAINT "clinic_exposure_review_at" CHECK ("exposure_review_at" > 0);

ALTER TABLE "patient"
  ADD CONSTRAINT "patient_treated_elsewhere" CHECK ("treated_elsewhere" IN ('yes', 'no', 'unknown'));

ALTER TABLE "gate_record"
  ADD CONSTRAINT "gate_record_expires_on" CHECK ("expires_on" >= "done_on"),
  -- One session takes place without it; nothing was done that could end.
  ADD CONSTRAINT "gate_record_waived" CHECK (NOT "waived" OR ("session_id" IS NOT NULL AND "expires_on" IS NULL)),
  ADD CONSTRAINT "gate_record_revokes" CHECK ("revokes_id" <> "id" AND ("revokes_id" IS NULL OR "expires_on" IS NULL));

-- PART 3: who may do what. What was recorded is written once; what is taken back stands beside it.

GRANT UPDATE ("treated_elsewhere") ON "patient" TO evenkeel_app;
GRANT SELECT, INSERT ON "gate_record" TO evenkeel_app;

ALTER TABLE "gate_record" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "gate_record" TO evenkeel_app
  USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()));

-- What a patient's gates are is there for whom the record is open.
CREATE POLICY "open_record" ON "gate_record" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "patient" p WHERE p."clinic_id" = "gate_record"."clinic_id" AND p."id" = "gate_record"."patient_id"));
