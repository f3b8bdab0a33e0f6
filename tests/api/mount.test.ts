import { describe, expect, test } from '@jest/globals';
import * as accounts from '#server/contract/accounts.endpoints.ts';
import * as clinic from '#server/contract/clinic.endpoints.ts';
import { assertAllMounted, createApi, mount } from '#server/http/mount.ts';
import type { Deps } from '#server/platform/context.ts';
import { anybody, staff } from '#server/policy.ts';

/** Nothing is asked of it: an endpoint is refused before it is served. */
const anApi = () => createApi({} as Deps);
const answer = async () => Promise.reject(new Error('Nobody is let in here.'));

describe('an endpoint is not served', () => {
  test('without a policy that says who may call it', () => {
    const none = undefined as unknown as typeof staff;
    expect(() => mount(anApi(), clinic.listChairs, none, answer)).toThrow('listChairs has no policy');
  });

  test('to anybody, where the contract asks a caller to sign in', () => {
    // @ts-expect-error The compiler says so first.
    expect(() => mount(anApi(), clinic.listChairs, anybody, answer)).toThrow('listChairs has no policy');
  });

  test('by roles, where the contract lets anybody call', () => {
    // @ts-expect-error The compiler says so first.
    expect(() => mount(anApi(), accounts.signIn, staff, answer)).toThrow('signIn has no policy');
  });

  test('twice', () => {
    const api = anApi();
    mount(api, clinic.listChairs, staff, answer);
    expect(() => mount(api, clinic.listChairs, staff, answer)).toThrow('listChairs is mounted twice');
  });
});

test('a server that lacks a use case of the contract, or has one too many, does not start', () => {
  const api = anApi();
  mount(api, clinic.listChairs, staff, answer);
  expect(() => assertAllMounted(api, [clinic.getClinic])).toThrow(
    'Not mounted: getClinic. Not in the contract: listChairs.',
  );
});
