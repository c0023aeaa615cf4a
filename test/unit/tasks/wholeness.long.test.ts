// Whatever a model answers, no text is lost, in many texts.
import { describeAnyAnswers } from './anyAnswers';

describe('whatever the model answers, many times', () => {
  describeAnyAnswers(1000, 3);
});
