// Template: fills values into a translated message.

/** Puts values into a message's places {0}, {1} … */
export function fillTemplate(message: string, ...values: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
