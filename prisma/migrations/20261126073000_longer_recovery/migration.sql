-- Who recovers slowly is booked for longer, from when a clinician says so.

-- AlterTable
ALTER TABLE "course" ADD COLUMN "extra_observation_minutes" SMALLINT NOT NULL DEFAULT 0;

ALTER TABLE "course"
  ADD CONSTRAINT "course_extra_observation_minutes" CHECK ("extra_observation_minutes" BETWEEN 0 AND 120);

GRANT UPDATE ("extra_observation_minutes") ON "course" TO evenkeel_app;
