// View: tab Steps, which replays the decoding token by token, with likely tokens, the beams of the search, and the cache.
import type { ExplainedStep, PassageContent } from '../../../views/attention/protocol';
import type { StepsWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { BeamTree } from './beamTree';
import { CachePanel } from './cachePanel';
import { Candidates } from './candidates';
import { isCancelled } from '../shared/failure';
import { probabilityText, tokenText } from '../shared/format';
import { TokenStrip } from '../shared/tokenStrip';
import { Transport } from './transport';
import type { ViewState, View, ViewContext, ViewEntry } from '../shared/view';

/**
 * The number of alternatives that is fetched: the highest count that the reader can choose, so that one request is
 * enough.
 */
const ALTERNATIVES = 20;

const PARTS = ['candidates', 'beams', 'cache'] as const;
type StepsPart = (typeof PARTS)[number];

export const STEPS_VIEW: ViewEntry = {
  name: 'steps',
  label: words => words.steps.tab,
  hint: words => words.steps.tabHint,
  needs: 'passage',
  controls: [],
  create: context => new StepsView(context),
};

class StepsView implements View {
  readonly element: HTMLElement;
  private readonly words: StepsWords;
  private readonly transport: Transport;
  private readonly strip: TokenStrip;
  private readonly candidates: Candidates;
  private readonly beams: BeamTree;
  private readonly cache: CachePanel;
  private readonly problems = { candidates: element('div'), beams: element('div'), cache: element('div') };
  private readonly fillers: Readonly<Record<StepsPart, (state: ViewState, signal: AbortSignal) => Promise<void>>> = {
    candidates: (state, signal) => this.fillCandidates(state, signal),
    beams: (state, signal) => this.fillBeams(state, signal),
    cache: (state, signal) => this.fillCache(state, signal),
  };
  private state: ViewState | undefined;
  /** Whether the reader has asked for the sizes of the cache in bytes. */
  private isCounting = false;
  private showing = new AbortController();
  /** The step that was announced last; undefined at first, because opening the tab announces nothing. */
  private announcedStep: number | undefined;

  constructor(private readonly context: ViewContext) {
    const { language } = context;
    const words = (this.words = context.words.steps);
    const choose = (step: number): void => this.choose(step);
    this.transport = new Transport(words, choose);
    this.strip = new TokenStrip(words.written, step => this.transport.go(step));
    this.candidates = new Candidates({
      words: words.candidates,
      language,
      setTemperature: temperature => this.set({ temperature }),
    });
    this.beams = new BeamTree({ words: words.beams, language, choose: step => this.transport.go(step) });
    this.cache = new CachePanel(words.cache, language, () => this.count());
    const { transport, strip } = this;
    const written = element('div', { class: 'written' }, transport.element, transport.position, strip.element);
    const parts = PARTS.flatMap(part => [this[part].element, this.problems[part]]);
    this.element = element('div', { class: 'works steps-view' }, written, ...parts);
  }

  show(state: ViewState): void {
    this.showing.abort();
    const { signal } = (this.showing = new AbortController());
    const { content, settings, shown } = state;
    const { step } = settings;
    this.transport.show(step, content.target.tokens.length - 1);
    const tokens = content.target.tokens.slice(0, step + 2).map(({ text, special }, at) => {
      return { text, special, isPending: at > step };
    });
    this.strip.show(tokens, step, shown.languages.target);
    this.state = state;
    for (const part of PARTS) void this.fill(part, state, signal);
  }

  svg(): string {
    return this.beams.svg();
  }

  dispose(): void {
    this.showing.abort();
    this.transport.dispose();
    this.element.remove();
  }

  private async fillCandidates({ content, data, settings, shown }: ViewState, signal: AbortSignal): Promise<void> {
    const { step, temperature } = settings;
    const [steps, logits] = await Promise.all([data.steps(ALTERNATIVES, signal), data.logits(step, signal)]);
    // A target that consists of its start token has no steps.
    if (signal.aborted || steps[step] === undefined) return;
    this.candidates.show({ step: steps[step], logits, tokenLanguage: shown.languages.target }, temperature);
    this.announceStep(content, steps[step], step);
  }

  private async fillBeams({ content, data, settings, shown }: ViewState, signal: AbortSignal): Promise<void> {
    const history = await data.history(signal);
    if (!signal.aborted) {
      this.beams.show(history, settings.step, content.target.tokens[0].text, shown.languages.target);
    }
  }

  /** Fills the cache panel. Its sizes in bytes need the width of a head, for which the model is run again. */
  private async fillCache({ content, data, settings }: ViewState, signal: AbortSignal): Promise<void> {
    const { attention, source } = content;
    const read = settings.step + 1;
    const sources = source.tokens.length;
    if (!this.isCounting) {
      this.cache.show({ read, sources, self: attention.decoder, cross: attention.cross });
      return;
    }
    const [selfHead, crossHead] = await Promise.all([data.head('decoder', 0, signal), data.head('cross', 0, signal)]);
    if (signal.aborted) return;
    const self = { ...attention.decoder, width: selfHead.width };
    this.cache.show({ read, sources, self, cross: { ...attention.cross, width: crossHead.width } });
  }

  /** Fills a part of the tab. A failure is shown in its place and does not affect the other parts. */
  private async fill(part: StepsPart, state: ViewState, signal: AbortSignal): Promise<void> {
    const problem = this.problems[part];
    try {
      await this.fillers[part](state, signal);
      problem.replaceChildren();
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      problem.replaceChildren(this.context.failed(error, () => void this.fill(part, state, signal)));
    }
  }

  private announceStep({ target }: PassageContent, { chosen }: ExplainedStep, step: number): void {
    const isNew = this.announcedStep !== undefined && this.announcedStep !== step;
    this.announcedStep = step;
    if (!isNew) return;
    const probability = probabilityText(Math.exp(chosen.logProbability), this.context.language);
    const values = [
      step + 1,
      target.tokens.length - 1,
      tokenText(target.tokens[step].text),
      tokenText(chosen.text),
      probability,
    ];
    this.context.announce(fillTemplate(this.words.spoken, ...values));
  }

  private count(): void {
    this.isCounting = true;
    if (this.state !== undefined) void this.fill('cache', this.state, this.showing.signal);
  }

  private choose(step: number): void {
    this.set({ step });
  }

  private set(change: { readonly step: number } | { readonly temperature: number }): void {
    const { settings } = this.context;
    settings.set({ ...settings.value, ...change });
  }
}
