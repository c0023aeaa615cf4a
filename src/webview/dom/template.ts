// Template: fills values into a translated message.

/** Replaces {0}, {1} … of a message by values. A placeholder without a value stays. */
export function fillTemplate(message: string, ...values: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
