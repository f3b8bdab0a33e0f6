import type { DBAdapter, Where } from 'better-auth';
import { hashOfSecret } from '#server/platform/secret-token.ts';

/** What is stored of a session's token. The token itself is only in the browser's cookie. */
export const hashOfToken = hashOfSecret;

type Row = Readonly<Record<string, unknown>>;
type Call = { readonly model: string; readonly where?: readonly Where[]; readonly data?: Row };
type Method = (call: Call) => Promise<unknown>;

/**
 * The library's adapter, but for the tokens of sessions, which it would store as they are: on the way in a token becomes
 * its hash, and what is found by a token carries the token again, so that the library notices nothing.
 */
export function hashingSessionTokens(adapter: DBAdapter): DBAdapter {
  const inner = adapter as unknown as Record<string, Method>;
  const wrapped = Object.fromEntries(
    Object.entries(inner).map(([name, method]) => [
      name,
      typeof method === 'function' ? hashing((call) => method.call(adapter, call)) : method,
    ]),
  );
  return {
    ...(wrapped as unknown as DBAdapter),
    transaction: (work) => adapter.transaction((tx) => work(hashingSessionTokens(tx as DBAdapter))),
  };
}

const hashing =
  (ask: Method): Method =>
  async (call) => {
    if (call?.model !== 'session') return ask(call);
    const token = call.data?.token ?? tokenIn(call.where);
    const answer = await ask({
      ...call,
      ...(call.where && { where: call.where.map(hashedCondition) }),
      ...(call.data?.token !== undefined && {
        data: { ...call.data, token: hashOfToken(String(call.data.token)) },
      }),
    });
    const isRow = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
    return isRow && typeof token === 'string' ? { ...answer, token } : answer;
  };

const tokenIn = (where: readonly Where[] = []): unknown =>
  where.find(({ field }) => field === 'token')?.value;

function hashedCondition(condition: Where): Where {
  if (condition.field !== 'token') return condition;
  const { value } = condition;
  return {
    ...condition,
    value: Array.isArray(value) ? value.map((one) => hashOfToken(String(one))) : hashOfToken(String(value)),
  };
}
