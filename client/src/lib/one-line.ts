/** A reason is kept as one line, however it was typed or pasted. */
export const oneLine = (typed: string): string => typed.replace(/[\n\r\t]+/g, ' ');
