/**
 * The word that lets the styles which Mantine makes as the page runs through the page's Content-Security-Policy. The
 * server writes a new one into each page it sends.
 */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The same for the part that keeps the page behind a dialog from scrolling: it reads this name, and has no other way. */
export function giveStyleNonce(): void {
  Object.assign(window, { __webpack_nonce__: styleNonce() });
}
