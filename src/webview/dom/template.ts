// Template: fills values into a translated message.

import { isolated } from '../../base/isolate';

/**
 * Replaces {0}, {1} … of a message by values. A placeholder without a value stays. A value from right to left keeps to itself, so
 * that the sentence around it stays in order.
 */
export function fillTemplate(message: string, ...values: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => isolated(String(values[Number(index)] ?? place)));
}
