import { TextInput } from '@mantine/core';

/** What is typed to find somebody among the courses of a list. */
export const FindField = ({ value, onType }: { value: string; onType: (typed: string) => void }) => (
  <TextInput
    type="search"
    label="Find"
    placeholder="Patient or protocol"
    value={value}
    onChange={(event) => onType(event.currentTarget.value)}
  />
);
