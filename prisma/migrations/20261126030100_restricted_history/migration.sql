-- What was done to a course is seen by whoever sees the course.
CREATE POLICY "open_record" ON "course_change" AS RESTRICTIVE FOR SELECT TO evenkeel_app
  USING (EXISTS (SELECT FROM "course" c WHERE c."clinic_id" = "course_change"."clinic_id" AND c."id" = "course_change"."course_id"));
