/** What is to be done about the boosters stands in the address, until the ladder of intervals shows it. */
export const ORDERS_ASKED = ['step-forward', 'step-back', 'series', 'look'] as const;
export type OrderAsked = (typeof ORDERS_ASKED)[number];

const NAME = 'order';

export const orderIn = (search: URLSearchParams): OrderAsked | null =>
  ORDERS_ASKED.find((asked) => asked === search.get(NAME)) ?? null;

export function withOrder(search: URLSearchParams, asked: OrderAsked): URLSearchParams {
  const next = new URLSearchParams(search);
  next.set(NAME, asked);
  return next;
}

export function withoutOrder(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(NAME);
  return next;
}
