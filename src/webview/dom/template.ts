// Template: fills values into a translated message.

import { isolated } from '../../base/isolate';

/**
 * Replaces {0}, {1} … of a message by values. A placeholder without a value stays. A value that is written from right to left is
 * put between Unicode isolates, so that it does not change the order of the sentence around it.
 */
export function fillTemplate(message: string, ...values: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => isolated(String(values[Number(index)] ?? place)));
}
