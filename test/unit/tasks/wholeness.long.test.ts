// Wholeness: no text is lost, whatever a model answers, tried with many texts.
import { describeAnyAnswers } from './anyAnswers';

describe('whatever the model answers, many times', () => {
  describeAnyAnswers(1000, 3);
});
