// Held model: a model whose files are read once for choosing its runtime and loading it.
import type { ModelFiles } from '../../models/modelFiles';
import type { LoadableModel } from './backend';

export class HeldModel implements LoadableModel {
  readonly id: string;
  readonly name: string;
  readonly maxSourceTokens?: number;
  private held: Promise<ModelFiles> | undefined;

  constructor(private readonly model: LoadableModel) {
    this.id = model.id;
    this.name = model.name;
    if (model.maxSourceTokens !== undefined) this.maxSourceTokens = model.maxSourceTokens;
  }

  /** Reads the files and holds them until the first runtime takes them. Whoever looks at them must neither keep nor send their bytes. */
  look(): Promise<ModelFiles> {
    return (this.held ??= this.model.files());
  }

  /** The files for a runtime, which takes their bytes: those that are held, or else they are read again. */
  files(): Promise<ModelFiles> {
    const { held } = this;
    this.held = undefined;
    return held ?? this.model.files();
  }

  /** Lets go of files that no runtime has taken. */
  release(): void {
    this.held = undefined;
  }
}
