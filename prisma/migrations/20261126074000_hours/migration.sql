-- Opening hours hold from a day or until one, a chair goes out of use from a day, and each such change is written down.

-- PART 1: the columns and the table

DROP INDEX "opening_hours_clinic_id_weekday_opens_at_key";

ALTER TABLE "opening_hours" ADD COLUMN "valid_from" DATE, ADD COLUMN "valid_to" DATE;

ALTER TABLE "chair" ADD COLUMN "out_of_use_from" DATE;
UPDATE "chair" SET "out_of_use_from" = current_date WHERE NOT "active";
ALTER TABLE "chair" DROP COLUMN "active";

-- CreateTable
CREATE TABLE "hours_change" (
    "clinic_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" UUID NOT NULL,
    "left_session_ids" UUID[],

    CONSTRAINT "hours_change_pkey" PRIMARY KEY ("clinic_id","id")
);

-- CreateIndex
CREATE INDEX "hours_change_clinic_id_made_at_idx" ON "hours_change"("clinic_id", "made_at");

-- AddForeignKey
ALTER TABLE "hours_change" ADD CONSTRAINT "hours_change_clinic_id_made_by_fkey" FOREIGN KEY ("clinic_id", "made_by") REFERENCES "staff"("clinic_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- PART 2: the rules

ALTER TABLE "opening_hours"
  ADD CONSTRAINT "opening_hours_valid" CHECK ("valid_to" >= "valid_from"),
  -- On no day is the clinic open twice at once. Stretches that touch are one after the other.
  ADD CONSTRAINT "opening_hours_no_overlap" EXCLUDE USING gist (
    "clinic_id" WITH =,
    "weekday" WITH =,
    daterange("valid_from", "valid_to", '[]') WITH &&,
    int4range(
      substr("opens_at", 1, 2)::int * 60 + substr("opens_at", 4, 2)::int,
      substr("closes_at", 1, 2)::int * 60 + substr("closes_at", 4, 2)::int
    ) WITH &&
  );

ALTER TABLE "hours_change"
  ADD CONSTRAINT "hours_change_kind" CHECK ("kind" IN ('opening-hours', 'shifts', 'chair')),
  ADD CONSTRAINT "hours_change_left" CHECK ("left_session_ids" IS NOT NULL);

-- PART 3: who may do what. What holds now ends with a day; what was to hold later, and is not to, was never true.

GRANT DELETE ON "opening_hours", "staff_shift" TO evenkeel_app;
GRANT UPDATE ("valid_to") ON "opening_hours", "staff_shift" TO evenkeel_app;
GRANT UPDATE ("out_of_use_from") ON "chair" TO evenkeel_app;
GRANT SELECT, INSERT ON "hours_change" TO evenkeel_app;

ALTER TABLE "hours_change" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "in_clinic" ON "hours_change" TO evenkeel_app
  USING ("clinic_id" = (SELECT current_clinic())) WITH CHECK ("clinic_id" = (SELECT current_clinic()));
