/** `Zoë O'Brien-Núñez` becomes `zoe.obriennunez@example.com`. */
export const mailOf = (name: readonly [string, string]): string => `${name.map(plain).join('.')}@example.com`;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .replace(/[^a-z]/g, '');
