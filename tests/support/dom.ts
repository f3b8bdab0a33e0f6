import '@testing-library/jest-dom/jest-globals';
import { TextDecoder, TextEncoder } from 'node:util';
import { expect, jest } from '@jest/globals';
import { configure } from '@testing-library/react';
import { toHaveNoViolations } from 'jest-axe';

/** What the page needs of a browser and jsdom lacks. Set up before every component test. */

expect.extend(toHaveNoViolations);

// A machine that does other things at the same time is slow, not wrong.
configure({ asyncUtilTimeout: 5000 });
jest.setTimeout(30_000);

Object.assign(globalThis, { TextEncoder, TextDecoder });
window.HTMLElement.prototype.scrollIntoView = () => {};
window.scrollTo = () => {};
window.matchMedia = (media) =>
  ({
    media,
    matches: false,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) as MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// As much of one as the router makes for itself.
window.Request = class {
  readonly url: string;
  readonly signal: AbortSignal | null;
  readonly method = 'GET';
  constructor(input: RequestInfo | URL, init: RequestInit = {}) {
    this.url = String(input);
    this.signal = init.signal ?? null;
  }
} as unknown as typeof Request;

// jsdom knows no pseudo-elements, and says so at length.
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => computed(element);
