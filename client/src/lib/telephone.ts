/** What a telephone dials: digits, and the plus before them. */
export const dialling = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;
