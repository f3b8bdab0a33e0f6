import { hash, verify } from '@node-rs/argon2';

/** OWASP's least for Argon2id: 19 MiB of memory, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// NFKC: the same letters are the same password, whichever keyboard made them.
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

export const verifyPassword = ({
  hash: stored,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> => verify(stored, password.normalize('NFKC'));
