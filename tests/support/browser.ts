import request, { type Response } from 'supertest';

/** A browser that keeps cookies, and signs in like everybody else. */
export type Browser = {
  get(path: string): Promise<Response>;
  post(path: string, body?: object): Promise<Response>;
  delete(path: string): Promise<Response>;
  signIn(email: string, password: string): Promise<Response>;
  /** By name, as it stands in the Cookie header. */
  readonly cookies: Map<string, string>;
};

/** `from`: the client's address, where the server believes the proxy in front of it. */
export function aBrowser(url: string, { from }: { from?: string } = {}): Browser {
  const cookies = new Map<string, string>();
  const send = async (method: 'get' | 'post' | 'delete', path: string, body?: object) => {
    const call = request(url)[method](`/api/v1${path}`);
    call.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (from) call.set('X-Forwarded-For', from);
    const answer = await (body ? call.send(body) : call);
    const set = (answer.headers['set-cookie'] ?? []) as unknown as string[];
    for (const cookie of set) keep(cookies, cookie);
    return answer;
  };
  return {
    cookies,
    get: (path) => send('get', path),
    post: (path, body = {}) => send('post', path, body),
    delete: (path) => send('delete', path),
    signIn: (email, password) => send('post', '/auth/sign-in', { email, password }),
  };
}

function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
  if (value === '' || /max-age=0/i.test(header)) cookies.delete(name);
  else cookies.set(name, value);
}
