// Memory: a Memento in memory, in place of the state that VS Code stores for an extension.
import type * as vscode from 'vscode';

export class Memory implements vscode.Memento {
  private readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string): T | undefined;
  get<T>(key: string, otherwise: T): T;
  get<T>(key: string, otherwise?: T): T | undefined {
    return (this.values.get(key) as T | undefined) ?? otherwise;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}
