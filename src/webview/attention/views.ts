// Views: every way to show attention, in the order of the tabs. A new one is a line here.
import type { ViewEntry } from './view';
import { HEAD_VIEW } from './headView';
import { STEPS_VIEW } from './stepsView';
import { TABLE_VIEW } from './tableView';

export const VIEWS: readonly ViewEntry[] = [STEPS_VIEW, HEAD_VIEW, TABLE_VIEW];
