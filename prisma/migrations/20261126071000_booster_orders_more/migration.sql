-- Booster orders with consequences: a series of boosters, and booked boosters that go where a new order has them.

-- AlterTable
ALTER TABLE "booster_order" ADD COLUMN "series_of" SMALLINT;

-- One of the three: an interval, as needed, or a series of boosters close together.
ALTER TABLE "booster_order"
  DROP CONSTRAINT "booster_order_interval_or_as_needed",
  ADD CONSTRAINT "booster_order_one_kind" CHECK (num_nonnulls("interval", "series_of", nullif("as_needed", false)) = 1),
  ADD CONSTRAINT "booster_order_series_of" CHECK ("series_of" BETWEEN 2 AND 6);

-- Boosters that were moved with an order, or let be outside its window; and one that was booked against a rule.
ALTER TABLE "course_change"
  DROP CONSTRAINT "course_change_mode",
  ADD CONSTRAINT "course_change_mode" CHECK ("mode" IN (
    'move', 'shift', 'replan', 'omit', 'cancel', 'no-show', 'stop', 'hold', 'resume', 'extend', 'restart', 'undo',
    'booster-order', 'book-booster'
  ));
