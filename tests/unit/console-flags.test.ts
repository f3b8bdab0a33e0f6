import { describe, expect, test } from '@jest/globals';
import { readFlags } from '#server/console/flags.ts';

describe('what follows `npm run admin:create --`', () => {
  test('is read as it is meant: an address without case, a number of chairs', () => {
    const given = ['--clinic', ' Lantern House ', '--chairs=4', '--email', 'Grace@Lantern.Example'];
    expect(readFlags(given)).toEqual({ clinic: 'Lantern House', chairs: 4, email: 'grace@lantern.example' });
    expect(readFlags([])).toEqual({});
  });

  test.each([[['--clinick', 'Lantern House']], [['--clinic']], [['Lantern House']]])(
    '%j is not known here, and what is known is named',
    (given) => {
      expect(() => readFlags(given)).toThrow(
        'Known here are --clinic, --zone, --chairs, --name, --email, --reset-second-factor, each with what follows it.',
      );
    },
  );

  test.each([
    [['--chairs', 'four'], '--chairs: Must be a number.'],
    [['--chairs', '0'], '--chairs: Must be from 1 to 60.'],
    [['--zone', 'London'], '--zone: Must be an IANA time zone, like America/New_York.'],
    [['--name', '  '], '--name: Must not be empty.'],
    [['--email', 'grace'], '--email: Must be an e-mail address, like ana@example.com.'],
    [['--reset-second-factor', 'grace'], '--reset-second-factor: Must be an e-mail address'],
  ])('%j is refused in words', (given, words) => {
    expect(() => readFlags(given)).toThrow(words);
  });
});
