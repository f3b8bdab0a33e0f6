-- What is ticked of a session that has begun: yes or no, when, and by whom. A correction is a row of its own.

-- PART 1: the table

-- CreateTable
CREATE TABLE "session_tick" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "answer" BOOLEAN NOT NULL,
    "noted_at" TIMESTAMPTZ(3) NOT NULL,
    "noted_by" UUID NOT NULL,

    CONSTRAINT "session_tick_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "session_tick_clinic_id_session_id_code_noted_at_idx" ON "session_tick"("clinic_id", "session_id", "code", "noted_at");

-- AddForeignKey
ALTER TABLE "session_tick" ADD CONSTRAINT "session_tick_clinic_id_session_id_fkey" FOREIGN KEY ("clinic_id", "session_id") REFERENCES "session"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session_tick" ADD CONSTRAINT "session_tick_clinic_id_course_id_fkey" FOREIGN KEY ("clinic_id", "course_id") REFERENCES "course"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session_tick" ADD CONSTRAINT "session_tick_clinic_id_noted_by_fkey" FOREIGN KEY ("clinic_id", "noted_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "session_tick" ADD CONSTRAINT "session_tick_code" CHECK ("code" IN (
  'dizziness', 'nausea', 'raised-pressure', 'dissociation', 'other-effect', 'pressure-noted', 'ready-to-leave', 'escort-here'
));

-- PART 3: who may do what. What was ticked is written once and never again.

GRANT SELECT, INSERT ON "session_tick" TO evenkeel_app;

ALTER TABLE "session_tick" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "session_tick" TO evenkeel_app
  USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()));
-- How somebody felt is seen by whoever sees the course.
CREATE POLICY "open_record" ON "session_tick" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "session_tick"."clinic_id" AND c."id" = "session_tick"."course_id"));
