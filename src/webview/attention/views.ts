// Views: every way to show attention, in the order of the tabs. A new one is a line here.
import type { ViewEntry } from './view';
import { HEAD_VIEW } from './headView';
import { HEADS_VIEW } from './headsView';
import { LINES_VIEW } from './linesView';
import { MATRIX_VIEW } from './matrixView';
import { STEPS_VIEW } from './stepsView';
import { TABLE_VIEW } from './tableView';
import { TEXT_VIEW } from './textView';

export const VIEWS: readonly ViewEntry[] = [
  TEXT_VIEW,
  LINES_VIEW,
  MATRIX_VIEW,
  HEADS_VIEW,
  STEPS_VIEW,
  HEAD_VIEW,
  TABLE_VIEW,
];
