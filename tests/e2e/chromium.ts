import { existsSync } from 'node:fs';

/** The browser: $CHROMIUM_PATH, else the one inside the npm package. */
export async function chromiumPath(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, where there is nothing.`);
    return given;
  }
  // The package brings libraries that a bare Debian lacks, but unpacks them only where it believes to be on AWS Lambda.
  const before = process.env.AWS_EXECUTION_ENV;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV;
    else process.env.AWS_EXECUTION_ENV = before;
  }
}

/** Not the package's own: those share one process between pages, and switch the web's security off. */
export const chromiumArgs = [
  '--no-sandbox',
  '--headless=shell',
  '--no-zygote',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
];
