import { SimpleGrid, TextInput } from '@mantine/core';

/** What the front desk's register holds of a patient, as it is typed. */
export type RegisterValues = {
  givenName: string;
  familyName: string;
  dateOfBirth: string;
  phone: string;
  email: string;
};

export type RegisterErrors = Partial<Record<keyof RegisterValues, string>>;

export const NOTHING_TYPED: RegisterValues = {
  givenName: '',
  familyName: '',
  dateOfBirth: '',
  phone: '',
  email: '',
};

type RegisterFieldsProps = {
  values: RegisterValues;
  errors: RegisterErrors;
  onChange: (values: RegisterValues) => void;
  autoFocus?: boolean;
};

const FIELDS = [
  { name: 'givenName', label: 'Given name', type: 'text', required: true },
  { name: 'familyName', label: 'Family name', type: 'text', required: true },
  { name: 'dateOfBirth', label: 'Date of birth', type: 'date', required: true },
  { name: 'phone', label: 'Telephone', type: 'tel', required: false },
  { name: 'email', label: 'E-mail', type: 'email', required: false },
] as const;

export function RegisterFields({ values, errors, onChange, autoFocus }: RegisterFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {FIELDS.map(({ name, label, type, required }, i) => (
        <TextInput
          key={name}
          label={label}
          type={type}
          required={required}
          withAsterisk={false}
          placeholder={required ? undefined : 'Optional'}
          value={values[name]}
          error={errors[name]}
          onChange={(event) => onChange({ ...values, [name]: event.currentTarget.value })}
          autoComplete="off"
          data-autofocus={i === 0 || undefined}
          autoFocus={autoFocus && i === 0}
        />
      ))}
    </SimpleGrid>
  );
}

/** What is sent: an empty line means that it is not known. */
export const registerBody = (values: RegisterValues) => ({
  givenName: values.givenName,
  familyName: values.familyName,
  dateOfBirth: values.dateOfBirth,
  phone: values.phone.trim() || null,
  email: values.email.trim() || null,
});

const MISSING: RegisterErrors = {
  givenName: 'Write the given name.',
  familyName: 'Write the family name.',
  dateOfBirth: 'Give the whole date of birth.',
};

/** The first thing wrong with each field: what the schema says, or that it is empty. */
export function registerErrors(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  values: RegisterValues,
): RegisterErrors {
  const errors: RegisterErrors = {};
  for (const issue of issues) {
    const name = issue.path[0] as keyof RegisterValues;
    errors[name] ??= values[name]?.trim() ? issue.message : (MISSING[name] ?? issue.message);
  }
  return errors;
}
