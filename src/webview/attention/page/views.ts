// Views: the list of all views, in the order of their tabs. A new view needs one line here.
import type { ViewEntry } from '../shared/view';
import { HEAD_VIEW } from '../head/view';
import { HEADS_VIEW } from '../heads/view';
import { LINES_VIEW } from '../lines/view';
import { MATRIX_VIEW } from '../matrix/view';
import { STEPS_VIEW } from '../steps/view';
import { TABLE_VIEW } from '../table/view';
import { TEXT_VIEW } from '../text/view';

export const VIEWS: readonly ViewEntry[] = [
  TEXT_VIEW,
  LINES_VIEW,
  MATRIX_VIEW,
  HEADS_VIEW,
  STEPS_VIEW,
  HEAD_VIEW,
  TABLE_VIEW,
];
