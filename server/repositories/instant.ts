/** SQL for a timestamptz as epoch milliseconds: a plain number costs a third of a Date, and means the same anywhere. */
export const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** SQL for the timestamptz of a placeholder or field that holds epoch milliseconds. */
export const fromMs = (value: string): string => `to_timestamp(${value}::float8 / 1000)`;
